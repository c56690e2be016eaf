"""An alert on people's phones and in their mail: web-push-testing decrypts the push, Python's email reads the letters."""
import email, email.policy, json, pathlib, re, subprocess, time, unittest
import requests
from tests.clients.pages import Browser
from tests.clients.server import Salve, free_port

SERVICE = pathlib.Path(__file__).parent / "node_modules/web-push-testing/src/bin/server.js"


def setUpModule():
    global salve, ada, chief, desk, service
    salve = Salve({"http.client_may_reach_loopback": True}).__enter__()
    unittest.addModuleCleanup(salve.__exit__, None, None, None)
    ada = salve.account("ada")
    health = salve.account("health", "--kind", "organization")
    chief = salve.account("chief", "--role", "admin")
    office = signed_in(chief)
    office.open("/admin/alerts")
    office.submit(office.form_with("organization", "sender"), organization="health", sender="alerts@larkspur.example", needs_approval="")
    desk = signed_in(health)
    port = free_port()
    process = subprocess.Popen(["node", str(SERVICE), str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    unittest.addModuleCleanup(process.wait)
    unittest.addModuleCleanup(process.terminate)
    service = f"http://localhost:{port}"
    until(is_up)


def signed_in(account):
    browser = Browser(salve.url)
    browser.sign_in(account)
    return browser


def is_up():
    try:
        return requests.post(f"{service}/status", timeout=2).status_code == 200
    except requests.ConnectionError:
        return False


def until(happens, seconds=30):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := happens():
            return found
        time.sleep(0.1)
    raise AssertionError(f"it did not happen in {seconds} s")


def subscribe(standard):
    key = salve.get("/api/v2/instance").json()["configuration"]["vapid"]["public_key"]
    made = requests.post(f"{service}/subscribe", json={"userVisibleOnly": "true", "applicationServerKey": key}, timeout=5).json()["data"]
    answer = salve.post("/api/v1/push/subscription", ada, json={
        "subscription": {"endpoint": made["endpoint"], "keys": made["keys"], "standard": standard}, "data": {"alerts": {"mention": True}, "policy": "none"}})
    assert answer.status_code == 200, answer.text
    return made["clientHash"]


def pushed(client):
    answer = requests.post(f"{service}/get-notifications", json={"clientHash": client}, timeout=5)
    return [json.loads(each) for each in answer.json()["data"]["messages"]] if answer.status_code == 200 else []


def issue(headline, severity="Extreme", status="Actual"):
    desk.open("/alerts/desk")
    desk.submit(desk.form_with("organization"))
    desk.submit(desk.form_with("severity", "headline_0"), severity=severity, urgency="Immediate", certainty="Observed", category="Health", status=status,
                language_0="en", event_0="Air quality", headline_0=headline, description_0="The air is very unhealthy.", instruction_0="Close windows.\nWear a mask outside.",
                area_name="Mill Street", circle="42.33,-122.87 25")
    desk.submit(desk.form_with("version"), "issue")
    address = desk.page.url
    assert address.rsplit("/", 1)[1].isdigit() and desk.status == 200, (address, desk.text[:600])
    return address


def letters():
    folder = pathlib.Path(salve.data) / "mail"
    return [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in sorted(folder.glob("*.eml"))]


def letter_to(address, part):
    return next((each for each in letters() if each["To"] == address and part in each.get_content()), None)


class Reach(unittest.TestCase):
    def test_a_push_service_opens_the_alert_in_both_encodings(self):
        for standard in (True, False):
            client = subscribe(standard)
            address = issue(f"Stay indoors, {standard}")
            message = until(lambda: pushed(client))[0]
            self.assertEqual((message["title"], message["access_token"], message["preferred_locale"]), (f"Stay indoors, {standard}", "", "en"))
            self.assertTrue(salve.url + message["url"] == address and message["tag"].startswith("alert-"))
            self.assertIn("Close windows.", message["body"])
            self.assertNotIn("ada", json.dumps(message))
            time.sleep(0.5)
            self.assertEqual(len(pushed(client)), 1)

    def test_a_letter_is_read_by_others_and_ended_by_one_press(self):
        address = issue("Boil your water")
        letter = until(lambda: letter_to(ada.email, "Boil your water"))
        self.assertEqual(letter["Subject"], "Extreme alert · Air quality")
        self.assertIn("- Close windows.\n- Wear a mask outside.", letter.get_content().replace("\r\n", "\n"))
        self.assertIn(address, letter.get_content())
        self.assertEqual(letter["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        way_out = re.fullmatch(r"<(http[^>]+)>", letter["List-Unsubscribe"])[1]
        self.assertIn("No more letters about alerts", requests.get(way_out, timeout=5).text)
        self.assertEqual(requests.post(way_out, data={"List-Unsubscribe": "One-Click"}, timeout=5).status_code, 200)
        self.assertIn("You get no more letters", requests.get(way_out, timeout=5).text)
        second = issue("Boil it longer")
        # The chief's letter shows that those of this alert were written: of one commit.
        until(lambda: letter_to(chief.email, "Boil it longer"))
        self.assertIsNone(letter_to(ada.email, "Boil it longer"))
        self.assertEqual(requests.post(way_out[:-2] + "AA", timeout=5).status_code, 404)
        self.assertNotEqual(second, address)

    def test_a_frame_and_a_list_for_other_sites(self):
        address = issue("Smoke over the valley", "Severe")
        page = requests.get(salve.url + "/alerts/widget?issuer=health&theme=dark&lang=es", timeout=5)
        self.assertEqual(page.status_code, 200)
        self.assertLess(len(page.content), 8192)
        self.assertIn("frame-ancestors *", page.headers["Content-Security-Policy"])
        self.assertNotIn("Set-Cookie", page.headers)
        self.assertNotIn("<script", page.text)
        self.assertIn("Smoke over the valley", page.text)
        feed = lambda **asked: requests.get(salve.url + "/api/salve/v1/alerts", params=asked, timeout=5)
        self.assertEqual(feed().headers["Access-Control-Allow-Origin"], "*")
        urls = lambda answer: [each["url"] for each in answer.json()["alerts"]]
        self.assertIn(address, urls(feed(point="42.33,-122.87")))
        self.assertNotIn(address, urls(feed(point="10,10")))
        self.assertIn(address, urls(feed(area="FIPS6:41029")))
        self.assertNotIn(address, urls(feed(area="ISO3166-1:FR")))
        self.assertEqual(feed(area="Nowhere").status_code, 422)
        self.assertEqual(feed(point="north").status_code, 422)
        self.assertEqual(feed(issuer="x" * 10_000).status_code, 422)

    def test_its_issuer_sees_reach_and_nobody_else(self):
        address = issue("A drill", "Severe", "Exercise")
        requests.get(salve.url + "/alerts/widget?issuer=health", timeout=5)
        desk.open(address.removeprefix(salve.url) + "/reach")
        self.assertEqual(desk.status, 200)
        until(lambda: desk.open(address.removeprefix(salve.url) + "/reach") or re.search("People concerned [1-9]", desk.text))
        self.assertRegex(desk.text, "Shown on other sites [1-9]")
        other = signed_in(salve.account("cleo"))
        other.open(address.removeprefix(salve.url) + "/reach")
        self.assertEqual(other.status, 404)
        self.assertIn('salve_alert_reach_total{channel="concerned"}', salve.get("/metrics").text)
