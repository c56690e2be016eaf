"""The public record of alerts, checked by whoever wants: by `salve alerts verify`, and by the algorithm of docs/api/alerts.md
written down once more here. What was taken away in the open holds; what was changed or removed in silence is found."""
import glob, hashlib, json, os, sqlite3, unittest
from tests.clients.pages import Browser
from tests.clients.server import Salve


def setUpModule():
    global salve, chief, desk, reader, alert
    salve = Salve().__enter__()
    unittest.addModuleCleanup(salve.__exit__, None, None, None)
    reader = salve.account("reader")
    chief, desk = Browser(salve.url), Browser(salve.url)
    desk.sign_in(agency := salve.account("health", "--kind", "organization"))
    chief.sign_in(salve.account("chief", "--role", "admin"))
    chief.open("/admin/alerts")
    chief.submit(chief.form_with("organization", "sender"), organization="health", sender="alerts@larkspur.example", needs_approval="")
    desk.open("/alerts/desk")
    desk.submit(desk.form_with("organization"))
    desk.submit(desk.form_with("severity", "headline_0"), severity="Severe", urgency="Immediate", certainty="Observed", category="Health", status="Actual",
                area_name="Talent", circle="42.24,-122.78 9", language_0="en", event_0="Boil water", headline_0="Boil tap water before you drink it", description_0="Bacteria were found.")
    desk.submit(desk.form_with("version"), "issue")
    alert = desk.page.url.rsplit("/", 1)[1]
    questions = f"/api/salve/v1/alerts/{alert}/questions"
    asked = salve.post(questions, reader.token, data={"text": "Who is ill?"}).json()
    for known in ("Mrs. Miller of 12 Oak Street.", "One person."):
        answered = salve.post(f"{questions}/{asked['id']}/answers", agency.token, data={"known": known})
        assert answered.status_code == 200, answered.text


def entries():
    return salve.get("/api/salve/v1/alerts/record").json()["entries"]


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


class Record(unittest.TestCase):
    def verified(self):
        return salve.command("alerts", "verify", salve.url, check=False)

    def test_a_text_that_was_taken_away_in_the_open_leaves_a_record_that_holds(self):
        chief.open(f"/alerts/{alert}/history")
        form = next(form for form in chief.reader.forms if form.fields.get("entry") == "2")
        chief.submit(form, reason="It names somebody.")
        self.assertIn("It names somebody.", chief.text)
        self.assertNotIn("Oak Street", chief.text)
        self.assertEqual([each["kind"] for each in entries()], ["issued", "answered", "answered", "removed"])
        before = ""
        for number, each in enumerate(entries(), 1):
            self.assertEqual(each["number"], number)
            if each["text"]:
                self.assertEqual(sha256(each["text"]), each["text_hash"])
            before = sha256(json.dumps([before, number, each["at"], each["kind"], int(each["alert"]), each["text_hash"]], separators=(",", ":")))
            self.assertEqual(before, each["hash"])
        self.assertEqual(json.loads(entries()[3]["text"]), {"entry": 2, "reason": "It names somebody."})
        done = self.verified()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("4 entries", done.stdout)
        self.assertIn("1 text was taken away; the record says why.", done.stdout)

    def test_what_is_removed_or_changed_in_silence_is_found(self):
        kept = entries()[0]["text"]
        with sqlite3.connect(glob.glob(os.path.join(salve.data, "*.db"))[0], timeout=10) as forged:
            forge = lambda text: (forged.execute("UPDATE alert_record SET text = ? WHERE number = 1", [text]), forged.commit())
            forge("")
            done = self.verified()
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("The text of entry 1 is gone, and no later entry says why.", done.stderr)
            forge(kept.replace("Boil", "Drink"))
            done = self.verified()
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("The text of entry 1 was changed.", done.stderr)
            forge(kept)
        self.assertEqual(self.verified().returncode, 0)


if __name__ == "__main__":
    unittest.main()
