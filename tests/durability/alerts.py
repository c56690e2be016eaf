"""kill -9 while alerts are issued and told: each is there with its post and its record, or not at all, and once; and everybody
concerned gets one letter of each."""
import collections, email, email.policy, pathlib, re, threading, time, traceback
import requests
from tests.clients.pages import Browser


TOLD_WITHIN = 400  # seconds: on PostgreSQL other processes may work, so what a killed one had claimed is free after five minutes only


class Issuer(threading.Thread):
    """Writes an alert, presses the button until it is answered, and presses it once more."""
    def __init__(self, salve):
        super().__init__(daemon=True)
        health, chief = salve.account("health", "--kind", "organization"), salve.account("chief", "--role", "admin")
        self.salve, self.account, self.readers = salve, health, {health.email, chief.email}
        admin = Browser(salve.url)
        admin.sign_in(chief)
        admin.open("/admin/alerts")
        admin.submit(admin.form_with("organization", "sender"), organization="health", sender="alerts@larkspur.example", needs_approval="")
        self.browser = Browser(salve.url)
        self.browser.sign_in(health)
        self.told = 0
        self.ledger = {}  # headline -> acknowledged address
        self.retried = 0
        self.ended = threading.Event()
        self.fault = None

    def run(self):
        number = 0
        while not self.ended.is_set():
            try:
                self.issue(f"Alert number {number}.")
            except Exception:
                self.fault = traceback.format_exc(limit=3)
                return
            number += 1
            time.sleep(0.05)

    def insist(self, step):
        """Until the server answers: it is killed now and then."""
        deadline = time.monotonic() + 60
        while True:
            try:
                step()
                if self.browser.status < 500:
                    return
            except requests.RequestException:
                pass
            self.retried += 1
            if time.monotonic() > deadline:
                raise AssertionError("no answer for a minute")
            time.sleep(0.05)

    def issue(self, headline):
        browser = self.browser
        self.insist(lambda: browser.open("/alerts/desk"))
        start = browser.form_with("organization")
        self.insist(lambda: browser.submit(start))
        desk = browser.page.url
        form = browser.form_with("severity", "headline_0")
        # A save that was kept, but not answered, is a conflict when it comes again: the page says the version that counts.
        while True:
            self.insist(lambda: browser.submit(form, severity="Extreme", urgency="Immediate", certainty="Observed", category="Health", status="Actual",
                                               response="Shelter", area_name="Mill Street", circle="42.33,-122.87 25", language_0="en", event_0="Smoke", headline_0=headline))
            self.insist(lambda: browser.open(desk))
            form = browser.form_with("severity", "headline_0")
            if form.fields["headline_0"] == headline:
                break
        press = next(each for each in browser.reader.forms if each.attributes.get("action", "").endswith("/issue"))
        addresses = []
        for _ in range(2):
            self.insist(lambda: browser.submit(press, "issue"))
            addresses.append(browser.page.url)
        if not re.search(r"/alerts/\d+$", addresses[0]) or addresses[0] != addresses[1]:
            raise AssertionError(f"pressed twice, {headline!r} gave {addresses}: {browser.text[:300]}")
        self.ledger[headline] = addresses[0]

    def faults(self, posts):
        """`posts`: the texts that the organization has posted."""
        entries, after = [], 0
        while page := self.salve.get(f"/api/salve/v1/alerts/record?after={after}").json()["entries"]:
            entries += page
            after = page[-1]["number"]
        issued = [entry for entry in entries if entry["kind"] == "issued"]
        found = [f"{self.fault}"] if self.fault else []
        for headline, address in self.ledger.items():
            alert = address.rsplit("/", 1)[1]
            recorded = sum(entry["alert"] == alert and headline in entry["text"] for entry in issued)
            posted = sum(headline in text for text in posts)
            shown = self.salve.get(address).status_code == 200
            if (recorded, posted, shown) != (1, 1, True):
                found.append(f"{headline!r} was acknowledged: recorded {recorded} times, posted {posted} times, shown: {shown}")
        if len(issued) != len(posts):
            found.append(f"{len(issued)} alerts on record, {len(posts)} posts of them")
        verified = self.salve.command("alerts", "verify", self.salve.url, check=False)
        if verified.returncode:
            found.append(f"the record does not hold: {verified.stdout}{verified.stderr}")
        if not self.ledger or not self.retried:
            found.append(f"nothing was tried: {len(self.ledger)} alerts, {self.retried} sent again")
        return found + self.untold() + self.letter_faults({entry["alert"] for entry in issued})

    def untold(self):
        """The jobs that tell people came with the alerts: they end."""
        deadline = time.monotonic() + TOLD_WITHIN
        while time.monotonic() < deadline:
            left = re.search(r"^salve_alert_tellings_open (\d+)$", self.salve.get("/metrics").text, re.M)
            if left and left[1] == "0":
                return []
            time.sleep(0.5)
        return [f"alerts that were not told to anybody yet: {left and left[1]}"]

    def letters(self):
        """How many letters of which alert lie in whose mailbox."""
        counted = collections.Counter()
        for path in pathlib.Path(self.salve.data, "mail").glob("*.eml"):
            letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if found := re.search(r"/alerts/(\d+)\s", letter.get_body(("plain",)).get_content()):
                counted[str(letter["To"]).strip("<>"), found[1]] += 1
        return counted

    def letter_faults(self, alerts):
        """Extreme alerts go by mail to all who chose nothing, which is everybody here."""
        wanted = {(reader, alert) for reader in self.readers for alert in alerts}
        deadline = time.monotonic() + TOLD_WITHIN
        while not wanted <= (counted := self.letters()).keys() and time.monotonic() < deadline:
            time.sleep(1)
        missing = wanted - counted.keys()
        twice = [each for each, times in counted.items() if times > 1]
        found = [f"{len(missing)} letters of alerts never came, {sorted(missing)[:3]} among them"] if missing else []
        self.told = sum(counted.values())
        return found + ([f"{len(twice)} letters of alerts came more than once, {sorted(twice)[:3]} among them"] if twice else [])
