"""FHIR R4 at /fhir: fhirclient and fhir-kit-client work with it unmodified, and three validators take every resource: see fhir.mjs."""
import json, pathlib, subprocess, unittest
import requests
from tests.clients.pages import Browser, approve
from tests.clients.server import Salve, free_port

here = pathlib.Path(__file__).parent
SCOPES = "launch/patient openid fhirUser offline_access patient/*.read patient/*.write"


def plant(salve):
    """A clinic with two places, a doctor's times, and a plan for Ada, who agreed to it."""
    clinic, ada = salve.account("clinic", "--kind", "organization"), salve.account("ada")
    desk, home = Browser(salve.url), Browser(salve.url)
    desk.sign_in(clinic)
    home.sign_in(ada)

    def send(browser, address, *names, **fields):
        browser.open(address)
        browser.submit(browser.form_with(*names), **fields)
        assert browser.status == 200, f"{address}: {browser.status} {browser.text[:1500]}"
        return browser

    for name, latitude in (("Rowan Street", "42.19"), ("Larch House", "43.9")):
        send(desk, "/organizations/clinic/places/new", "name", "city", name=name, specialty="family", street="18 Rowan Street", city="Ashland", country="US",
             latitude=latitude, longitude="-122.7", zone="America/Los_Angeles", hours_1="9:00-12:00, 20:00-2:00", languages="en es", phone="+1 541 555 0118",
             exceptions="2026-12-24 9:00-12:00 Christmas Eve", accepts_new="1")
    place = desk.page.url.rstrip("/")
    send(desk, place, "name", "role", name="Dr. Okafor", role="Physician", specialty="family", languages="en es", credential="MD", registry="ABFM")
    send(desk, place, "name", "in_person", name="Flu vaccination", specialty="vaccination", in_person="1")
    send(desk, "/organizations/clinic/schedules/new", "name", "minutes", name="Dr. Okafor", minutes="20", cancel_minutes="0", instructions="Bring your card.", **{f"hours_{day}": "9:00-12:00" for day in range(1, 8)})
    send(desk, "/organizations/clinic/care-messages/settings", "hours_note", open="1", hours_note="Within two days.")
    send(home, "/settings/particulars", "given", "family", given="Ada", family="Lindqvist", birth_date="1980-02-29", phone="+49 30 1234567", gender="female")
    send(home, "/record", "recipient", "purpose", recipient="clinic", purpose="HOUTREACH", expires="2027-11-01")
    send(desk, "/organizations/clinic/plans", "patient", "title", patient="ada", title="Back on your feet")
    plan = desk.page.url
    for kind, fields in (("goal", {"text": "Climb the stairs"}), ("task", {"text": "Walk to the river", "note": "Ten minutes."}), ("check_in", {"link": "phq-9", "every_days": "14"}),
                         ("measure", {"link": "blood_pressure", "every_days": "1"}), ("medicine", {"text": "Blue tablet", "times": "8:00 20:00"}), ("reading", {"link": "/help-now", "text": "Where help is"})):
        form = desk.open(f"{plan}/items/new?kind={kind}").form_with(*fields)
        desk.submit(form, **fields)
        assert desk.status == 200, f"{kind}: {desk.text[:600]}"
    return ada


def setUpModule():
    global found
    with Salve() as salve:
        ada = plant(salve)
        port = free_port()
        app = requests.post(f"{salve.url}/api/v1/apps", timeout=10, data={"client_name": "Growth chart", "scopes": SCOPES, "redirect_uris": f"http://localhost:{port}/callback"}).json()
        program = subprocess.Popen([str(here / "node_modules/.bin/node"), str(here / "fhir.mjs"), salve.url, str(port), app["client_id"], app["client_secret"]], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            first = program.stdout.readline()
            if first.strip() != "listening":
                raise RuntimeError(first + program.communicate(timeout=60)[0])
            end = approve(salve.url, f"http://localhost:{port}/launch", ada)
            assert "let in" in end.text, end.text
            said, _ = program.communicate(timeout=80)
            if program.returncode:
                raise RuntimeError(said[-4000:])
            found = json.loads(said.strip().splitlines()[-1])
        finally:
            if program.poll() is None:
                program.kill()


class Records(unittest.TestCase):
    maxDiff = None

    def test_every_resource_is_valid_and_every_step_of_both_clients_works(self):
        self.assertEqual(found["faults"], [])

    def test_every_type_was_looked_at(self):
        for kind in ("Organization", "Location", "HealthcareService", "Practitioner", "PractitionerRole", "Schedule", "Slot", "Appointment", "Communication", "Patient", "Consent", "AuditEvent", "CarePlan", "Goal", "Task",
                     "Questionnaire", "QuestionnaireResponse", "Observation", "CapabilityStatement", "Bundle", "OperationOutcome"):
            with self.subTest(kind):
                self.assertGreater(found["types"].get(kind, 0), 0)


if __name__ == "__main__":
    unittest.main()
