"""Chromium against the real program: python3 -m tests.browser [WORD...] runs the scenarios whose titles hold a word.

Starts a server with a few people, and lets pages_test.mjs drive a browser. Screenshots go to build/screenshots.
"""
import json, os, pathlib, subprocess, sys
from tests.browser import history
from tests.clients.server import Salve

here = pathlib.Path(__file__).resolve().parent
with Salve({"server.name": "Larkspur", "html.pseudo_locales": True, "reviews.wait_hours": 0}) as salve:
    people = {name: vars(salve.account(name, *more)) for name, more in {
        "patient": (), "neighbor": (), "hospital": ("--kind", "organization"), "clinic": ("--kind", "organization"), "harbor": ("--kind", "organization"), "matron": ("--role", "admin")}.items()}
    history.told_of(salve, people["harbor"])
    me = salve.get("/api/v1/accounts/lookup?acct=hospital").json()["id"]
    salve.post(f"/api/v1/accounts/{me}/follow", people["patient"]["token"])
    said = salve.say(people["hospital"]["token"], "Flu vaccination starts on Monday. Walk in, no appointment needed. #FluSeason https://larkspur.example/flu")
    salve.say(people["neighbor"]["token"], "Is there parking near the side entrance?", in_reply_to_id=said["id"])
    salve.say(people["hospital"]["token"], "The needle is short and thin.", spoiler_text="Needles", sensitive=True)
    mine = salve.say(people["patient"]["token"], "Thank you for the quick call back.")
    salve.post(f"/api/v1/statuses/{mine['id']}/favourite", people["neighbor"]["token"])
    salve.post(f"/api/v1/statuses/{mine['id']}/reblog", people["hospital"]["token"])
    salve.say(people["hospital"]["token"], "@patient You are welcome. Call again if it comes back.", in_reply_to_id=mine["id"])
    salve.say(people["hospital"]["token"], "قسم الطوارئ مفتوح طوال الليل", language="ar")
    facts = {"url": salve.url, "people": people, "post": said["id"], "only": sys.argv[1:]}
    done = subprocess.run(["node", str(here / "pages_test.mjs")], env={**os.environ, "SALVE_FACTS": json.dumps(facts)}, timeout=2200)
sys.exit(done.returncode)
