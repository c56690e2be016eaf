"""Web Push as a push service sees it: web-push-testing checks who sends, and decrypts what came, in both encodings."""
import json, pathlib, subprocess, time, unittest
import requests
from tests.clients.server import Salve, free_port

SERVICE = pathlib.Path(__file__).parent / "node_modules/web-push-testing/src/bin/server.js"


def setUpModule():
    global salve, ada, ben, service
    salve = Salve({"http.client_may_reach_loopback": True}).__enter__()
    unittest.addModuleCleanup(salve.__exit__, None, None, None)
    ada, ben = salve.account("ada"), salve.account("ben")
    port = free_port()
    process = subprocess.Popen(["node", str(SERVICE), str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    unittest.addModuleCleanup(process.wait)
    unittest.addModuleCleanup(process.terminate)
    service = f"http://localhost:{port}"
    until(is_up)


def is_up():
    try:
        return requests.post(f"{service}/status", timeout=2).status_code == 200
    except requests.ConnectionError:
        return False


def until(happens, seconds=20):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := happens():
            return found
        time.sleep(0.1)
    raise AssertionError(f"nothing came in {seconds} s")


def account_id(account):
    return salve.get("/api/v1/accounts/verify_credentials", account).json()["id"]


class Push(unittest.TestCase):
    def subscribe(self, standard):
        key = salve.get("/api/v2/instance").json()["configuration"]["vapid"]["public_key"]
        made = requests.post(f"{service}/subscribe", json={"userVisibleOnly": "true", "applicationServerKey": key}, timeout=5).json()["data"]
        answer = salve.post("/api/v1/push/subscription", ada, json={
            "subscription": {"endpoint": made["endpoint"], "keys": made["keys"], "standard": standard},
            "data": {"alerts": {"mention": True, "favourite": False}, "policy": "all"}})
        self.assertEqual(answer.status_code, 200, answer.text)
        self.assertEqual(answer.json()["server_key"], key)
        return made["clientHash"]

    def messages(self, client):
        answer = requests.post(f"{service}/get-notifications", json={"clientHash": client}, timeout=5)
        return [json.loads(each) for each in answer.json()["data"]["messages"]] if answer.status_code == 200 else []

    def heard(self, client, count=1):
        return until(lambda: (all := self.messages(client)) and len(all) >= count and all)

    def test_both_encodings_arrive_and_can_be_read(self):
        for standard in (True, False):
            client = self.subscribe(standard)
            salve.say(ben, f"@ada hello by {standard}")
            message = self.heard(client)[0]
            self.assertEqual(message["notification_type"], "mention")
            self.assertEqual(message["body"], f"@ada hello by {standard}")
            self.assertEqual(message["access_token"], "")
            self.assertIn("ben", message["title"])

    def test_what_not_everybody_may_read_is_only_announced(self):
        salve.post(f"/api/v1/accounts/{account_id(ben)}/follow", ada)
        client = self.subscribe(True)
        salve.say(ben, "@ada a private diagnosis", visibility="direct")
        message = self.heard(client)[0]
        self.assertEqual((message["title"], message["body"]), ("You have a new message", ""))
        self.assertNotIn("diagnosis", json.dumps(message))

    def test_an_endpoint_that_expired_ends_its_subscription(self):
        client = self.subscribe(True)
        self.assertEqual(requests.post(f"{service}/expire-subscription/{client}", timeout=5).status_code, 200)
        salve.say(ben, "@ada are you there?")
        until(lambda: salve.get("/api/v1/push/subscription", ada).status_code == 404)
