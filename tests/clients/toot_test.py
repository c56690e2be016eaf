"""toot, as Debian ships it: a person at a terminal."""
import os, pathlib, re, select, subprocess, tempfile, time, unittest
from tests.clients.pages import approve
from tests.clients.server import Salve


def setUpModule():
    global salve, ada, home
    salve = Salve().__enter__()
    unittest.addModuleCleanup(salve.__exit__, None, None, None)
    folder = tempfile.TemporaryDirectory()
    unittest.addModuleCleanup(folder.cleanup)
    home = folder.name
    ada = salve.account("ada")
    salve.account("ben")


def environment():
    return {**os.environ, "XDG_CONFIG_HOME": home, "PYTHONUNBUFFERED": "1", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}


def sign_in():
    """toot login: it shows an address, the person goes there, and brings a code back."""
    toot = subprocess.Popen(["toot", "login", "--disable-https", "-i", f"localhost:{salve.port}"], env=environment(),
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    seen, deadline = "", time.monotonic() + 20
    while "[Y/n]" not in seen and time.monotonic() < deadline and toot.poll() is None:
        if select.select([toot.stdout], [], [], 0.1)[0]:
            seen += os.read(toot.stdout.fileno(), 4096).decode()
    address = re.search(r"http://\S+/oauth/authorize/\?\S+", seen)
    if not address:
        toot.kill()
        raise AssertionError(f"toot showed no address: {seen}")
    window = approve(salve.url, address.group(), ada)
    code = max(window.text.split(), key=len)
    rest, _ = toot.communicate(f"n\n{code}\n".encode(), timeout=20)
    assert b"Successfully logged in" in rest, rest.decode()


def toot(*arguments, fails=False):
    done = subprocess.run(["toot", *arguments], env=environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)
    output = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
    assert (done.returncode != 0) == fails, output
    return output


def post(text, *more):
    said = toot("post", text, *more)
    return re.search(r"(\d{6,})\s*$", said.strip()).group(1)


class Toot(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        sign_in()

    def test_it_knows_who_it_is_and_where(self):
        self.assertIn("@ada", toot("whoami"))
        self.assertIn(f"ada@localhost:{salve.port}", toot("auth"))
        self.assertIn("Salve", toot("instance", "--disable-https", f"localhost:{salve.port}"))

    def test_it_posts_replies_and_reads_the_thread(self):
        first = post("Does the clinic open on Sunday? #clinic")
        answer = post("It does, from ten", "--reply-to", first)
        thread = toot("thread", first)
        self.assertIn("Does the clinic open", thread)
        self.assertIn("It does, from ten", thread)
        self.assertIn(answer, thread)

    def test_visibility_and_content_note_arrive(self):
        said = post("About needles", "--visibility", "unlisted", "--spoiler-text", "Needles", "--language", "en")
        seen = salve.get(f"/api/v1/statuses/{said}", ada).json()
        self.assertEqual((seen["visibility"], seen["spoiler_text"], seen["language"]), ("unlisted", "Needles", "en"))

    def test_it_posts_a_picture_with_its_description(self):
        number = post("A picture", "--media", str(pathlib.Path(__file__).parent / "red.png"), "--description", "A red square")
        self.assertEqual(salve.get(f"/api/v1/statuses/{number}", ada).json()["media_attachments"][0]["description"], "A red square")

    def test_it_mutes_and_blocks(self):
        for act, back in (("mute", "unmute"), ("block", "unblock")):
            toot(act, "ben")
            toot(back, "ben")

    def test_it_reads_every_timeline(self):
        post("Seen everywhere #everywhere")
        for which in ([], ["--public"], ["--public", "--local"], ["--tag", "everywhere"]):
            self.assertIn("Seen everywhere", toot("timeline", "--once", *which), which)

    def test_marks(self):
        said = post("Marked")
        for action in ("favourite", "bookmark", "reblog", "pin"):
            self.assertIn("✓", toot(action, said), action)
        self.assertIn("Marked", toot("bookmarks", "--once"))
        self.assertIn("@ada", toot("reblogged_by", said))
        for action in ("unfavourite", "unbookmark", "unreblog", "unpin"):
            self.assertIn("✓", toot(action, said), action)
        seen = salve.get(f"/api/v1/statuses/{said}", ada).json()
        self.assertEqual((seen["favourited"], seen["bookmarked"], seen["reblogged"], seen["pinned"]), (False, False, False, False))

    def test_it_deletes(self):
        said = post("Gone soon")
        self.assertIn("deleted", toot("delete", said))
        self.assertEqual(salve.get(f"/api/v1/statuses/{said}", ada).status_code, 404)

    def test_it_finds_and_follows_people_and_hashtags(self):
        self.assertIn("@ben", toot("search", "ben"))
        self.assertIn("ben", toot("whois", "ben"))
        self.assertIn("now following", toot("follow", "ben"))
        self.assertIn("ben", toot("following", "ada"))
        self.assertIn("ada", toot("followers", "ben"))
        self.assertIn("no longer following", toot("unfollow", "ben"))
        self.assertIn("now following", toot("tags_follow", "sleep"))
        self.assertIn("sleep", toot("tags_followed"))

    def test_it_reads_and_clears_notifications(self):
        ben = salve.token("ben")
        salve.say(ben, "Hello @ada, how is the knee?")
        self.assertIn("how is the knee?", toot("notifications"))
        toot("notifications", "--clear")
        self.assertNotIn("how is the knee?", toot("notifications"))

    def test_it_shows_why_something_was_refused(self):
        self.assertIn("not found", toot("favourite", "1", fails=True).lower())
        self.assertIn("long", toot("post", "x" * 3001, fails=True).lower())
