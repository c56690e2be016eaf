"""Live streams over WebSocket, and what ends them."""
import json, time, unittest
from tests.clients.server import Salve
from tests.clients.websocket import WebSocket


def setUpModule():
    global salve, ada, ben
    salve = Salve().__enter__()
    unittest.addModuleCleanup(salve.__exit__, None, None, None)
    ada, ben = salve.account("ada"), salve.account("ben")


def account_id(account):
    return salve.get("/api/v1/accounts/verify_credentials", account).json()["id"]


class Streams(unittest.TestCase):
    def open(self, target, *headers):
        stream = WebSocket(salve.port, target, headers)
        self.addCleanup(stream.socket.close)
        self.assertEqual(stream.status, 101, stream.head)
        return stream

    def test_a_token_is_taken_in_each_of_three_places(self):
        reader = salve.account("reader")
        salve.post(f"/api/v1/accounts/{account_id(ben)}/follow", reader)
        streams = [self.open(f"/api/v1/streaming?stream=user&access_token={reader.token}"),
                   self.open("/api/v1/streaming?stream=user", f"Authorization: Bearer {reader.token}"),
                   self.open("/api/v1/streaming/?stream=user", f"Sec-WebSocket-Protocol: {reader.token}")]
        self.assertIn(f"sec-websocket-protocol: {reader.token}".lower(), streams[2].head.lower())
        post = salve.say(ben, "To every open app")
        for stream in streams:
            names, event, payload = stream.event()
            self.assertEqual((names, event, json.loads(payload)["id"]), (["user"], "update", post["id"]))

    def test_one_connection_carries_many_streams_and_leaves_them(self):
        stream = self.open(f"/api/v1/streaming?access_token={ada.token}")
        stream.send({"type": "subscribe", "stream": "hashtag", "tag": "pollen"})
        stream.send({"type": "subscribe", "stream": "public:local"})
        first = self.until_heard(stream, "#pollen today")
        names = {tuple(each) for each in first}
        self.assertEqual(names, {("hashtag", "pollen"), ("public:local",)})
        stream.send({"type": "unsubscribe", "stream": "public:local"})
        stream.send({"type": "unsubscribe", "stream": "hashtag", "tag": "pollen"})
        stream.send({"type": "subscribe", "stream": "user"})
        deadline = time.monotonic() + 10
        while True:
            post = salve.say(ada, "#pollen is low")  # one's own post comes by `user` alone once the others are left
            heard = self.names_for(stream, post["id"])
            if heard == [["user"]]:
                break
            self.assertLess(time.monotonic(), deadline, heard)

    def names_for(self, stream, post, seconds=0.5):
        """Under which names one post came, within a short time after the first."""
        names, until = [], time.monotonic() + seconds
        stream.socket.settimeout(seconds)
        try:
            while time.monotonic() < until:
                name, event, payload = stream.event()
                if event == "update" and json.loads(payload)["id"] == post:
                    names.append(name)
        except TimeoutError:
            pass
        stream.socket.settimeout(10)
        return names

    def until_heard(self, stream, text):
        """Subscribing is not answered: posts until the stream carries both."""
        deadline = time.monotonic() + 10
        while True:
            heard = self.names_for(stream, salve.say(ben, text)["id"])
            if len(heard) > 1:
                return heard
            self.assertLess(time.monotonic(), deadline, heard)

    def test_a_direct_post_reaches_whom_it_names_and_nobody_else(self):
        stranger = salve.account("bystander")
        salve.post(f"/api/v1/accounts/{account_id(ben)}/follow", stranger)
        salve.post(f"/api/v1/accounts/{account_id(ben)}/follow", ada)  # a stranger's private mention would wait in requests
        named = self.open(f"/api/v1/streaming?stream=user&access_token={ada.token}")
        others = [self.open(f"/api/v1/streaming?stream=user&access_token={stranger.token}"),
                  self.open(f"/api/v1/streaming?stream=public&access_token={ada.token}")]
        salve.say(ben, "@ada the result is back", visibility="direct")
        mark = salve.say(ben, "Marks the end")
        kinds = set()
        while not {"notification"} <= kinds:
            kinds.add(named.event()[1])
        for stream in others:
            name, event, payload = stream.event()
            self.assertEqual((event, json.loads(payload)["id"]), ("update", mark["id"]))

    def test_a_token_that_ends_ends_its_streams(self):
        guest = salve.account("guest")
        stream = self.open(f"/api/v1/streaming?stream=user&access_token={guest.token}")
        salve.command("account", "suspend", "--username", "guest")
        started = time.monotonic()
        stream.socket.settimeout(15)
        with self.assertRaises(EOFError):
            while True:
                stream.event()
        self.assertLess(time.monotonic() - started, 12)
        self.assertIn(salve.get("/api/v1/timelines/home", guest).status_code, (401, 403))

    def test_a_server_that_stops_ends_its_streams_and_exits_cleanly(self):
        with Salve() as other:
            person = other.account("person")
            stream = WebSocket(other.port, f"/api/v1/streaming?stream=user&access_token={person.token}")
            self.assertEqual(stream.status, 101)
            self.assertEqual(other.stop(), 0)
            with self.assertRaises((EOFError, ConnectionError)):
                stream.event()
            other.start()
            self.assertEqual(other.get("/api/v1/timelines/home", person).status_code, 200)
