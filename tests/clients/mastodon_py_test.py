"""Mastodon.py, as Debian ships it: what an app does in a day, through a library that checks what it is told."""
import datetime, pathlib, queue, time, unittest
import requests
from mastodon import Mastodon, MastodonAPIError, MastodonNotFoundError, StreamListener
from mastodon.errors import MastodonUnauthorizedError
from tests.clients.pages import approve
from tests.clients.server import Salve

SCOPES = ["read", "write", "follow", "push"]
PICTURE = pathlib.Path(__file__).parent / "red.png"
OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"


def setUpModule():
    global salve, ada, ben, hospital
    salve = Salve().__enter__()
    unittest.addModuleCleanup(salve.__exit__, None, None, None)
    ada, ben = (app_of(salve.account(name)) for name in ("ada", "ben"))
    hospital = app_of(salve.account("hospital", "--kind", "organization"))


def app_of(account):
    app = Mastodon(access_token=account.token, api_base_url=salve.url, request_timeout=20)
    app.person = account
    app.me = app.account_verify_credentials()
    return app


class SigningIn(unittest.TestCase):
    def test_an_app_registers_and_a_person_lets_it_in(self):
        client, secret = Mastodon.create_app("Reader", scopes=SCOPES, redirect_uris=OUT_OF_BAND, api_base_url=salve.url)
        app = Mastodon(client_id=client, client_secret=secret, api_base_url=salve.url)
        window = approve(salve.url, app.auth_request_url(redirect_uris=OUT_OF_BAND, scopes=SCOPES), ada.person)
        code = max(window.text.split(), key=len)  # nothing else on the page is as long as the code
        token = app.log_in(code=code, redirect_uri=OUT_OF_BAND, scopes=SCOPES)
        self.assertEqual(app.account_verify_credentials().username, "ada")
        self.assertEqual(app.app_verify_credentials().name, "Reader")
        self.assertEqual(app.status_post("From an app that Ada let in").application.name, "Reader")

        app.revoke_access_token()
        with self.assertRaises(MastodonUnauthorizedError):
            Mastodon(access_token=token, api_base_url=salve.url).account_verify_credentials()

    def test_a_code_works_once(self):
        client, secret = Mastodon.create_app("Twice", scopes=["read"], redirect_uris=OUT_OF_BAND, api_base_url=salve.url)
        app = Mastodon(client_id=client, client_secret=secret, api_base_url=salve.url)
        window = approve(salve.url, app.auth_request_url(redirect_uris=OUT_OF_BAND, scopes=["read"]), ada.person)
        code = max(window.text.split(), key=len)
        app.log_in(code=code, redirect_uri=OUT_OF_BAND, scopes=["read"])
        again = salve.post("/oauth/token", data={"grant_type": "authorization_code", "client_id": client, "code": code,
                                                 "client_secret": secret, "redirect_uri": OUT_OF_BAND})
        self.assertEqual((again.status_code, again.json()["error"]), (400, "invalid_grant"))

    def test_an_app_signs_in_for_itself(self):
        client, secret = Mastodon.create_app("Alone", scopes=["read"], redirect_uris=OUT_OF_BAND, api_base_url=salve.url)
        answer = salve.post("/oauth/token", json={"grant_type": "client_credentials", "client_id": client, "client_secret": secret,
                                                  "redirect_uri": OUT_OF_BAND, "scope": "read"})
        self.assertEqual(answer.status_code, 200, answer.text)
        token = answer.json()["access_token"]
        self.assertEqual(salve.get("/api/v1/apps/verify_credentials", token).json()["name"], "Alone")
        self.assertIn(salve.get("/api/v1/timelines/home", token).status_code, (401, 403, 422))


class TheServer(unittest.TestCase):
    def test_it_says_what_it_is(self):
        first = ada.instance()
        self.assertEqual(first.uri, f"localhost:{salve.port}")
        self.assertTrue(first.urls.streaming_api.startswith("ws://"))
        self.assertEqual(first.configuration.statuses.max_characters, 3000)
        second = salve.get("/api/v2/instance").json()
        self.assertEqual(second["domain"], first.uri)
        self.assertEqual(second["configuration"]["statuses"]["max_characters"], 3000)
        self.assertIn("Salve", second["version"])

    def test_it_is_found_by_the_usual_documents(self):
        self.assertEqual(ada.instance_nodeinfo().software.name, "salve")
        self.assertTrue(ada.instance_health())
        self.assertTrue(ada.stream_healthy())
        finger = salve.get(f"/.well-known/webfinger?resource=acct:ada@localhost:{salve.port}").json()
        self.assertEqual(finger["subject"], f"acct:ada@localhost:{salve.port}")
        metadata = salve.get("/.well-known/oauth-authorization-server").json()
        self.assertIn("S256", metadata["code_challenge_methods_supported"])

    def test_lists_that_are_not_used_are_empty(self):
        for unused in (ada.custom_emojis, ada.lists, ada.filters, ada.conversations, ada.announcements):
            self.assertEqual(unused(), [], unused.__name__)


class Posting(unittest.TestCase):
    def test_a_post_arrives_as_it_was_written(self):
        post = ada.status_post("Flu jabs: @ben, see #FluSeason https://example.org/flu", spoiler_text="Needles", visibility="unlisted",
                               language="en", sensitive=True)
        self.assertEqual((post.spoiler_text, post.visibility, post.language, post.sensitive), ("Needles", "unlisted", "en", True))
        self.assertEqual([tag.name.lower() for tag in post.tags], ["fluseason"])
        self.assertEqual([person.acct for person in post.mentions], ["ben"])
        self.assertEqual(post.account.id, ada.me.id)
        self.assertIsInstance(post.created_at, datetime.datetime)
        seen = ben.status(post.id)
        self.assertEqual(seen.content, post.content)
        self.assertIn('href="https://example.org/flu"', seen.content)

    def test_any_script_survives(self):
        text = "مرحبا بالعالم 🩺 e\u0301 \u05e9\u05dc\u05d5\u05dd <b>&amp;</b>"
        post = ada.status_post(text)
        self.assertIn("مرحبا بالعالم 🩺", post.content)
        self.assertIn("&lt;b&gt;", post.content)
        self.assertEqual(ada.status_source(post.id).text.replace("é", "e\u0301"), text)

    def test_the_same_key_gives_the_same_post(self):
        first = ada.status_post("Once only", idempotency_key="key-1")
        again = ada.status_post("Once only", idempotency_key="key-1")
        other = ada.status_post("Once only", idempotency_key="key-2")
        self.assertEqual(first.id, again.id)
        self.assertNotEqual(first.id, other.id)

    def test_a_thread_has_its_ancestors_and_descendants(self):
        top = ada.status_post("Clinic opens at eight")
        middle = ben.status_reply(top, "Also on Sunday?")
        leaf = ada.status_reply(middle, "From ten")
        around = ben.status_context(middle.id)
        self.assertEqual([post.id for post in around.ancestors], [top.id])
        self.assertEqual([post.id for post in around.descendants], [leaf.id])
        self.assertEqual(leaf.in_reply_to_account_id, ben.me.id)
        self.assertEqual(ada.status(top.id).replies_count, 1)

    def test_a_deleted_post_is_gone_everywhere(self):
        post = ada.status_post("Taken back #takenback")
        gone = ada.status_delete(post.id)
        self.assertEqual(gone.text, "Taken back #takenback")
        with self.assertRaises(MastodonNotFoundError):
            ben.status(post.id)
        self.assertEqual(ben.timeline_hashtag("takenback"), [])

    def test_nobody_deletes_what_another_wrote(self):
        post = ada.status_post("Mine")
        with self.assertRaises(MastodonNotFoundError):
            ben.status_delete(post.id)
        self.assertEqual(ada.status(post.id).id, post.id)

    def test_marks_are_set_counted_and_taken_back(self):
        post = hospital.status_post("The new ward is open")
        self.assertTrue(ben.status_favourite(post.id).favourited)
        self.assertTrue(ben.status_bookmark(post.id).bookmarked)
        boost = ben.status_reblog(post.id)
        self.assertEqual(boost.reblog.id, post.id)
        seen = ben.status(post.id)
        self.assertEqual((seen.favourites_count, seen.reblogs_count, seen.favourited, seen.reblogged, seen.bookmarked), (1, 1, True, True, True))
        stranger = ada.status(post.id)
        self.assertEqual((stranger.favourites_count, stranger.favourited, stranger.reblogged, stranger.bookmarked), (1, False, False, False))
        self.assertEqual([who.id for who in ada.status_favourited_by(post.id)], [ben.me.id])
        self.assertEqual([who.id for who in ada.status_reblogged_by(post.id)], [ben.me.id])
        self.assertIn(post.id, [each.id for each in ben.bookmarks()])
        self.assertIn(post.id, [each.id for each in ben.favourites()])
        ben.status_unfavourite(post.id), ben.status_unreblog(post.id), ben.status_unbookmark(post.id)
        seen = ben.status(post.id)
        self.assertEqual((seen.favourites_count, seen.reblogs_count, seen.favourited, seen.reblogged, seen.bookmarked), (0, 0, False, False, False))

    def test_own_posts_are_pinned(self):
        post = hospital.status_post("Visiting hours: 2 pm to 6 pm")
        self.assertTrue(hospital.status_pin(post.id).pinned)
        self.assertEqual([each.id for each in ada.account_statuses(hospital.me.id, pinned=True)], [post.id])
        hospital.status_unpin(post.id)
        self.assertEqual(ada.account_statuses(hospital.me.id, pinned=True), [])


class Timelines(unittest.TestCase):
    def test_the_home_feed_holds_whom_one_follows(self):
        reader = app_of(salve.account("homereader"))
        before = hospital.status_post("Before the follow")
        reader.account_follow(hospital.me.id)
        after = hospital.status_post("After the follow")
        ada.status_post("Not followed")
        self.assertEqual([post.id for post in reader.timeline_home()][:2], [after.id, before.id])
        self.assertTrue(all(post.account.id in (hospital.me.id, reader.me.id) for post in reader.timeline_home()))
        reader.account_unfollow(hospital.me.id)
        self.assertEqual(reader.timeline_home(), [])

    def test_pages_follow_one_another_without_gap_or_repeat(self):
        writer = app_of(salve.account("pager"))
        written = [writer.status_post(f"Page {number} #paging").id for number in range(13)]
        for first in (writer.timeline_home(limit=5), ada.timeline_hashtag("paging", limit=5), ada.account_statuses(writer.me.id, limit=5)):
            read, page = [], first
            while page:
                self.assertLessEqual(len(page), 5)
                read += [post.id for post in page]
                page = writer.fetch_next(page)
            self.assertEqual(read, written[::-1])
        newest = writer.timeline_home(limit=5)
        older = writer.fetch_next(newest)
        self.assertEqual([post.id for post in writer.fetch_previous(older)], [post.id for post in newest])
        self.assertEqual([post.id for post in writer.timeline_home(since_id=written[10])], written[:10:-1])
        self.assertEqual([post.id for post in writer.timeline_home(min_id=written[2], limit=2)], [written[4], written[3]])

    def test_public_timelines_hold_public_posts_only(self):
        shown = ada.status_post("For all #audience")
        for visibility in ("unlisted", "private", "direct"):
            ada.status_post(f"Not for all ({visibility}) #audience", visibility=visibility)
        visitor = Mastodon(api_base_url=salve.url)
        self.assertEqual(visitor.timeline_public(limit=1)[0].id, shown.id)
        self.assertEqual(visitor.timeline_local(limit=1)[0].id, shown.id)
        self.assertEqual([post.id for post in visitor.timeline_hashtag("audience")], [shown.id])

    def test_an_account_timeline_leaves_out_what_is_not_wanted(self):
        writer = app_of(salve.account("chooser"))
        own = writer.status_post("Own")
        reply = writer.status_reply(own, "Reply")
        boost = writer.status_reblog(hospital.status_post("Boosted").id)
        everything = [post.id for post in ada.account_statuses(writer.me.id)]
        self.assertEqual(everything, [boost.id, reply.id, own.id])
        self.assertEqual([post.id for post in ada.account_statuses(writer.me.id, exclude_reblogs=True)], [reply.id, own.id])

    def test_a_hashtag_is_followed(self):
        reader = app_of(salve.account("tagreader"))
        answer = salve.post("/api/v1/tags/asthma/follow", reader.person)
        self.assertTrue(answer.json()["following"], answer.text)
        post = ada.status_post("Breathe out slowly #Asthma")
        self.assertEqual([each.id for each in reader.timeline_home()], [post.id])
        self.assertEqual([tag["name"] for tag in salve.get("/api/v1/followed_tags", reader.person).json()], ["asthma"])


class People(unittest.TestCase):
    def test_they_are_found_by_name(self):
        self.assertEqual(ada.account_lookup("ben").id, ben.me.id)
        self.assertEqual(ada.account_lookup(f"ben@localhost:{salve.port}").id, ben.me.id)
        self.assertEqual([person.acct for person in ada.account_search("hosp")], ["hospital"])
        self.assertEqual([person.acct for person in ada.search_v2("hospital", result_type="accounts").accounts], ["hospital"])
        with self.assertRaises(MastodonNotFoundError):
            ada.account_lookup("nobody")

    def test_a_profile_is_changed(self):
        writer = app_of(salve.account("profile"))
        changed = writer.account_update_credentials(display_name="Dr. Ömer Ünal", note="Writes about #sleep", locked=False,
                                                    fields=[("Works at", "Larkspur Clinic")])
        self.assertEqual(changed.display_name, "Dr. Ömer Ünal")
        seen = ada.account(writer.me.id)
        self.assertEqual((seen.fields[0].name, seen.fields[0].value), ("Works at", "Larkspur Clinic"))
        self.assertIn("sleep", seen.note)

    def test_following_shows_on_both_sides(self):
        one, other = app_of(salve.account("one")), app_of(salve.account("other"))
        self.assertTrue(one.account_follow(other.me.id).following)
        self.assertTrue(other.account_relationships(one.me.id)[0].followed_by)
        self.assertEqual([person.acct for person in one.account_following(one.me.id)], ["other"])
        self.assertEqual([person.acct for person in one.account_followers(other.me.id)], ["one"])
        self.assertEqual(ada.account(other.me.id).followers_count, 1)
        self.assertFalse(one.account_unfollow(other.me.id).following)
        self.assertEqual(ada.account(other.me.id).followers_count, 0)

    def test_a_locked_account_decides_who_follows(self):
        shy, friend, stranger = (app_of(salve.account(name)) for name in ("shy", "friend", "stranger"))
        shy.account_update_credentials(locked=True)
        self.assertTrue(friend.account_follow(shy.me.id).requested)
        self.assertFalse(stranger.account_follow(shy.me.id).following)
        self.assertEqual({person.acct for person in shy.follow_requests()}, {"friend", "stranger"})
        shy.follow_request_authorize(friend.me.id)
        shy.follow_request_reject(stranger.me.id)
        self.assertEqual(shy.follow_requests(), [])
        post = shy.status_post("For followers", visibility="private")
        self.assertEqual(friend.status(post.id).id, post.id)
        with self.assertRaises(MastodonNotFoundError):
            stranger.status(post.id)


class Notifications(unittest.TestCase):
    def test_each_kind_says_who_did_what(self):
        author = app_of(salve.account("author"))
        post = author.status_post("Anyone else tired this week?")
        ben.account_follow(author.me.id)
        ben.status_favourite(post.id)
        ben.status_reblog(post.id)
        reply = ben.status_reply(post, "Yes, very")
        told = author.notifications()
        self.assertEqual([each.type for each in told], ["mention", "reblog", "favourite", "follow"])
        self.assertTrue(all(each.account.id == ben.me.id for each in told))
        self.assertEqual(told[0].status.id, reply.id)
        self.assertEqual([each.type for each in author.notifications(exclude_types=["mention", "follow"])], ["reblog", "favourite"])
        self.assertEqual([each.type for each in author.notifications(types=["mention"])], ["mention"])
        author.notifications_dismiss(told[0].id)
        self.assertEqual(len(author.notifications()), 3)
        author.notifications_clear()
        self.assertEqual(author.notifications(), [])


class Heard(StreamListener):
    def __init__(self):
        self.events = queue.Queue()

    def on_update(self, status):
        self.events.put(("update", status.id))

    def on_delete(self, status_id):
        self.events.put(("delete", str(status_id)))

    def on_notification(self, notification):
        self.events.put(("notification", notification.type))

    def wait_for(self, kind, value=None):
        while True:
            event = self.events.get(timeout=10)
            if event[0] == kind and value in (None, str(event[1])):
                return event[1]


class MoreThanText(unittest.TestCase):
    def test_a_picture_is_described_and_posted(self):
        media = ada.media_post(str(PICTURE), description="A red square", focus=(0.1, -0.2))
        post = ada.status_post("A picture", media_ids=[media], sensitive=True)
        self.assertEqual(post.media_attachments[0].description, "A red square")
        self.assertEqual(post.media_attachments[0].meta.focus.y, -0.2)
        self.assertEqual(requests.get(post.media_attachments[0].url, timeout=20).status_code, 200)
        self.assertIn(post.id, [each.id for each in ben.account_statuses(ada.me.id, only_media=True)])

    def test_a_poll_is_asked_answered_and_counted_once(self):
        post = ada.status_post("Which day?", poll=ada.make_poll(["Monday", "Friday"], 3600))
        ben.poll_vote(post.poll, 1)
        self.assertEqual(ben.poll(post.poll).own_votes, [1])
        with self.assertRaises(MastodonAPIError):
            ben.poll_vote(post.poll, 0)
        self.assertEqual([each.votes_count for each in ada.poll(post.poll).options], [0, 1])

    def test_an_edit_keeps_what_was_said_before(self):
        post = ada.status_post("Open til five")
        ada.status_update(post, "Open until five")
        self.assertIsNotNone(ben.status(post).edited_at)
        self.assertEqual([each.content for each in ben.status_history(post)], ["<p>Open til five</p>", "<p>Open until five</p>"])
        self.assertEqual(ada.status_source(post).text, "Open until five")

    def test_a_post_waits_for_its_time_and_is_called_back(self):
        scheduled = ada.status_post("Later", scheduled_at=datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1))
        self.assertIn(scheduled.id, [each.id for each in ada.scheduled_statuses()])
        ada.scheduled_status_delete(scheduled)
        self.assertNotIn(scheduled.id, [each.id for each in ada.scheduled_statuses()])

    def test_a_list_is_a_timeline(self):
        ada.account_follow(hospital.me.id)
        ward = ada.list_create("Ward")
        ada.list_accounts_add(ward, [hospital.me.id])
        post = hospital.status_post("Visiting hours changed")
        self.assertIn(post.id, [each.id for each in ada.timeline_list(ward)])
        ada.list_delete(ward)

    def test_what_is_filtered_says_so(self):
        made = ada.filter_create("trombone", ["public"])
        self.assertEqual([each.phrase for each in ada.filters()], ["trombone"])
        ada.filter_delete(made)

    def test_posts_are_found_by_their_words(self):
        post = ada.status_post("The quokka inhaler")
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and not (found := ben.search_v2("quokkas", result_type="statuses").statuses):
            time.sleep(0.05)
        self.assertEqual([each.id for each in found], [post.id])

    def test_a_subscription_to_push_is_kept(self):
        _, public = ada.push_subscription_generate_keys()
        made = ada.push_subscription_set("https://push.example.org/9", public, mention_events=True)
        self.assertEqual(ada.push_subscription().endpoint, made.endpoint)
        ada.push_subscription_delete()

    def test_muting_and_blocking_hold(self):
        ada.account_mute(hospital.me.id, duration=600)
        self.assertTrue(ada.account_relationships(hospital.me.id)[0].muting)
        ada.account_unmute(hospital.me.id)
        post = ada.status_post("Not for everybody")
        ada.account_block(hospital.me.id)
        with self.assertRaises(MastodonNotFoundError):
            hospital.status(post.id)
        ada.account_unblock(hospital.me.id)


class Streaming(unittest.TestCase):
    def listen(self, start, *arguments):
        """Starts a stream and waits until it stands: what is said afterwards must be heard."""
        heard = Heard()
        stream = start(*arguments, heard, run_async=True)
        # Its own close() waits for the next byte, up to 15 s; it ends by itself when the server does.
        self.addCleanup(setattr, stream, "closed", True)
        deadline = datetime.datetime.now() + datetime.timedelta(seconds=10)
        while not stream.is_receiving():
            self.assertLess(datetime.datetime.now(), deadline, "the stream did not begin")
        return heard

    def test_ones_own_stream_tells_of_posts_deletions_and_notifications(self):
        reader = app_of(salve.account("listener"))
        reader.account_follow(hospital.me.id)
        heard = self.listen(reader.stream_user)
        post = hospital.status_post("Heard at once")
        heard.wait_for("update", str(post.id))
        hospital.status_post("Hello @listener")
        self.assertEqual(heard.wait_for("notification"), "mention")
        hospital.status_delete(post.id)
        heard.wait_for("delete", str(post.id))

    def test_public_and_hashtag_streams_tell_of_public_posts(self):
        public, tag = self.listen(ada.stream_public), self.listen(ada.stream_hashtag, "pollen")
        ben.status_post("Hidden #pollen", visibility="private")
        ben.status_post("Something else")
        post = ben.status_post("Much #Pollen today")
        public.wait_for("update", str(post.id))
        self.assertEqual(str(tag.wait_for("update")), str(post.id))

