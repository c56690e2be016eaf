"""An independent server, on Fedify in Node, and ours: each follows, posts, answers, likes, shares, edits, deletes and moves,
in both forms of signatures."""
import pathlib, subprocess, time, unittest, uuid
import requests
from tests.clients.federation_test import server
from tests.clients.server import free_port

here = pathlib.Path(__file__).parent
FORMS = {"cavage": "draft-cavage-http-signatures-12", "rfc9421": "rfc9421"}


class Peer:
    """A process of fedify_peer.mjs."""
    def __init__(self, form):
        self.port = free_port()
        self.host = f"127.0.0.1:{self.port}"
        self.process = subprocess.Popen([here / "node_modules/.bin/node", here / "fedify_peer.mjs", str(self.port), FORMS[form]],
                                        stdout=subprocess.PIPE, text=True, cwd=here)
        assert self.process.stdout.readline().strip() == "ready"

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def do(self, what, **more):
        answer = requests.post(f"http://{self.host}/control", json={"what": what, **more}, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def got(self, kind, /, **wanted):
        return [each for each in requests.get(f"http://{self.host}/control", timeout=30).json()
                if each["type"] == kind and all(each.get(name) == value for name, value in wanted.items())]


class Fedify:
    form = ""

    @classmethod
    def setUpClass(cls):
        cls.salve = server("sqlite")
        cls.addClassCleanup(cls.salve.close)
        cls.salve.start()
        cls.peer = Peer(cls.form)
        cls.addClassCleanup(cls.peer.close)

    def setUp(self):
        mark = uuid.uuid4().hex[:8]
        self.ada = self.salve.account("ada" + mark)
        self.ada.uri = f"{self.salve.url}/users/{self.ada.username}"
        self.fay = "fay" + mark
        self.fay_uri = self.peer.do("person", by=self.fay)["id"]

    def until(self, what, why, seconds=30):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if found := what():
                return found
            time.sleep(0.1)
        self.fail(f"never came: {why}")

    def fay_here(self):
        """fay, as our server knows her."""
        found = self.salve.get("/api/v2/search", self.ada, params={"q": f"@{self.fay}@{self.peer.host}", "resolve": "true", "type": "accounts"}).json()
        self.assertEqual(len(found["accounts"]), 1, found)
        return found["accounts"][0]["id"]

    def follow_fay(self):
        fay = self.fay_here()
        self.salve.post(f"/api/v1/accounts/{fay}/follow", self.ada)
        self.until(lambda: self.salve.get("/api/v1/accounts/relationships", self.ada, params={"id[]": fay}).json()[0]["following"], "fay's acceptance")
        return fay

    def fay_follows(self):
        asked = self.peer.do("follow", by=self.fay, to=self.ada.uri, object=self.ada.uri)["id"]
        self.until(lambda: self.peer.got("Accept", object=asked), "ada's acceptance")
        return asked

    def from_fay(self, what, **more):
        return self.peer.do(what, by=self.fay, to=self.ada.uri, **more)

    def home(self):
        return self.salve.get("/api/v1/timelines/home", self.ada).json()

    def test_they_find_each_other(self):
        found = self.peer.do("lookup", by=self.fay, object=self.ada.uri)
        self.assertEqual((found["type"], found["id"]), ("Person", self.ada.uri))
        self.assertEqual(self.salve.get(f"/api/v1/accounts/{self.fay_here()}", self.ada).json()["acct"], f"{self.fay}@{self.peer.host}")

    def test_what_fay_says_arrives_is_changed_and_goes(self):
        self.follow_fay()
        self.assertTrue(self.peer.got("Follow", actor=self.ada.uri, object=self.fay_uri))
        note = self.from_fay("create", id="n1" + self.fay, text="Good morning")["object"]
        copy = self.until(lambda: [each for each in self.home() if each["uri"] == note], "the note")[0]
        self.assertIn("Good morning", copy["content"])
        self.from_fay("update", id="n1" + self.fay, text="Good evening")
        self.until(lambda: "Good evening" in self.salve.get(f"/api/v1/statuses/{copy['id']}", self.ada).text, "the edit")
        self.from_fay("delete", id="n1" + self.fay)
        self.until(lambda: self.salve.get(f"/api/v1/statuses/{copy['id']}", self.ada).status_code == 404, "the deletion")

    def test_what_ada_says_arrives_is_changed_and_goes(self):
        self.fay_follows()
        post = self.salve.say(self.ada, "Drink water")
        got = self.until(lambda: self.peer.got("Create", object=post["uri"]), "the post")[0]
        self.assertEqual(got["kind"], "Note")
        self.assertIn("Drink water", got["content"])
        self.salve.call("PUT", f"/api/v1/statuses/{post['id']}", self.ada, json={"status": "Drink more water"})
        self.until(lambda: [each for each in self.peer.got("Update", object=post["uri"]) if "more water" in each["content"]], "the edit")
        self.salve.delete(f"/api/v1/statuses/{post['id']}", self.ada)
        self.until(lambda: self.peer.got("Delete", object=post["uri"]), "the deletion")

    def test_answers_likes_and_shares_go_both_ways(self):
        self.follow_fay()
        self.fay_follows()
        post = self.salve.say(self.ada, "Who is up?")
        self.until(lambda: self.peer.got("Create", object=post["uri"]), "the post")
        note = self.from_fay("create", id="n2" + self.fay, text="I am", reply=post["uri"], mention=self.ada.uri)["object"]
        told = lambda kind: [each for each in self.salve.get("/api/v1/notifications", self.ada).json() if each["type"] == kind]
        mention = self.until(lambda: told("mention"), "the answer")[0]
        self.assertEqual((mention["status"]["uri"], mention["status"]["in_reply_to_id"]), (note, post["id"]))
        self.from_fay("like", id="l1" + self.fay, object=post["uri"])
        self.from_fay("announce", object=post["uri"])
        self.until(lambda: told("favourite") and told("reblog"), "the like and the share")
        self.from_fay("unlike", id="l1" + self.fay, object=post["uri"])
        self.until(lambda: self.salve.get(f"/api/v1/statuses/{post['id']}", self.ada).json()["favourites_count"] == 0, "the like's end")
        copy = mention["status"]["id"]
        self.salve.post(f"/api/v1/statuses/{copy}/favourite", self.ada)
        self.until(lambda: self.peer.got("Like", actor=self.ada.uri, object=note), "ada's like")
        self.salve.post(f"/api/v1/statuses/{copy}/reblog", self.ada)
        self.until(lambda: self.peer.got("Announce", actor=self.ada.uri, object=note), "ada's share")
        self.salve.post(f"/api/v1/statuses/{copy}/unfavourite", self.ada)
        self.until(lambda: self.peer.got("Undo", actor=self.ada.uri), "the like's end there")

    def test_followers_go_along_when_fay_moves(self):
        old = self.follow_fay()
        new = self.fay + "new"
        target = self.peer.do("person", by=new, aliases=[self.fay_uri])["id"]
        self.from_fay("move", object=target)
        self.until(lambda: self.peer.got("Follow", actor=self.ada.uri, object=target), "ada's follow of the new account")
        self.until(lambda: not self.salve.get("/api/v1/accounts/relationships", self.ada, params={"id[]": old}).json()[0]["following"], "the end of the old follow")

    def test_a_group_is_joined_and_what_it_shares_arrives(self):
        ward, member = "ward" + self.fay, self.fay
        group = self.peer.do("person", by=ward, kind="Group")["id"]
        found = self.salve.get("/api/v2/search", self.ada, params={"q": f"@{ward}@{self.peer.host}", "resolve": "true", "type": "accounts"}).json()["accounts"][0]
        self.assertTrue(found["group"])
        self.salve.post(f"/api/v1/accounts/{found['id']}/follow", self.ada)
        self.until(lambda: self.peer.got("Follow", actor=self.ada.uri, object=group), "the request to join")
        self.until(lambda: self.salve.get("/api/v1/accounts/relationships", self.ada, params={"id[]": found["id"]}).json()[0]["following"], "the group's acceptance")
        note = self.peer.do("create", by=member, to=self.ada.uri, id="n3" + self.fay, text="To the ward")["object"]
        self.peer.do("announce", by=ward, to=self.ada.uri, object=note)
        self.until(lambda: [each for each in self.home() if each["reblog"] and each["reblog"]["uri"] == note], "what the group shared")

    def test_fay_joins_a_group_here_and_gets_what_its_members_post(self):
        ward = self.salve.account("ward" + uuid.uuid4().hex[:8], "--kind", "group")
        ward.uri = f"{self.salve.url}/users/{ward.username}"
        self.assertEqual(self.peer.do("lookup", by=self.fay, object=ward.uri)["type"], "Group")
        joined = self.peer.do("follow", by=self.fay, to=ward.uri, object=ward.uri)["id"]
        self.until(lambda: self.peer.got("Accept", object=joined), "the group's acceptance")
        own = self.salve.get("/api/v1/accounts/verify_credentials", ward).json()["id"]
        self.salve.post(f"/api/v1/accounts/{own}/follow", self.ada)
        post = self.salve.say(self.ada, f"@{ward.username} Who has the key?")
        announced = lambda **wanted: self.peer.got("Announce", actor=ward.uri, **wanted)
        self.until(lambda: announced(kind="Create"), "what ada did, announced whole")
        self.until(lambda: announced(object=post["uri"]), "ada's post, shared by the group")
        note = self.peer.do("to group", by=self.fay, to=ward.uri, id="g1" + self.fay, text="I do")["object"]
        self.until(lambda: [each for each in self.home() if each["reblog"] and each["reblog"]["uri"] == note and each["account"]["acct"] == ward.username], "fay's post, by the group")


class WithCavage(Fedify, unittest.TestCase):
    form = "cavage"


class WithRfc9421(Fedify, unittest.TestCase):
    form = "rfc9421"
