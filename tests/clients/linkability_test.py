"""No byte joins a review to who wrote it: everything that is given about reviews and about people is compared.

A join is a fact that only one author's bytes hold and that stands in a review's bytes too: a name, an id, an address of a
picture, the hash of any of them, or a moment. The same search finds every join that is planted, so an empty answer means something.
"""
import base64, calendar, hashlib, json, pathlib, re, sqlite3, time, unittest
from tests.clients.pages import Browser
from tests.clients.server import Salve

PEOPLE = ["marigold", "peregrine", "valentina", "bartholomew", "clementine", "thaddeus", "wilhelmina", "ferdinand"]
# What each writes in a review, and nowhere else.
STORIES = [f"Review text {word}: they were on time." for word in ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel")]
FORGE = {"Accept": "application/activity+json"}


def atoms(text):
    """Everything in a text that could be a fact about somebody: words, numbers, addresses' parts, tokens."""
    return set(re.findall(r"[A-Za-z0-9_\-]{4,}", text))


def hashed(facts):
    """What a careless server would take for a pseudonym: plain hashes of what it knows of somebody."""
    made = set()
    for fact in facts:
        if len(fact) > 64:
            continue
        for kind in (hashlib.md5, hashlib.sha1, hashlib.sha256):
            digest = kind(fact.encode()).digest()
            made |= {digest.hex(), base64.urlsafe_b64encode(digest).decode().rstrip("="), digest.hex()[:16], str(int.from_bytes(digest[:8], "big") >> 1)}
        made.add(base64.urlsafe_b64encode(fact.encode()).decode().rstrip("="))
    return made


def moments(text, begin, end):
    """Moments between begin and end (seconds) that a text holds, in any usual spelling and inside of ids."""
    found = set()
    for minute, second in re.findall(r"(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?", text):
        since = calendar.timegm(time.strptime(minute + (second or ":00"), "%Y-%m-%dT%H:%M:%S"))
        if since <= end and since + (1 if second else 60) > begin:
            found.add(minute + second)
    for digits in re.findall(r"\d{10,19}", text):
        number = int(digits)
        for seconds in (number, number / 1000, (number >> 16) / 1000):
            if begin <= seconds <= end:
                found.add(time.strftime("%Y-%m-%dT%H:%M", time.gmtime(seconds)))
    return found


def joins(people, reviews, begin, end):
    """people, reviews: {name: bytes that are given about it}. Every (person, review, what they share and nobody else has)."""
    facts = {name: atoms(text) for name, text in people.items()}
    everywhere = set.intersection(*(atoms(text) for text in reviews.values()))
    found = []
    for name, own in facts.items():
        others = set.union(*(facts[other] for other in facts if other != name))
        only = own - others
        only |= hashed(only)
        for review, text in reviews.items():
            shared = (only & atoms(text)) - everywhere
            found += [(name, review, fact) for fact in sorted(shared)]
    for review, text in reviews.items():
        found += [("a moment", review, fact) for fact in sorted(moments(text, begin, end))]
    return found


def setUpModule():
    global salve, people, clinic, other, place, written, before, begin, end, links
    salve = Salve({"reviews.most_per_address": 0}).__enter__()
    unittest.addModuleCleanup(salve.__exit__, None, None, None)
    people = {name: salve.account(name) for name in PEOPLE}
    clinic = salve.account("rowanclinic", "--kind", "organization")
    other = salve.account("bystander")
    team = signed_in(clinic)
    team.open("/organizations/rowanclinic/places/new")
    team.submit(team.form_with("name", "street", "latitude"), name="Rowan Street Clinic", specialty="family", street="18 Rowan Street", city="Ashland",
                country="US", latitude="42.19", longitude="-122.70", zone="America/Los_Angeles", languages="en")
    place = re.search(r"/places/(\d+)", team.page.url).group(1)
    team.open("/organizations/rowanclinic/review-links")
    team.submit(team.form_with("location", "count"), location=place, count="3")
    links = re.findall(r"visit=([A-Za-z0-9_\-]+)", team.page.text)[::2]
    for number, name in enumerate(PEOPLE):
        salve.say(people[name].token, f"Hello, I am {name} and I garden near lot{number}quay.")
    before = {name: about_person(name) for name in PEOPLE}
    # What was there before anybody wrote is no moment of writing; nor is the batch.
    time.sleep(1.1)
    begin = time.time()
    written = [write(name, STORIES[number], links[number] if number < 3 else "") for number, name in enumerate(PEOPLE)]
    end = time.time()
    time.sleep(1.1)
    publish_all()


def signed_in(account):
    browser = Browser(salve.url)
    browser.sign_in(account)
    return browser


def write(name, story, link):
    browser = signed_in(people[name])
    browser.open(f"/care/{place}/review" + (f"?visit={link}" if link else ""))
    browser.submit(browser.form_with("told", "signed_as"), overall="4", told=story, mark_1="5")
    assert browser.status == 200, browser.text
    return re.search(r"<code>([A-Za-z0-9_\-]{20,})", browser.page.text).group(1)


def publish_all():
    """As if two days had passed: what is due is moved there while the server is down."""
    salve.stop()
    data = sqlite3.connect(next(pathlib.Path(salve.data).glob("*.db")))
    assert data.execute("SELECT COUNT(*) FROM review_waiting").fetchone()[0] == len(PEOPLE)
    assert all(due % (6 * 3600 * 1000) == 0 for due, in data.execute("SELECT due_at FROM review_waiting"))
    data.execute("UPDATE review_waiting SET due_at = 1")
    data.execute("UPDATE job_schedule SET next_at = 0 WHERE name = 'reviews.publish'")
    data.commit()
    data.close()
    salve.start()
    deadline = time.monotonic() + 20
    while len(listed()) < len(PEOPLE):
        assert time.monotonic() < deadline, "nothing was published"
        time.sleep(0.1)


def listed(**more):
    return salve.get(f"/api/salve/v1/care/{place}/reviews", params={"sort": "newest", "limit": 40, **more}).json()["reviews"]


def given(answer):
    """All of an answer: what its head tells as well."""
    kept = {name: value for name, value in answer.headers.items() if name.lower() not in ("date", "x-request-id")}
    return json.dumps(kept) + answer.text


def about_person(name):
    found = salve.get(f"/api/v1/accounts/lookup?acct={name}").json()
    addresses = [f"/api/v1/accounts/{found['id']}", f"/api/v1/accounts/{found['id']}/statuses", f"/@{name}", f"/@{name}?show=about", f"/@{name}.rss", f"/@{name}/feed"]
    federated = [f"/users/{name}", f"/users/{name}/outbox?page=true", f"/users/{name}/followers", f"/.well-known/webfinger?resource=acct:{name}@localhost"]
    texts = [given(salve.get(address)) for address in addresses] + [given(salve.get(address, headers=FORGE)) for address in federated]
    return "\n".join(texts) + people[name].email + people[name].token


def article_of(page, review):
    return re.search(rf'<article[^>]*id="r{review}".*?</article>', page, re.S).group(0)


def about_review(review):
    id = review["id"]
    texts = [json.dumps(review), given(salve.get(f"/api/salve/v1/reviews/{id}")), given(salve.get(f"/reviews/{id}"))]
    for sort in ("helpful", "newest", "lowest"):
        texts.append(article_of(salve.get(f"/care/{place}?tab=reviews&sort={sort}").text, id))
    for who in (clinic, other):
        texts.append(salve.get(f"/api/salve/v1/reviews/{id}", who).text)
    # A page of all reviews belongs to each; what stands in all of them joins nothing.
    texts.append(re.sub(r"<article.*?</article>", "", salve.get(f"/care/{place}").text, flags=re.S))
    texts.append(given(salve.get(f"/@rowanclinic")) + given(salve.get("/users/rowanclinic/outbox?page=true", headers=FORGE)))
    return "\n".join(texts)


class Linkability(unittest.TestCase):
    def test_no_byte_joins_a_review_to_who_wrote_it(self):
        reviews = {review["story"]: about_review(review) for review in listed()}
        self.assertEqual(sorted(reviews), sorted(STORIES))
        self.assertEqual(joins({name: about_person(name) for name in PEOPLE}, reviews, begin, end), [])

    def test_every_planted_join_is_found(self):
        texts = {name: about_person(name) for name in PEOPLE}
        reviews = {review["story"]: about_review(review) for review in listed()}
        account = salve.get("/api/v1/accounts/lookup?acct=marigold").json()
        now = int((begin + end) * 500)
        planted = {"the account's id": account["id"], "its name": "marigold", "its mailbox": "marigold@example.org",
                   "a hash of its id": hashlib.sha256(account["id"].encode()).hexdigest(), "another one": hashlib.md5(b"marigold").hexdigest(),
                   "its id as a token": base64.urlsafe_b64encode(hashlib.sha256(account["id"].encode()).digest()).decode().rstrip("="),
                   "what it posts about": "lot0quay", "a moment": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime((begin + end) / 2)),
                   "milliseconds": str(now), "an id that holds its moment": str(now << 16)}
        for what, leak in planted.items():
            with self.subTest(what):
                leaking = {**reviews, STORIES[0]: reviews[STORIES[0]] + f' data-x="{leak}"'}
                self.assertTrue(joins(texts, leaking, begin, end), what)

    def test_writing_moves_nothing_that_is_given_about_its_author(self):
        for name in PEOPLE:
            steady = lambda text: re.sub(r'[a-z]+_at": ?"[^"]*"|Date[^,]*,|csrf[^>]*>|name="csrf" value="[^"]*"|\d+ (minutes?|seconds?) ago|now</time>', "", text)
            self.assertEqual(atoms(steady(about_person(name))) ^ atoms(steady(before[name])), set(), name)

    def test_its_author_is_shown_the_same_bytes_as_anybody(self):
        for review in listed():
            author = PEOPLE[STORIES.index(review["story"])]
            address = f"/api/salve/v1/reviews/{review['id']}"
            self.assertEqual(salve.get(address, people[author]).text, salve.get(address, other).text)
            pages = []
            for who in (people[author], other):
                browser = signed_in(who)
                browser.open(f"/reviews/{review['id']}")
                pages.append(article_of(browser.page.text, review["id"]))
            self.assertEqual(*pages)

    def test_order_and_ids_follow_from_what_everybody_sees(self):
        reviews = listed()
        self.assertEqual(reviews, sorted(reviews, key=lambda each: (each["published"], int(each["id"])), reverse=True))
        for review in reviews:
            self.assertFalse(begin <= (int(review["id"]) >> 16) / 1000 <= end, "an id holds its moment")
            self.assertRegex(review["published"], r"^\d{4}-\d\d-\d\d$")
            self.assertNotIn("account", review)

    def test_logs_and_metrics_name_neither(self):
        log = pathlib.Path(salve.log).read_text()
        self.assertIn("/care/:id/review", log, "requests are not logged: this proves nothing")
        measured = salve.get("/metrics").text
        for review in listed():
            for secret in (review["id"], review["story"], *written, *links):
                self.assertNotIn(secret, log)
                self.assertNotIn(secret, measured)
        for name in PEOPLE:
            account = salve.get(f"/api/v1/accounts/lookup?acct={name}").json()["id"]
            for line in log.splitlines():
                if "review" in line:
                    self.assertNotIn(account, line)
                    self.assertNotIn(name, line)

    def test_the_database_alone_joins_nothing(self):
        salve.stop()
        try:
            data = sqlite3.connect(next(pathlib.Path(salve.data).glob("*.db")))
            tables = [name for name, in data.execute("SELECT name FROM sqlite_master WHERE type = 'table'") if not name.startswith("sqlite_")]
            rows = []
            for table in tables:
                try:
                    rows += [(table, "\t".join(map(str, row))) for row in data.execute(f'SELECT * FROM "{table}"')]
                except sqlite3.DatabaseError:
                    continue  # a virtual table without its module
            ids = {name: str(data.execute("SELECT id FROM account WHERE username = ?", (name,)).fetchone()[0]) for name in PEOPLE}
            stories = {str(id): told for id, told in data.execute("SELECT id, told FROM review")}
            data.close()
        finally:
            salve.start()
        self.assertEqual(len(stories), len(PEOPLE))
        texts = {name: "\n".join(row for _, row in rows if ids[name] in row) for name in PEOPLE}
        reviews = {told: "\n".join(row for table, row in rows if id in row and table != "event") for id, told in stories.items()}
        self.assertEqual(joins(texts, reviews, begin, end), [])
        # No row holds both, and the tokens' hashes stand in no row of a review.
        self.assertFalse([row for _, row in rows if any(id in row for id in stories) and any(id in row for id in ids.values())])
        used = {hashlib.sha256(link.encode()).digest() for link in links}
        hashes = {base64.urlsafe_b64encode(each).decode().rstrip("=") for each in used}
        self.assertEqual(len([row for table, row in rows if table == "review_visit" and any(each in row for each in hashes)]), 3)
        self.assertFalse([row for table, row in rows if table != "review_visit" and any(each in row for each in hashes)])


if __name__ == "__main__":
    unittest.main()
