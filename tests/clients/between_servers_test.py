"""What two servers of ours must agree on beyond posts: moves, pins, quotes with consent, boosts of strangers, portraits,
followers that went astray, groups, and what moderators decide about each other's servers. One pair of servers for all."""
import hashlib, os, sqlite3, time, unittest, uuid
from tests.clients.federation_test import Pair
from tests.clients.pages import Browser
from tests.clients.server import root

ADMIN = "admin:read admin:write read write"


class Between(Pair, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.a.account("chief", "--role", "admin")
        cls.chief = cls.a.token("chief", ADMIN)

    def another(self, salve):
        return salve.account("p" + uuid.uuid4().hex[:8])

    def relationship(self, salve, who, other):
        return salve.get("/api/v1/accounts/relationships", who, params={"id[]": other}).json()[0]

    def move_page(self, salve, who):
        browser = Browser(salve.url).sign_in(who).open("/settings/moving")
        self.assertEqual(browser.status, 200, browser.text)
        return browser

    def test_followers_go_along_to_another_server_and_only_where_the_new_account_names_the_old(self):
        ada, bo = self.pair()                              # bo at b follows ada at a
        ada.new = self.another(self.b)
        ada.new.at_a = self.find(self.a, ada, f"@{ada.new.username}@{self.b.host}")
        handle = f"{ada.new.username}@{self.b.host}"
        page = self.move_page(self.a, ada)
        page.submit(page.form_with("target", "current"), target=handle, current=ada.password)
        self.assertIn("name this one there", page.text)
        self.assertIsNone(self.a.get(f"/api/v1/accounts/{self.own(self.a, ada)}", ada).json().get("moved"))
        there = self.move_page(self.b, ada.new)
        there.submit(there.form_with("handle"), handle=f"{ada.username}@{self.a.host}")
        self.assertIn(ada.username, there.text)
        # That it was named is told to this server a little later.
        own = self.own(self.a, ada)

        def moved():
            page = self.move_page(self.a, ada)
            page.submit(page.form_with("target", "current"), target=handle, current=ada.password)
            time.sleep(3)
            return self.a.get(f"/api/v1/accounts/{own}", ada).json().get("moved")
        self.assertEqual(self.until(moved, seconds=60, why="the move")["id"], ada.new.at_a)
        new = self.own(self.b, ada.new)
        self.until(lambda: self.relationship(self.b, bo, new)["following"], why="the follow of the new account")
        self.until(lambda: not self.standing(bo, ada)["following"], why="the end of the old follow")

    def own(self, salve, who):
        return salve.get("/api/v1/accounts/verify_credentials", who).json()["id"]

    def test_pins_come_and_go_and_those_of_before_are_found(self):
        ada, bo = self.pair()
        first = self.a.say(ada, "The ward's hours")
        copy = self.copy_at_b(bo, first)
        pins = lambda: [each["uri"] for each in self.b.get(f"/api/v1/accounts/{ada.at_b}/statuses?pinned=true", bo).json()]
        self.assertEqual(self.a.post(f"/api/v1/statuses/{first['id']}/pin", ada).status_code, 200)
        self.until(lambda: pins() == [copy["uri"]], why="the pin")
        self.a.post(f"/api/v1/statuses/{first['id']}/unpin", ada)
        self.until(lambda: pins() == [], why="the pin's end")

    def test_a_pin_of_a_post_that_is_not_known_brings_the_post(self):
        ada, bo = self.pair(follow=False)
        old = self.a.say(ada, "From long ago")
        self.follow(bo, ada)
        self.a.post(f"/api/v1/statuses/{old['id']}/pin", ada)
        pins = lambda: [each["uri"] for each in self.b.get(f"/api/v1/accounts/{ada.at_b}/statuses?pinned=true", bo).json()]
        self.until(lambda: pins() == [old["uri"]], why="the pinned post")

    def quote(self, policy):
        ada, bo = self.pair()
        post = self.a.say(ada, "Quote me", quote_approval_policy=policy)
        copy = self.copy_at_b(bo, post)
        quoting = self.b.say(bo, "She says", quoted_status_id=copy["id"])
        state = lambda: self.b.get(f"/api/v1/statuses/{quoting['id']}", bo).json()["quote"]["state"]
        return ada, bo, post, quoting, state

    def test_a_quote_is_asked_for_granted_with_a_stamp_and_revoked(self):
        ada, bo, post, quoting, state = self.quote("public")
        self.until(lambda: state() == "accepted", why="the consent")
        document = lambda: self.b.get(quoting["uri"], headers={"Accept": "application/activity+json"}).json()
        stamp = document()["quoteAuthorization"]
        self.assertTrue(stamp.startswith(f"{self.a.url}/users/{ada.username}/quote_authorizations/"))
        proof = self.a.get(stamp, headers={"Accept": "application/activity+json"}).json()
        self.assertEqual((proof["type"], proof["interactingObject"], proof["interactionTarget"]), ("QuoteAuthorization", quoting["uri"], post["uri"]))
        quotes = self.a.get(f"/api/v1/statuses/{post['id']}/quotes", ada).json()
        self.assertEqual([each["uri"] for each in quotes], [quoting["uri"]])
        self.assertEqual(self.a.post(f"/api/v1/statuses/{post['id']}/quotes/{quotes[0]['id']}/revoke", ada).status_code, 200)
        self.until(lambda: state() == "revoked", why="the end of the consent")
        self.assertEqual(self.a.get(stamp, headers={"Accept": "application/activity+json"}).status_code, 404)

    def test_a_quote_that_the_author_does_not_want_is_not_shown(self):
        ada, bo = self.pair()
        post = self.a.say(ada, "Do not quote me", quote_approval_policy="nobody")
        copy = self.copy_at_b(bo, post)
        self.assertEqual(copy["quote_approval"]["current_user"], "denied")
        self.assertIn(self.b.post("/api/v1/statuses", bo, json={"status": "She says", "quoted_status_id": copy["id"]}).status_code, (403, 404, 422))

    def test_a_boost_of_a_post_that_was_not_known_brings_it_from_its_origin(self):
        ada, bo = self.pair()
        stranger = self.another(self.a)
        post = self.a.say(stranger, "Nobody at b has heard this")
        self.a.post(f"/api/v1/statuses/{post['id']}/reblog", ada)
        shared = self.until(lambda: [each for each in self.home_of_bo(bo) if each["reblog"] and each["reblog"]["uri"] == post["uri"]], why="the boost")
        self.assertEqual(shared[0]["reblog"]["account"]["acct"], f"{stranger.username}@{self.a.host}")

    def test_search_by_address_finds_posts_and_people_only_when_asked_to_resolve(self):
        ada, bo = self.pair(follow=False)
        post = self.a.say(ada, "Found by its address")
        look = lambda what, resolve: self.b.get("/api/v2/search", bo, params={"q": what, "resolve": resolve}).json()
        self.assertEqual(look(post["uri"], "false")["statuses"], [])
        found = look(post["uri"], "true")["statuses"]
        self.assertEqual([each["uri"] for each in found], [post["uri"]])
        self.assertEqual([each["uri"] for each in look(post["url"], "true")["statuses"]], [post["uri"]])
        self.assertEqual([each["id"] for each in look(f"{self.a.url}/users/{ada.username}", "true")["accounts"]], [ada.at_b])
        private = self.a.say(ada, "Not for you", visibility="private")
        self.assertEqual(look(private["uri"], "true")["statuses"], [])
        # Strangers do not send this server to others.
        unknown = self.a.say(ada, "Not yet known")
        self.assertEqual(self.b.get("/api/v2/search", params={"q": unknown["uri"], "resolve": "true"}).json()["statuses"], [])

    def test_portraits_of_people_elsewhere_are_fetched_and_served_here(self):
        mark = uuid.uuid4().hex[:8]
        ada, bo = self.a.account("ada" + mark), self.b.account("bo" + mark)
        with open(root / "tests/clients/red.png", "rb") as picture:
            changed = self.a.call("PATCH", "/api/v1/accounts/update_credentials", ada, files={"avatar": picture})
        self.assertEqual(changed.status_code, 200, changed.text)
        ada.at_b = self.find(self.b, bo, f"@{ada.username}@{self.a.host}")
        portrait = lambda: self.b.get(f"/api/v1/accounts/{ada.at_b}", bo).json()["avatar"]
        self.until(lambda: portrait().startswith(self.b.url) and "missing" not in portrait() and self.picture(portrait()), why="the portrait")

    def picture(self, address):
        answer = self.b.get(address)
        return answer.status_code == 200 and answer.headers["Content-Type"].startswith("image/") and len(answer.content) > 50

    def block(self, **rule):
        answer = self.a.post("/api/v1/admin/domain_blocks", self.chief, json={"domain": "127.0.0.1", **rule})
        self.assertEqual(answer.status_code, 200, answer.text)
        self.addCleanup(lambda: self.a.delete(f"/api/v1/admin/domain_blocks/{answer.json()['id']}", self.chief))

    def told_at_a(self, who, kind):
        return self.told(self.a, who, kind)

    def test_a_limited_server_is_heard_by_those_who_follow_its_people_and_left_again(self):
        ada, bo = self.pair()
        fan = self.another(self.a)
        at_a = self.find(self.a, fan, f"@{bo.username}@{self.b.host}")
        self.a.post(f"/api/v1/accounts/{at_a}/follow", fan)
        self.until(lambda: self.relationship(self.a, fan, at_a)["following"], why="the fan's follow")
        self.block(severity="silence")
        self.until(lambda: self.a.get(f"/api/v1/accounts/{at_a}", ada).json().get("limited"), why="the limit")
        said = self.b.say(bo, "Can anybody hear me")
        uris = lambda path, who: [each["uri"] for each in self.a.get(path, who).json()]
        self.until(lambda: said["uri"] in uris("/api/v1/timelines/home", fan), why="the follower's copy")
        self.assertNotIn(said["uri"], uris("/api/v1/timelines/public", ada))
        mention = self.b.say(bo, f"@{ada.username}@{self.a.host} hello")
        self.until(lambda: mention["uri"] in uris("/api/v1/timelines/home", fan) or mention["uri"] in uris(f"/api/v1/accounts/{at_a}/statuses", fan), why="the mention")
        self.assertNotIn(mention["uri"], [each["status"]["uri"] for each in self.told_at_a(ada, "mention")])
        self.doCleanups()
        self.until(lambda: not self.a.get(f"/api/v1/accounts/{at_a}", ada).json().get("limited"), why="the end of the limit")

    def test_pictures_of_a_server_whose_media_are_refused_are_only_named(self):
        ada, bo = self.pair(follow=False)
        self.block(severity="noop", reject_media=True)
        with open(root / "tests/clients/red.png", "rb") as picture:
            media = self.b.post("/api/v2/media", bo, files={"file": picture}).json()
        self.until(lambda: self.b.get(f"/api/v1/media/{media['id']}", bo).status_code == 200, why="the picture's copies")
        said = self.b.say(bo, f"@{ada.username}@{self.a.host} look", media_ids=[media["id"]])
        got = self.until(lambda: [each for each in self.told_at_a(ada, "mention") if each["status"]["uri"] == said["uri"]], why="the post")[0]["status"]
        for each in got["media_attachments"]:
            self.assertIsNone(each["url"], each)  # named by remote_url alone
            self.assertNotIn("/media/", (each["preview_url"] or ""), each)

    def test_reports_of_a_server_whose_reports_are_refused_reach_nobody(self):
        ada, bo = self.pair(follow=False)
        reports = lambda: [each["comment"] for each in self.a.get("/api/v1/admin/reports", self.chief).json()]
        report = lambda words: self.b.post("/api/v1/reports", bo, json={"account_id": ada.at_b, "comment": words, "forward": True})
        words = ["first " + uuid.uuid4().hex, "second " + uuid.uuid4().hex, "third " + uuid.uuid4().hex]
        self.assertEqual(report(words[0]).status_code, 200)
        self.until(lambda: words[0] in reports(), why="the report")
        self.block(severity="noop", reject_reports=True)
        report(words[1])
        # What b says after it arrives after it.
        said = self.b.say(bo, f"@{ada.username}@{self.a.host} hello")
        self.until(lambda: [each for each in self.told_at_a(ada, "mention") if each["status"]["uri"] == said["uri"]], why="the mention after it")
        self.assertNotIn(words[1], reports())
        self.doCleanups()
        report(words[2])
        self.until(lambda: words[2] in reports(), why="the report after the block")

    def behind_its_back(self, salve, change):
        """What a crash or a lost letter leaves behind: a follow that only one of the two knows of."""
        salve.stop()
        try:
            with sqlite3.connect(os.path.join(salve.data, "salve.db")) as database:
                change(database)
            database.close()
        finally:
            salve.start()

    def two_followers(self):
        ada, bo = self.pair()
        cy = self.another(self.b)
        cy.at_a = self.find(self.a, ada, f"@{cy.username}@{self.b.host}")
        self.b.post(f"/api/v1/accounts/{ada.at_b}/follow", cy)
        self.until(lambda: self.relationship(self.b, cy, ada.at_b)["following"], why="cy's follow")
        return ada, bo, cy

    def followed_at_a(self, ada, other):
        return self.relationship(self.a, ada, other.at_a)["followed_by"]

    def test_a_follower_whose_own_server_does_not_know_of_it_is_dropped(self):
        ada, bo, cy = self.two_followers()
        follower = self.own_number(self.b, bo)
        self.behind_its_back(self.b, lambda database: database.execute("DELETE FROM follow WHERE follower_id = ?", (follower,)))
        self.assertTrue(self.followed_at_a(ada, bo))
        self.a.say(ada, "Who hears me?")
        self.until(lambda: not self.followed_at_a(ada, bo), why="the end of the follow that was lost")
        self.assertTrue(self.followed_at_a(ada, cy))

    def test_a_follow_that_the_other_server_does_not_count_ends(self):
        ada, bo, cy = self.two_followers()
        author, follower = self.own_number(self.a, ada), int(bo.at_a)

        def lose(database):
            whom = (follower, author)
            inbox, host = database.execute("SELECT inbox_id, host FROM audience_member WHERE follower_id = ? AND author_id = ?", whom).fetchone()
            database.execute("DELETE FROM follow WHERE follower_id = ? AND followed_id = ?", whom)
            database.execute("DELETE FROM audience_member WHERE follower_id = ? AND author_id = ?", whom)
            database.execute("UPDATE audience SET members = members - 1 WHERE author_id = ? AND inbox_id = ?", (author, inbox))
            digest, = database.execute("SELECT digest FROM follower_digest WHERE author_id = ? AND host = ?", (author, host)).fetchone()
            own = hashlib.sha256(f"{self.b.url}/users/{bo.username}".encode()).digest()
            rest = bytes(one ^ other for one, other in zip(bytes.fromhex(digest), own)).hex()
            database.execute("UPDATE follower_digest SET digest = ?, members = members - 1 WHERE author_id = ? AND host = ?", (rest, author, host))
        self.behind_its_back(self.a, lose)
        self.assertTrue(self.standing(bo, ada)["following"])
        self.a.say(ada, "Who hears me?")
        self.until(lambda: not self.standing(bo, ada)["following"], why="the end of the follow that is not counted")
        self.assertTrue(self.relationship(self.b, cy, ada.at_b)["following"])

    def own_number(self, salve, who):
        return int(self.own(salve, who))

    def ward(self):
        """A group at a, with ada of a and bo of b as its members; bo and ada do not follow each other."""
        ada, bo = self.pair(follow=False)
        ward = self.a.account("ward" + uuid.uuid4().hex[:8], "--kind", "group")
        ward.at_a = self.own(self.a, ward)
        self.a.post(f"/api/v1/accounts/{ward.at_a}/follow", ada)
        self.join(ward, bo)
        return ward, ada, bo

    def join(self, ward, who):
        ward.at_b = self.find(self.b, who, f"@{ward.username}@{self.a.host}")
        self.assertTrue(self.b.get(f"/api/v1/accounts/{ward.at_b}", who).json()["group"])
        self.b.post(f"/api/v1/accounts/{ward.at_b}/follow", who)
        self.until(lambda: self.relationship(self.b, who, ward.at_b)["following"], why="the membership")

    def shared(self, salve, who, uri, by):
        return [each for each in salve.get("/api/v1/timelines/home", who).json() if each["reblog"] and each["reblog"]["uri"] == uri and each["account"]["acct"] == by]

    def test_what_a_member_posts_to_a_group_reaches_its_members_here_and_elsewhere(self):
        ward, ada, bo = self.ward()
        post = self.a.say(ada, f"@{ward.username} Visiting hours change")
        far = f"{ward.username}@{self.a.host}"
        there = self.until(lambda: self.shared(self.b, bo, post["uri"], far), why="what ada posted to the group")
        self.assertEqual(len(there), 1)
        self.assertEqual(there[0]["reblog"]["account"]["acct"], f"{ada.username}@{self.a.host}")
        self.a.call("PUT", f"/api/v1/statuses/{post['id']}", ada, json={"status": f"@{ward.username} Visiting hours change at noon"})
        copy = there[0]["reblog"]["id"]
        self.until(lambda: "at noon" in self.b.get(f"/api/v1/statuses/{copy}", bo).text, why="the edit")
        self.a.post(f"/api/v1/statuses/{post['id']}/favourite", ada)
        self.until(lambda: self.b.get(f"/api/v1/statuses/{copy}", bo).json()["favourites_count"] == 1, why="the like of ada, by the group")
        self.a.delete(f"/api/v1/statuses/{post['id']}", ada)
        self.until(lambda: self.b.get(f"/api/v1/statuses/{copy}", bo).status_code == 404, why="the deletion")
        self.assertEqual(self.shared(self.b, bo, post["uri"], far), [])

    def test_what_a_member_elsewhere_posts_is_passed_on_with_its_answers(self):
        ward, ada, bo = self.ward()
        fan = self.another(self.b)
        self.join(ward, fan)
        said = self.b.say(bo, f"@{ward.username}@{self.a.host} Is there parking?")
        here = self.until(lambda: self.shared(self.a, ada, said["uri"], ward.username), why="bo's question here")
        far = f"{ward.username}@{self.a.host}"
        self.until(lambda: self.shared(self.b, fan, said["uri"], far), why="bo's question, shared by the group, at its own server")
        answer = self.a.say(ada, "Behind the house", in_reply_to_id=here[0]["reblog"]["id"])
        below = lambda: [each["uri"] for each in self.b.get(f"/api/v1/statuses/{said['id']}/context", fan).json()["descendants"]]
        self.until(lambda: answer["uri"] in below(), why="ada's answer, by the group")
        self.assertEqual(self.shared(self.b, fan, answer["uri"], far), [], "answers are not shared")
        document = self.a.get(answer["uri"], headers={"Accept": "application/activity+json"}).json()
        self.assertEqual(document["audience"], f"{self.a.url}/users/{ward.username}")

    def test_what_a_stranger_posts_to_a_group_is_not_passed_on(self):
        ward, ada, bo = self.ward()
        stranger = self.another(self.b)
        self.find(self.b, stranger, f"@{ward.username}@{self.a.host}")
        unwanted = self.b.say(stranger, f"@{ward.username}@{self.a.host} Buy this")
        wanted = self.b.say(bo, f"@{ward.username}@{self.a.host} Good morning")
        self.until(lambda: self.shared(self.a, ada, wanted["uri"], ward.username), why="what a member said after it")
        self.until(lambda: [each for each in self.told(self.a, ward, "mention") if each["status"]["uri"] == unwanted["uri"]], why="the stranger's, for the group alone")
        self.assertEqual(self.shared(self.a, ada, unwanted["uri"], ward.username), [])
