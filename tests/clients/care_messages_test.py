"""Nothing of a conversation with a care team lies open on the disk of a running server, in its database or beside it."""
import pathlib, unittest
from tests.clients.pages import Browser
from tests.clients.server import Salve

SCOPES = "read write care:read care:write"
PHRASES = ["Quillfeather", "Zanthoxylum", "Snorkelwort", "Grumblethorn", "Flimmerwick", "Dapplemoor", "Wobblenote"]


def everything_in(folder):
    """Each file with its bytes, and its name."""
    for path in pathlib.Path(folder).rglob("*"):
        yield str(path.relative_to(folder)), path.read_bytes() if path.is_file() else b""


class OnTheDisk(unittest.TestCase):
    def setUp(self):
        self.salve = Salve().__enter__()
        self.addCleanup(self.salve.__exit__, None, None, None)
        self.ada = self.salve.account("ada", scopes=SCOPES)
        self.clinic = self.salve.account("clinic", "--kind", "organization", scopes=SCOPES)
        self.hospital = self.salve.account("hospital", "--kind", "organization", scopes=SCOPES)
        for team in (self.clinic, self.hospital):
            window = Browser(self.salve.url)
            window.sign_in(team)
            window.open(f"/organizations/{team.username}/care-messages/settings")
            window.submit(window.form_with("hours_note"), open="1", hours_note="We answer within two days")

    def said(self, where, who, files=(), **fields):
        answer = self.salve.post(f"/api/salve/v1/care_messages{where}", who, data=fields, files=[("files[]", each) for each in files])
        self.assertEqual(answer.status_code, 200, answer.text)
        return answer.json()

    def looked_for(self):
        """The phrases that were found, and where; what everybody may read must be among it, so that the search is one."""
        found, open_words = set(), False
        for name, content in everything_in(self.salve.data):
            open_words = open_words or b"We answer within two days" in content
            found |= {(phrase, name) for phrase in PHRASES if phrase.encode() in content or phrase in name}
        self.assertTrue(open_words)
        return found

    def test_no_word_name_or_byte_of_a_conversation_lies_open(self):
        thread = self.said("", self.ada, [("Snorkelwort.txt", b"Grumblethorn " * 50_000)], organization="clinic", subject="Quillfeather question", text="Zanthoxylum at night")
        self.said(f"/{thread['id']}/messages", self.clinic, [("scan.pdf", b"%PDF-1.7 Dapplemoor")], text="Flimmerwick in the morning")
        window = Browser(self.salve.url)
        window.sign_in(self.ada)
        page = window.open(f"/care-messages/{thread['id']}")
        for phrase in ("Quillfeather", "Zanthoxylum", "Snorkelwort", "Flimmerwick"):
            self.assertIn(phrase, page.text)
        window.open(f"/care-messages/{thread['id']}/transfer")
        window.submit(window.form_with("to"), to="hospital")
        self.said(f"/{thread['id']}/messages", self.hospital, text="Wobblenote")
        whole = self.salve.get(f"/api/salve/v1/care_messages/{thread['id']}", self.ada).json()
        file = whole["messages"][0]["attachments"][0]
        self.assertEqual(self.salve.get(file["url"], self.ada).content, b"Grumblethorn " * 50_000)
        self.assertEqual(self.salve.get(file["url"], self.clinic).status_code, 404)
        self.assertEqual(self.looked_for(), set())
        self.salve.stop()
        self.assertEqual(self.looked_for(), set())

        # It was not lost, it was sealed: the same files open again, until the key is destroyed.
        self.salve.start()
        self.assertIn("Zanthoxylum at night", self.salve.get(f"/api/salve/v1/care_messages/{thread['id']}", self.ada).text)
        self.assertEqual(self.salve.delete(f"/api/salve/v1/care_messages/{thread['id']}", self.ada).status_code, 200)
        self.assertEqual(self.salve.get(f"/api/salve/v1/care_messages/{thread['id']}", self.ada).status_code, 404)
