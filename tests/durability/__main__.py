"""kill -9 during writes loses no acknowledged post, alert or booking, and none comes twice; nor does a reminder.

People post without pause, each post with an Idempotency-Key, and keep a ledger of what the server acknowledged; the
server is killed and started again and again; what was not acknowledged is sent again with the same key. At the end
every acknowledged id must be there exactly once, and every text at most once.

python3 -m tests.durability [ROUNDS]     8 rounds unless said (some 30 s); an hour by hand: ROUNDS=900
On PostgreSQL when SALVE_TEST_POSTGRESQL holds an address (see tools/with_postgres).
"""
import collections, os, random, re, subprocess, sys, threading, time
import requests
from tests.clients.server import Salve
from tests.durability.alerts import Issuer
from tests.durability.bookings import Bookings

WRITERS = 8


def fresh_database():
    """A database of our own in the cluster of the tests, or None for SQLite."""
    address = os.environ.get("SALVE_TEST_POSTGRESQL")
    if not address:
        return None
    name = f"durability_{os.getpid()}"
    subprocess.run(["psql", "-q", "-v", "ON_ERROR_STOP=1", address, "-c", f"CREATE DATABASE {name}"], check=True)
    return re.sub(r"/postgres\?", f"/{name}?", address)


class Writer(threading.Thread):
    def __init__(self, salve, account):
        super().__init__(daemon=True)
        self.salve, self.account = salve, account
        self.ledger = {}  # text -> acknowledged id
        self.retried = 0
        self.ended = threading.Event()
        self.fault = None

    def run(self):
        number = 0
        while not self.ended.is_set():
            text = f"{self.account.username} {number}"
            try:
                self.ledger[text] = self.post(text)
            except Exception as fault:
                self.fault = fault
                return
            number += 1

    def post(self, text):
        session, deadline = requests.Session(), time.monotonic() + 60
        session.trust_env = False
        while True:
            try:
                answer = session.post(f"{self.salve.url}/api/v1/statuses", json={"status": text}, timeout=10,
                                      headers={"Authorization": f"Bearer {self.account.token}", "Idempotency-Key": text})
                if answer.status_code == 200:
                    return answer.json()["id"]
                if answer.status_code < 500:  # 503 while it starts or stops is no acknowledgment
                    raise AssertionError(f"{answer.status_code}: {answer.text}")
            except (requests.RequestException, ValueError):
                pass  # killed in between: nobody knows whether it was stored
            self.retried += 1
            if time.monotonic() > deadline:
                raise AssertionError(f"no answer to {text!r} for a minute")
            time.sleep(0.05)


def stored(salve, account):
    """(id, text) of everything that the account has posted."""
    me = salve.get("/api/v1/accounts/verify_credentials", account).json()["id"]
    address = f"/api/v1/accounts/{me}/statuses?limit=40"
    while address:
        answer = salve.get(address, account)
        for post in answer.json():
            yield post["id"], re.sub(r"<[^>]+>", "", post["content"])
        address = answer.links.get("next", {}).get("url") if answer.json() else None


def main(rounds):
    chance = random.Random(20_261)
    faults, rounds_done = [], 0
    with Salve(database=fresh_database()) as salve:
        writers = [Writer(salve, salve.account(f"writer{number}")) for number in range(WRITERS)]
        issuer, bookings = Issuer(salve), Bookings(salve)
        issuer.readers |= {"clinic@example.org"} | {patient.email for patient in bookings.patients}
        issuer.readers |= {writer.account.email for writer in writers}
        for writer in [*writers, issuer, bookings]:
            writer.start()
        while rounds_done < rounds or time.time() < bookings.due + 2:
            rounds_done += 1
            time.sleep(chance.uniform(0.3, 2.0))
            salve.kill()
            salve.start(60)
        time.sleep(1)
        for writer in [*writers, issuer]:
            writer.ended.set()
        for writer in writers:
            writer.join(90)
            if writer.fault:
                faults.append(f"{writer.account.username}: {writer.fault}")
        issuer.join(90)
        bookings.join(90)
        faults += issuer.faults([text for _, text in stored(salve, issuer.account)])
        faults += bookings.faults()
        acknowledged = 0
        for writer in writers:
            rows = list(stored(salve, writer.account))
            ids, texts = {id for id, _ in rows}, collections.Counter(text for _, text in rows)
            acknowledged += len(writer.ledger)
            faults += [f"{text!r} was acknowledged as {id} and is lost" for text, id in writer.ledger.items() if id not in ids]
            faults += [f"{text!r} is there {times} times" for text, times in texts.items() if times > 1]
        retried = sum(writer.retried for writer in writers)
        if not acknowledged or not retried:
            faults.append(f"nothing was tried: {acknowledged} acknowledged, {retried} sent again")
        salve.stop()
        check = salve.command("check", check=False)
        if check.returncode:
            faults.append(f"salve check: {check.stdout}{check.stderr}")
    print(f"{rounds_done} kills, {acknowledged} posts acknowledged, {retried} sent again; {len(issuer.ledger)} alerts, {issuer.retried} sent again, {issuer.told} letters of them; {len(bookings.patients)} bookings with their reminders, {bookings.retried} sent again")
    print("\n".join(faults[:50]))
    print("1 passed, 0 failed" if not faults else "0 passed, 1 failed")
    sys.exit(bool(faults))


main(int(sys.argv[1]) if len(sys.argv) > 1 else 8)
