"""kill -9 while patients book and are reminded: each acknowledged booking is there once, and each patient gets one letter of the
booking and one reminder, though the moment of the reminder lies between two kills."""
import collections, datetime, email, email.policy, pathlib, threading, time, traceback
import requests
from tests.clients.pages import Browser
from tests.clients.server import SCOPES

PATIENTS = 6
TOLD_WITHIN = 400  # seconds: see alerts.py
MINUTE = 60


class Bookings(threading.Thread):
    def __init__(self, salve):
        super().__init__(daemon=True)
        self.salve, self.fault, self.retried = salve, None, 0
        self.ledger = collections.defaultdict(set)  # patient -> ids that were acknowledged
        clinic = salve.account("clinic", "--kind", "organization")
        browser = Browser(salve.url)
        browser.sign_in(clinic)
        browser.open("/organizations/clinic/places/new")
        browser.submit(browser.form_with("name", "latitude"), name="Rowan Street", specialty="family", city="Ashland", country="US", latitude="42.19", longitude="-122.7", zone="America/Los_Angeles")
        browser.open("/organizations/clinic/schedules/new")
        browser.submit(browser.form_with("minutes", "ahead_days"), name="Vaccines", minutes="5", places="50", lead_minutes="0", cancel_minutes="0", ahead_days="2", modes="in_person", **{f"hours_{day}": "0:00-24:00" for day in range(1, 8)})
        place = salve.get("/api/salve/v1/care?q=Rowan").json()["places"][0]["id"]
        # The moment of the reminder: the next full minute that lies far enough ahead to be among the kills.
        self.due = (int(time.time() + 15) // MINUTE + 1) * MINUTE
        slots = salve.get(f"/api/salve/v1/care/{place}/slots?limit=20").json()
        self.slot, start = next((slot["id"], at) for slot in slots if (at := datetime.datetime.fromisoformat(slot["start"].replace("Z", "+00:00")).timestamp()) >= self.due + 5 * MINUTE)
        self.patients = [salve.account(f"patient{number}", scopes=f"{SCOPES} care:read care:write") for number in range(PATIENTS)]
        for patient in self.patients:
            own = Browser(salve.url)
            own.sign_in(patient)
            own.open("/settings/reminders")
            own.submit(own.form_with("mail", "push"), lead=str(int(start - self.due) // MINUTE))

    def run(self):
        try:
            for patient in self.patients:
                for _ in range(3):  # sent again, as an app does that heard no answer
                    self.ledger[patient.username].add(self.book(patient))
        except Exception:
            self.fault = traceback.format_exc(limit=3)

    def book(self, patient):
        session, deadline = requests.Session(), time.monotonic() + 60
        session.trust_env = False
        while True:
            try:
                answer = session.post(f"{self.salve.url}/api/salve/v1/appointments", json={"slot": self.slot, "reason": "A flu vaccine"}, timeout=10,
                                      headers={"Authorization": f"Bearer {patient.token}", "Idempotency-Key": "once"})
                if answer.status_code == 200:
                    return answer.json()["id"]
                if answer.status_code < 500:
                    raise AssertionError(f"{answer.status_code}: {answer.text}")
            except (requests.RequestException, ValueError):
                pass
            self.retried += 1
            if time.monotonic() > deadline:
                raise AssertionError("no answer to a booking for a minute")
            time.sleep(0.05)

    def letters(self):
        """How many letters with which subject lie in whose mailbox."""
        counted = collections.Counter()
        for path in pathlib.Path(self.salve.data, "mail").glob("*.eml"):
            letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            counted[str(letter["To"]).strip("<>"), str(letter["Subject"]).split(" ")[0]] += 1
        return counted

    def faults(self):
        found = [self.fault] if self.fault else []
        for patient in self.patients:
            rows = [each["id"] for each in self.salve.get("/api/salve/v1/appointments", patient).json()]
            if len(rows) != 1 or self.ledger[patient.username] != set(rows):
                found.append(f"{patient.username} was told of {self.ledger[patient.username]}, and has {rows}")
        # "You booked something at ..." and "A reminder from ..."
        wanted = {(patient.email, word) for patient in self.patients for word in ("You", "A")}
        deadline = time.monotonic() + TOLD_WITHIN
        while not wanted <= (counted := self.letters()).keys() and time.monotonic() < deadline:
            time.sleep(1)
        found += [f"{who} got no letter that begins with {word!r}" for who, word in sorted(wanted - counted.keys())]
        return found + [f"{who} got {counted[who, word]} letters that begin with {word!r}" for who, word in sorted(wanted & counted.keys()) if counted[who, word] > 1]
