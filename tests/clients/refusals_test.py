"""What is refused, and in which words: status, the field, the reason, and never a crash."""
import json, re, socket, unittest
from tests.clients.server import PASSWORD, Salve


def setUpModule():
    global salve, ada, ben
    salve = Salve({"posts.longest": 500}).__enter__()
    unittest.addModuleCleanup(salve.__exit__, None, None, None)
    ada, ben = salve.account("ada"), salve.account("ben")


def raw(request, port=None):
    """The first 64 KiB of what the server answers to these bytes before it closes."""
    with socket.create_connection(("127.0.0.1", port or salve.port), timeout=10) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        got = b""
        while len(got) < 65536 and (more := connection.recv(65536)):
            got += more
    return got


class Refusals(unittest.TestCase):
    def refused(self, answer, status, *words):
        self.assertEqual(answer.status_code, status, answer.text)
        told = answer.json()
        self.assertTrue(told["error"], told)
        for word in words:
            self.assertIn(word.lower(), json.dumps(told).lower())
        return told

    def test_an_empty_or_long_post_names_the_reason(self):
        self.refused(salve.post("/api/v1/statuses", ada, json={"status": ""}), 422, "validation failed", "blank")
        self.refused(salve.post("/api/v1/statuses", ada, json={"status": "x" * 501}), 422, "500")
        self.refused(salve.post("/api/v1/statuses", ada, json={"status": "x", "visibility": "everyone!"}), 422, "visibility")
        self.refused(salve.post("/api/v1/statuses", ada, json={"status": "x", "in_reply_to_id": "1"}), 404)

    def test_sign_up_names_each_faulty_field(self):
        app = salve.post("/api/v1/apps", json={"client_name": "Joiner", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob", "scopes": "read write"}).json()
        token = salve.post("/oauth/token", json={"grant_type": "client_credentials", "client_id": app["client_id"],
                                                 "client_secret": app["client_secret"], "scope": "read write"}).json()["access_token"]
        told = self.refused(salve.post("/api/v1/accounts", token, json={"username": "a b", "email": "nowhere", "password": "short", "agreement": False}), 422)
        self.assertEqual(set(told["details"]), {"username", "email", "password", "agreement"})
        for reasons in told["details"].values():
            self.assertTrue(reasons[0]["error"].startswith("ERR_"), reasons)
            self.assertTrue(reasons[0]["description"])
        taken = {"username": "ADA", "email": "ada@example.org", "password": PASSWORD, "agreement": True}
        self.assertIn("username", self.refused(salve.post("/api/v1/accounts", token, json=taken), 422)["details"])

    def test_who_is_not_signed_in_is_told_so(self):
        self.refused(salve.get("/api/v1/timelines/home"), 401)
        self.refused(salve.get("/api/v1/timelines/home", "no such token"), 401)
        self.refused(salve.post("/api/v1/statuses", json={"status": "x"}), 401)

    def test_a_token_does_only_what_it_was_given_for(self):
        reader = salve.token("ada", "read")
        self.assertEqual(salve.get("/api/v1/timelines/home", reader).status_code, 200)
        self.refused(salve.post("/api/v1/statuses", reader, json={"status": "x"}), 403, "scope")
        narrow = salve.token("ada", "read:accounts")
        self.assertEqual(salve.get("/api/v1/accounts/verify_credentials", narrow).status_code, 200)
        self.refused(salve.get("/api/v1/timelines/home", narrow), 403)

    def test_what_may_not_be_seen_looks_like_what_is_not_there(self):
        hidden = salve.say(ada, "Between me and me", visibility="direct")["id"]
        seen = salve.get(f"/api/v1/statuses/{hidden}", ben)
        absent = salve.get("/api/v1/statuses/1", ben)
        self.assertEqual((seen.status_code, seen.json()), (absent.status_code, absent.json()))
        for action in ("favourite", "reblog", "bookmark", "context"):
            call = salve.get if action == "context" else salve.post
            self.refused(call(f"/api/v1/statuses/{hidden}/{action}", ben), 404)

    def test_unknown_addresses_and_wrong_methods(self):
        self.refused(salve.get("/api/v1/nothing"), 404)
        self.refused(salve.get("/api/v1/statuses/not-a-number", ada), 404)
        wrong = salve.call("PUT", "/api/v1/timelines/home", ada)
        self.refused(wrong, 405)
        self.assertIn("GET", wrong.headers["Allow"])
        page = salve.get("/no/such/page", headers={"Accept": "text/html"})
        self.assertEqual((page.status_code, page.headers["Content-Type"].split(";")[0]), (404, "text/html"))

    def test_too_large_is_refused_and_the_server_goes_on(self):
        self.assertEqual(salve.post("/api/v1/statuses", ada, data=b"status=" + b"x" * (3 << 20)).status_code, 413)
        head = b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 70_000 + b"\r\n\r\n"
        self.assertIn(b" 431 ", raw(head).split(b"\r\n")[0])
        self.assertEqual(salve.get("/api/v1/timelines/home", ada).status_code, 200)

    def test_malformed_bodies_are_refused(self):
        def send(body, kind):
            return salve.post("/api/v1/statuses", ada, data=body, headers={"Content-Type": kind})
        for body in (b'{"status": ', b"[" * 100_000, b'{"status": "\xff\xfe"}', b'"status"', b'{"status": {"a": 1}}'):
            self.assertIn(send(body, "application/json").status_code, (400, 422), body[:20])
        self.assertIn(send(b"status=%FF%FE", "application/x-www-form-urlencoded").status_code, (400, 422))
        self.assertIn(send(b"--x\r\nnothing", "multipart/form-data; boundary=x").status_code, (400, 422))
        self.assertIn(send(b"--x\r\n", "multipart/form-data").status_code, (400, 415, 422))

    def test_malformed_http_is_refused(self):
        host = f"Host: localhost:{salve.port}\r\n".encode()
        for bad in (b"GET / HTTP/1.1\r\n\r\n",                                       # no Host
                    b"GET / HTTP/1.1\r\n" + host + host + b"\r\n",                    # two of them
                    b"GET / HTTP/1.1\r\n" + host + b"A: b\r\n c\r\n\r\n",             # a folded header
                    b"POST / HTTP/1.1\r\n" + host + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                    b"POST / HTTP/1.1\r\n" + host + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                    b"POST / HTTP/1.1\r\n" + host + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
                    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"):
            line = raw(bad).split(b"\r\n")[0]
            self.assertRegex(line, rb"^HTTP/1\.1 (400|501) |^$", bad)
        self.assertEqual(salve.get("/health/live").status_code, 200)

    def test_pipelined_requests_are_answered_in_order(self):
        host = f"Host: localhost:{salve.port}\r\n".encode()
        got = raw(b"GET /health/live HTTP/1.1\r\n" + host + b"\r\n" + b"GET /api/v1/nothing HTTP/1.1\r\n" + host + b"Connection: close\r\n\r\n")
        self.assertEqual(re.findall(rb"HTTP/1\.1 (\d+) ", got), [b"200", b"404"])

    def test_head_and_conditional_get(self):
        whole = salve.get("/api/v2/instance")
        head = salve.call("HEAD", "/api/v2/instance")
        self.assertEqual((head.status_code, head.content), (200, b""))
        self.assertEqual(salve.get("/api/v2/instance", headers={"If-None-Match": whole.headers["ETag"]}).status_code, 304)

    def test_every_answer_can_be_found_in_the_log_and_is_guarded(self):
        page = salve.get("/about", headers={"Accept": "text/html"})
        self.assertEqual(page.status_code, 200)
        self.assertTrue(page.headers["X-Request-Id"])
        self.assertEqual(page.headers["X-Content-Type-Options"], "nosniff")
        policy = page.headers["Content-Security-Policy"]
        self.assertIn("default-src 'self'", policy)
        self.assertNotIn("unsafe-inline", policy)

    def test_apps_from_other_sites_may_call(self):
        asked = salve.call("OPTIONS", "/api/v1/statuses", headers={"Origin": "https://app.example", "Access-Control-Request-Method": "POST"})
        self.assertIn(asked.status_code, (200, 204))
        self.assertEqual(asked.headers["Access-Control-Allow-Origin"], "*")
        answered = salve.get("/api/v1/timelines/public", headers={"Origin": "https://app.example"})
        self.assertIn("link", answered.headers["Access-Control-Expose-Headers"].lower())

    def test_the_own_api_describes_itself(self):
        document = salve.get("/api/salve/v1/openapi.json").json()
        self.assertTrue(document["openapi"].startswith("3."))
        self.assertTrue(document["paths"])
        self.assertTrue(all(path.startswith("/api/salve/v1/") for path in document["paths"]))


class Limits(unittest.TestCase):
    def test_too_many_requests_are_told_when_to_come_back(self):
        with Salve({"http.rate_per_address": 1, "http.trusted_proxies": ""}) as busy:
            answers = [busy.get("/api/v1/timelines/public", headers={"X-Forwarded-For": f"203.0.113.{number}"}) for number in range(60)]
            refused = [answer for answer in answers if answer.status_code == 429]
            self.assertTrue(refused, "a forged forwarding header must not lift the limit")
            self.assertGreater(int(refused[0].headers["Retry-After"]), 0)
            self.assertTrue(refused[0].json()["error"])
            self.assertEqual(busy.get("/health/live").status_code, 200)


class Streams(unittest.TestCase):
    def test_nobody_listens_to_a_private_stream_without_a_token(self):
        self.refused_stream("/api/v1/streaming/user", 401)
        self.refused_stream("/api/v1/streaming/user?access_token=wrong", 401)

    def refused_stream(self, path, status):
        answer = salve.get(path, stream=True)
        self.assertEqual(answer.status_code, status)
        answer.close()
