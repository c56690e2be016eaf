"""Two servers of ours speak with each other on loopback, each on the engine of its turn; one of them is killed in the middle.

PostgreSQL takes part when SALVE_TEST_POSTGRESQL names one, as script/test does (by hand: tools/with_postgres).
"""
import os, re, subprocess, time, unittest, uuid
from tests.clients.server import Salve, root

POSTGRESQL = os.environ.get("SALVE_TEST_POSTGRESQL", "")
SETTINGS = {"http.client_may_reach_loopback": True, "posts.undo_seconds": 0}


def database_for(engine):
    """A database of its own, in the test's cluster, or none for SQLite."""
    if engine == "sqlite":
        return None
    name = "salve_" + uuid.uuid4().hex[:12]
    subprocess.run(["psql", "-q", POSTGRESQL, "-c", f"CREATE DATABASE {name}"], check=True, capture_output=True)
    return re.sub(r"^(postgres(?:ql)?://[^/?]*)/?[^?]*", rf"\1/{name}", POSTGRESQL)


def server(engine, settings={}):
    salve = Salve({**SETTINGS, **settings}, database=database_for(engine))
    # An address whose name has dots: rules about servers can name it.
    salve.url = f"http://127.0.0.1:{salve.port}"
    salve.environment["SALVE_SERVER_URL"] = salve.url
    salve.host = f"127.0.0.1:{salve.port}"
    return salve


class Pair:
    """What both kinds of test need; not a test by itself."""
    here, there = "sqlite", "sqlite"

    @classmethod
    def setUpClass(cls):
        cls.a, cls.b = server(cls.here), server(cls.there)
        cls.addClassCleanup(cls.a.close)
        cls.addClassCleanup(cls.b.close)
        cls.a.start()
        cls.b.start()

    def until(self, what, seconds=30, why=""):
        """What `what` gives once it gives something. Waits for the other server, and fails when it never comes."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if found := what():
                return found
            time.sleep(0.1)
        self.fail(f"never came: {why}")

    def pair(self, follow=True):
        """ada here and bo there, whom nobody knows yet; bo follows ada."""
        mark = uuid.uuid4().hex[:8]
        ada, bo = self.a.account("ada" + mark), self.b.account("bo" + mark)
        ada.at_b = self.find(self.b, bo, f"@{ada.username}@{self.a.host}")
        bo.at_a = self.find(self.a, ada, f"@{bo.username}@{self.b.host}")
        if follow:
            self.follow(bo, ada)
        return ada, bo

    def find(self, salve, who, handle):
        def look():
            found = salve.get("/api/v2/search", who, params={"q": handle, "resolve": "true", "type": "accounts"})
            self.assertEqual(found.status_code, 200, found.text)
            return found.json()["accounts"]
        found = self.until(look, why=handle)
        self.assertEqual(len(found), 1)
        return found[0]["id"]

    def follow(self, bo, ada):
        self.b.post(f"/api/v1/accounts/{ada.at_b}/follow", bo)
        self.until(lambda: self.standing(bo, ada)["following"], why="the follow's acceptance")

    def standing(self, bo, ada):
        return self.b.get("/api/v1/accounts/relationships", bo, params={"id[]": ada.at_b}).json()[0]

    def home_of_bo(self, bo):
        return self.b.get("/api/v1/timelines/home?limit=40", bo).json()

    def copy_at_b(self, bo, post, check=lambda copy: True, why="a post"):
        def look():
            for copy in self.home_of_bo(bo):
                if copy["uri"] == post["uri"] and check(copy):
                    return copy
        return self.until(look, why=why)

    def told(self, salve, who, kind):
        return [each for each in salve.get("/api/v1/notifications", who).json() if each["type"] == kind]


class Speaking(Pair):
    def test_a_follow_is_accepted_and_a_locked_account_decides(self):
        ada, bo = self.pair(follow=False)
        self.a.call("PATCH", "/api/v1/accounts/update_credentials", ada, json={"locked": True})
        self.b.post(f"/api/v1/accounts/{ada.at_b}/follow", bo)
        asked = self.until(lambda: self.a.get("/api/v1/follow_requests", ada).json(), why="the request")
        self.assertEqual(asked[0]["id"], bo.at_a)
        self.assertFalse(self.standing(bo, ada)["following"])
        self.a.post(f"/api/v1/follow_requests/{bo.at_a}/authorize", ada)
        self.until(lambda: self.standing(bo, ada)["following"], why="the acceptance")
        self.b.post(f"/api/v1/accounts/{ada.at_b}/unfollow", bo)
        self.until(lambda: not self.a.get(f"/api/v1/accounts/relationships?id[]={bo.at_a}", ada).json()[0]["followed_by"], why="the end of the follow")

    def test_a_post_its_answer_and_what_is_done_with_it(self):
        ada, bo = self.pair()
        post = self.a.say(ada, f"Rest helps #sleep @{bo.username}@{self.b.host}")
        copy = self.copy_at_b(bo, post)
        self.assertIn("Rest helps", copy["content"])
        self.assertEqual([tag["name"] for tag in copy["tags"]], ["sleep"])
        self.until(lambda: self.told(self.b, bo, "mention"), why="the mention")
        answer = self.b.say(bo, f"@{ada.username}@{self.a.host} It does.", in_reply_to_id=copy["id"])
        mention = self.until(lambda: self.told(self.a, ada, "mention"), why="the answer")[0]
        self.assertEqual(mention["status"]["uri"], answer["uri"])
        self.assertEqual(mention["status"]["in_reply_to_id"], post["id"])
        self.b.post(f"/api/v1/statuses/{copy['id']}/favourite", bo)
        self.b.post(f"/api/v1/statuses/{copy['id']}/reblog", bo)
        self.until(lambda: self.told(self.a, ada, "favourite") and self.told(self.a, ada, "reblog"), why="the favourite and the boost")
        mine = self.a.get(f"/api/v1/statuses/{post['id']}", ada).json()
        self.assertEqual((mine["favourites_count"], mine["reblogs_count"], mine["replies_count"]), (1, 1, 1))
        self.b.post(f"/api/v1/statuses/{copy['id']}/unfavourite", bo)
        self.b.post(f"/api/v1/statuses/{copy['id']}/unreblog", bo)
        self.until(lambda: self.a.get(f"/api/v1/statuses/{post['id']}", ada).json()["favourites_count"] == 0, why="the favourite's end")
        self.until(lambda: self.a.get(f"/api/v1/statuses/{post['id']}", ada).json()["reblogs_count"] == 0, why="the boost's end")

    def test_an_edit_and_a_deletion_arrive(self):
        ada, bo = self.pair()
        post = self.a.say(ada, "Two grams a day.")
        self.copy_at_b(bo, post)
        self.a.call("PUT", f"/api/v1/statuses/{post['id']}", ada, json={"status": "One gram a day."})
        copy = self.copy_at_b(bo, post, lambda copy: "One gram" in copy["content"], "the edit")
        self.assertTrue(copy["edited_at"])
        self.a.delete(f"/api/v1/statuses/{post['id']}", ada)
        self.until(lambda: self.b.get(f"/api/v1/statuses/{copy['id']}", bo).status_code == 404, why="the deletion")

    def test_a_private_message_reaches_whom_it_names_and_nobody_else(self):
        ada, bo = self.pair()
        mark = uuid.uuid4().hex
        self.b.account("eve" + mark[:8])
        sent = self.a.say(ada, f"@{bo.username}@{self.b.host} {mark}", visibility="direct")
        got = self.until(lambda: self.told(self.b, bo, "mention"), why="the message")[0]["status"]
        self.assertEqual((got["uri"], got["visibility"]), (sent["uri"], "direct"))
        self.assertEqual(self.b.get(f"/api/v1/statuses/{got['id']}").status_code, 404)
        self.assertNotIn(mark, self.b.get("/api/v1/timelines/public").text)

    def test_a_poll_is_voted_in_from_far(self):
        ada, bo = self.pair()
        post = self.a.say(ada, "Which?", poll={"options": ["Tea", "Water"], "expires_in": 3600})
        copy = self.copy_at_b(bo, post)
        self.assertEqual([option["title"] for option in copy["poll"]["options"]], ["Tea", "Water"])
        self.assertEqual(self.b.post(f"/api/v1/polls/{copy['poll']['id']}/votes", bo, json={"choices": [1]}).status_code, 200)
        counted = lambda: [option["votes_count"] for option in self.a.get(f"/api/v1/statuses/{post['id']}", ada).json()["poll"]["options"]]
        self.until(lambda: counted() == [0, 1], why="the vote")

    def test_a_picture_and_its_words_arrive(self):
        ada, bo = self.pair()
        with open(root / "tests/clients/red.png", "rb") as picture:
            media = self.a.post("/api/v2/media", ada, files={"file": picture}, data={"description": "All red"}).json()
        self.until(lambda: self.a.get(f"/api/v1/media/{media['id']}", ada).status_code == 200, why="the picture's copies")
        post = self.a.say(ada, "Look", media_ids=[media["id"]])
        copy = self.copy_at_b(bo, post)
        self.assertEqual([each["description"] for each in copy["media_attachments"]], ["All red"])

    def test_a_changed_profile_is_told_to_followers(self):
        ada, bo = self.pair()
        self.a.call("PATCH", "/api/v1/accounts/update_credentials", ada, json={"display_name": "Ada of the ward"})
        name = lambda: self.b.get(f"/api/v1/accounts/{ada.at_b}", bo).json()["display_name"]
        self.until(lambda: name() == "Ada of the ward", seconds=60, why="the profile")

    def test_a_block_ends_the_follow_and_what_follows_stays_away(self):
        ada, bo = self.pair()
        self.a.post(f"/api/v1/accounts/{bo.at_a}/block", ada)
        self.until(lambda: not self.standing(bo, ada)["following"], why="the block")
        post = self.a.say(ada, "Not for everybody")
        time.sleep(1)
        self.assertNotIn(post["uri"], [each["uri"] for each in self.home_of_bo(bo)])

    def test_nothing_is_lost_or_doubled_when_the_sender_is_killed(self):
        ada, bo = self.pair()
        posts = [self.a.say(ada, f"Round {i}") for i in range(25)]
        self.a.kill()
        self.a.start()
        self.arrives_once(bo, posts)

    def test_nothing_is_lost_or_doubled_when_the_receiver_is_killed(self):
        ada, bo = self.pair()
        first = [self.a.say(ada, f"Before {i}") for i in range(10)]
        self.copy_at_b(bo, first[0])
        self.b.kill()
        second = [self.a.say(ada, f"Meanwhile {i}") for i in range(10)]
        self.b.start()
        # The receiver is heard from, so what waits for it leaves at once.
        copy = self.copy_at_b(bo, first[0])
        self.b.post(f"/api/v1/statuses/{copy['id']}/favourite", bo)
        self.arrives_once(bo, first + second)

    def arrives_once(self, bo, posts):
        wanted = {post["uri"] for post in posts}
        self.until(lambda: wanted <= {each["uri"] for each in self.home_of_bo(bo)}, seconds=60, why="all posts")
        time.sleep(1)
        uris = [each["uri"] for each in self.home_of_bo(bo)]
        self.assertEqual(len(uris), len(set(uris)))


class SqliteAndSqlite(Speaking, unittest.TestCase):
    pass


@unittest.skipUnless(POSTGRESQL, "needs SALVE_TEST_POSTGRESQL: tools/with_postgres")
class SqliteAndPostgresql(Speaking, unittest.TestCase):
    there = "postgresql"


@unittest.skipUnless(POSTGRESQL, "needs SALVE_TEST_POSTGRESQL: tools/with_postgres")
class PostgresqlAndSqlite(Speaking, unittest.TestCase):
    here = "postgresql"


@unittest.skipUnless(POSTGRESQL, "needs SALVE_TEST_POSTGRESQL: tools/with_postgres")
class PostgresqlAndPostgresql(Speaking, unittest.TestCase):
    here = there = "postgresql"


class Moderating(Pair, unittest.TestCase):
    def test_a_refused_server_gets_and_sends_nothing_and_its_people_are_hidden(self):
        ada, bo = self.pair()
        chief = self.a.account("chief", "--role", "admin")
        self.assertEqual(self.a.post("/api/v1/admin/domain_blocks", self.a.token("chief", "admin:read admin:write read write"),
                                     json={"domain": "127.0.0.1", "severity": "suspend"}).status_code, 200)
        self.until(lambda: self.a.get(f"/api/v1/accounts/{bo.at_a}", ada).status_code in (404, 410) or
                   self.a.get(f"/api/v1/accounts/{bo.at_a}", ada).json().get("suspended"), why="the accounts' end")
        post = self.a.say(ada, "Only for us")
        time.sleep(1)
        self.assertNotIn(post["uri"], [each["uri"] for each in self.home_of_bo(bo)])
        self.assertEqual(self.a.get("/metrics").status_code, 200)
        self.assertIsNotNone(chief)
