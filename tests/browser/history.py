"""A place whose visitors told for a year and a half: what no test can write in a day, put into the stopped server's database."""
import pathlib, re, sqlite3, time, types
from tests.clients.pages import Browser


def months_before(count):
    """The first days of so many whole months, oldest first; the month that runs is none of them."""
    now = time.gmtime()
    last = now.tm_year * 12 + now.tm_mon - 2
    return [f"{month // 12}-{month % 12 + 1:02}" for month in range(last - count + 1, last + 1)]


def told_of(salve, organization):
    """Eighteen months of twelve people each, who marked what they were told better from the tenth month on; nine of them answered
    about cleanliness. Gives the place's number."""
    browser = Browser(salve.url)
    browser.sign_in(types.SimpleNamespace(**organization))
    browser.open(f"/organizations/{organization['username']}/places/new")
    browser.submit(browser.form_with("name", "street", "latitude"), name="Far Harbor Feet", specialty="podiatry", street="1 Quay", city="Dunedin",
                   country="NZ", latitude="-45.87", longitude="170.5", zone="Pacific/Auckland", languages="en")
    place = re.search(r"/places/(\d+)", browser.page.url).group(1)
    salve.stop()
    data = sqlite3.connect(next(pathlib.Path(salve.data).glob("*.db")))
    number = 10 ** 15
    for month, name in enumerate(months_before(18)):
        for person in range(12):
            number += 1
            usual = 3 + (person + month) % 3 - (person % 4 == 0)
            explained = min(5, 2 + person % 3 + (2 if month >= 9 else 0))
            data.execute("INSERT INTO review (id, location, reviewer, overall, mark_1, mark_2, mark_3, mark_4, mark_5, told, month, signed_as, language, verified, key_hash, standing, removed_for, published, "
                         "changed, weight, helpful, unhelpful, usefulness, leaves_at) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, 'They explained it.', ?, '', 'en', 1, '', 0, '', ?, '', 1, 0, 0, 0, 0)",
                         (number, int(place), f"person {number}", usual, usual, explained, usual, 4 if month == 17 and person < 9 else 0, name, f"{name}-{person + 1:02}"))
            data.execute("INSERT INTO review_theme (review, theme) VALUES (?, ?)", (number, "explaining" if person else "costs"))
    data.commit()
    data.close()
    salve.start()
    return place
