"""Every entity has the fields and types that masto.js's published type definitions declare: see entities.mjs."""
import json, pathlib, subprocess, unittest
from tests.clients.server import Salve

here = pathlib.Path(__file__).parent


def setUpModule():
    global faults
    with Salve() as salve:
        people = [salve.account(name).token for name in ("ada", "ben")]
        admin = salve.account("chief", "--role", "admin", scopes="read write follow push admin:read admin:write").token
        done = subprocess.run([str(here / "node_modules/.bin/node"), str(here / "entities.mjs"), salve.url, *people, admin], capture_output=True, text=True, timeout=300)
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        faults = json.loads(done.stdout)




class Entities(unittest.TestCase):
    def test_masto_js_takes_every_answer_for_what_it_declares(self):
        self.assertGreater(len(faults), 100)
        for step, found in faults.items():
            with self.subTest(step):
                self.assertEqual(found, [])
