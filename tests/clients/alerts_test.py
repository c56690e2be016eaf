"""Alerts as others read them: a CAP parser, a feed reader and an iCalendar parser from npm, xmllint, xmlsec1; and a second
Salve that imports the first one's feed and is told of changes by its hub."""
import datetime, json, pathlib, subprocess, tempfile, time, unittest
from tests.clients.pages import Browser
from tests.clients.server import Salve, root

here = pathlib.Path(__file__).parent
SCHEMA = root.parent / "shared/data/cap/cap12.xsd"
LOOPBACK = {"http.client_may_reach_loopback": True}


def setUpModule():
    global first, second, desk
    first, second = Salve(LOOPBACK).__enter__(), Salve(LOOPBACK).__enter__()
    unittest.addModuleCleanup(first.__exit__, None, None, None)
    unittest.addModuleCleanup(second.__exit__, None, None, None)
    health = first.account("health", "--kind", "organization")
    chief = signed_in(first, first.account("chief", "--role", "admin"))
    chief.open("/admin/alerts")
    chief.submit(chief.form_with("organization", "sender"), organization="health", sender="alerts@larkspur.example", needs_approval="")
    desk = signed_in(first, health)


def signed_in(salve, account):
    browser = Browser(salve.url)
    browser.sign_in(account)
    return browser


def until(happens, seconds=30):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := happens():
            return found
        time.sleep(0.2)
    raise AssertionError(f"it did not happen in {seconds} s")


def issue(headline, hours=48):
    """By the organization's own page; gives the alert's address."""
    begins = datetime.datetime.now() + datetime.timedelta(hours=hours)
    local = lambda moment: moment.strftime("%Y-%m-%dT%H:%M")
    desk.open("/alerts/desk")
    desk.submit(desk.form_with("organization"))
    desk.submit(desk.form_with("severity", "headline_0"), severity="Severe", urgency="Future", certainty="Likely", category="Infra", status="Actual",
                onset=local(begins), expires=local(begins + datetime.timedelta(hours=6)), area_name="Mill Street", circle="42.33,-122.87 25",
                language_0="en", event_0="Water outage", headline_0=headline, description_0="Water is off while the main is mended.")
    desk.submit(desk.form_with("version"), "issue")
    address = desk.page.url
    assert address.rsplit("/", 1)[1].isdigit() and desk.status == 200, (address, desk.text[:600])
    return address


class Alerts(unittest.TestCase):
    def test_parsers_of_others_read_what_is_published(self):
        address = issue("Water off, Mill Street; bring bottles")
        done = subprocess.run(["node", here / "alerts_read.mjs", first.url, address + ".cap", address + ".ics"], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        read = json.loads(done.stdout)
        self.assertEqual(read["alert"]["sender"], "alerts@larkspur.example")
        self.assertEqual(read["alert"]["headline"], "Water off, Mill Street; bring bottles")
        self.assertEqual(read["alert"]["event"], "Water outage")
        self.assertEqual(read["alert"]["areas"], ["Mill Street"])
        self.assertIn({"title": "Water off, Mill Street; bring bottles", "link": address, "severity": "Severe", "event": "Water outage", "area": "Mill Street"}, read["atom"])
        self.assertIn(address, [item["link"] for item in read["rss"]])
        self.assertEqual(read["event"]["summary"], "Water off, Mill Street; bring bottles")
        self.assertEqual(read["event"]["location"], "Mill Street")
        self.assertEqual(read["event"]["status"], "CONFIRMED")
        self.assertGreater(read["event"]["starts"], datetime.datetime.now(datetime.timezone.utc).isoformat())

    def test_the_schema_and_xmlsec_take_a_document_and_not_a_changed_one(self):
        address = issue("A dam is mended")
        with tempfile.TemporaryDirectory() as folder:
            document, certificate = pathlib.Path(folder, "alert.xml"), pathlib.Path(folder, "key.pem")
            document.write_bytes(first.get(address + ".cap").content)
            certificate.write_bytes(first.get("/alerts/signing-key.pem").content)
            valid = subprocess.run(["xmllint", "--nonet", "--noout", "--schema", SCHEMA, document], capture_output=True, text=True)
            self.assertEqual(valid.returncode, 0, valid.stderr)
            verify = ["xmlsec1", "--verify", "--pubkey-cert-pem", certificate, document]
            self.assertEqual(subprocess.run(verify, capture_output=True).returncode, 0)
            document.write_text(document.read_text().replace("A dam is mended", "A dam is broken"))
            self.assertNotEqual(subprocess.run(verify, capture_output=True).returncode, 0)

    def test_who_has_the_feed_is_told_so(self):
        answer = first.get("/alerts/feed.atom")
        self.assertEqual(answer.status_code, 200)
        again = first.get("/alerts/feed.atom", headers={"If-None-Match": answer.headers["ETag"]})
        self.assertEqual((again.status_code, again.content), (304, b""))
        since = first.get("/alerts/feed.atom", headers={"If-Modified-Since": answer.headers["Last-Modified"]})
        self.assertEqual(since.status_code, 304)

    def test_another_salve_imports_the_feed_and_hears_of_changes_by_the_hub(self):
        earlier = issue("Before the other server listened")
        chief = signed_in(second, second.account("chief", "--role", "admin"))
        chief.open("/admin/alert-sources")
        chief.submit(chief.form_with("url", "home_page"), url=first.url + "/alerts/feed.atom", name="Larkspur", home_page=first.url + "/alerts",
                     minutes="60", certificate=first.get("/alerts/signing-key.pem").text)
        shown = lambda headline: headline in second.get("/alerts/feed.atom").text
        until(lambda: shown("Before the other server listened"))
        # An hour lies between two looks: what comes sooner, the hub told.
        later = issue("After it listened")
        until(lambda: shown("After it listened"))
        feed = second.get("/alerts/feed.atom").text
        imported = next(part for part in feed.split("<entry")[1:] if "After it listened" in part)
        address = imported.split("<id>")[1].split("</id>")[0]
        self.assertTrue(address.startswith(second.url))  # shown at an address of its own, and as it came
        self.assertEqual(second.get(address + ".cap").content, first.get(later + ".cap").content)
        self.assertNotEqual(first.get(earlier + ".cap").content, first.get(later + ".cap").content)
