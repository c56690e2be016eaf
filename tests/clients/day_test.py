"""masto.js, megalodon and tsl-mastodon-api, unmodified, through a day of an app: see *_day.mjs."""
import json, pathlib, subprocess, threading, unittest
from tests.clients.pages import approve
from tests.clients.server import Salve

here = pathlib.Path(__file__).parent


def run(name):
    """The faults of each step, and what the program said when it ended early."""
    with Salve() as salve:
        ada, ben = salve.account("ada"), salve.account("ben")
        program = subprocess.Popen([str(here / "node_modules/.bin/node"), str(here / f"{name}_day.mjs"), salve.url, ben.token], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        alarm = threading.Timer(180, program.kill)
        alarm.start()
        steps = {}
        try:
            for line in program.stdout:
                said = json.loads(line)
                if "approve" in said:
                    window = approve(salve.url, said["approve"], ada)
                    program.stdin.write(max(window.text.split(), key=len) + "\n")
                    program.stdin.flush()
                else:
                    steps[said["step"]] = said["fault"]
            return steps, program.stderr.read() if program.wait() else ""
        finally:
            alarm.cancel()
            program.kill()


class Days(unittest.TestCase):
    def check(self, name, fewest):
        steps, wrong = run(name)
        self.assertEqual(wrong, "")
        self.assertGreaterEqual(len(steps), fewest)
        for step, fault in steps.items():
            with self.subTest(step):
                self.assertIsNone(fault)

    def test_masto_js(self):
        self.check("masto", 13)

    def test_megalodon(self):
        self.check("megalodon", 16)

    def test_tsl_mastodon_api(self):
        self.check("tsl", 13)
