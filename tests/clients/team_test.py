"""A member of a team lets an app in as the organization: it posts as that, the team knows who did, and with the role the app ends."""
import re, unittest
from mastodon import Mastodon
from mastodon.errors import MastodonUnauthorizedError
from tests.clients.pages import Browser, approve
from tests.clients.server import Salve

SCOPES = ["read", "write"]
OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"


def setUpModule():
    global salve, ada, clinic, other, owner
    salve = Salve().__enter__()
    unittest.addModuleCleanup(salve.__exit__, None, None, None)
    ada, other = salve.account("ada"), salve.account("other")
    clinic = salve.account("clinic", "--kind", "organization")
    owner = signed_in(clinic)
    owner.open("/organizations/clinic/team")
    owner.submit(owner.form_with("person", "role"), person="@ada", role="editor")
    member = signed_in(ada)
    member.open("/organizations")
    member.submit(next(form for form in member.reader.forms if form.attributes.get("action", "").endswith("/join")), "Join")


def signed_in(account):
    browser = Browser(salve.url)
    browser.sign_in(account)
    return browser


def app_of(person, **chosen):
    client, secret = Mastodon.create_app("Desk", scopes=SCOPES, redirect_uris=OUT_OF_BAND, api_base_url=salve.url)
    app = Mastodon(client_id=client, client_secret=secret, api_base_url=salve.url)
    window = approve(salve.url, app.auth_request_url(redirect_uris=OUT_OF_BAND, scopes=SCOPES), person, **chosen)
    app.log_in(code=max(window.text.split(), key=len), redirect_uri=OUT_OF_BAND, scopes=SCOPES)
    return app


class AsTheOrganization(unittest.TestCase):
    def test_what_the_app_posts_is_the_organizations_and_who_did_is_known_to_its_team_until_the_role_ends(self):
        clinic_id = salve.get("/api/v1/accounts/lookup?acct=clinic").json()["id"]
        app, own = app_of(ada, **{"as": clinic_id}), app_of(ada)
        self.assertEqual(app.account_verify_credentials().username, "clinic")
        self.assertEqual(own.account_verify_credentials().username, "ada")
        post = app.status_post("The flu clinic is open until eight")
        self.assertEqual(post.account.username, "clinic")

        # No byte that others get of it names who wrote it; the team's record does.
        seen = salve.get(f"/api/v1/statuses/{post.id}", other).text + salve.get(f"/@clinic/{post.id}").text
        self.assertIn("The flu clinic is open until eight", seen)
        self.assertIsNone(re.search(r"\bada\b", seen))
        record = owner.open("/organizations/clinic/record").text
        self.assertRegex(record, rf"ada\b[\s\S]*post {post.id}")

        # An app that did not ask for a person's choice goes on being theirs, whatever the role.
        team = owner.open("/organizations/clinic/team")
        lower = next(form for form in team.reader.forms if "role" in form.fields and re.search(r"/team/\d+$", form.attributes.get("action", "")))
        owner.submit(lower, role="analyst")
        with self.assertRaises(MastodonUnauthorizedError):
            app.account_verify_credentials()
        with self.assertRaises(MastodonUnauthorizedError):
            app.status_post("Still here?")
        self.assertEqual(own.account_verify_credentials().username, "ada")
        self.assertEqual([each.content for each in own.account_statuses(clinic_id)], [post.content])

    def test_nobody_lets_an_app_in_as_an_organization_that_is_not_theirs(self):
        clinic_id = salve.get("/api/v1/accounts/lookup?acct=clinic").json()["id"]
        client, secret = Mastodon.create_app("Other", scopes=SCOPES, redirect_uris=OUT_OF_BAND, api_base_url=salve.url)
        app = Mastodon(client_id=client, client_secret=secret, api_base_url=salve.url)
        window = approve(salve.url, app.auth_request_url(redirect_uris=OUT_OF_BAND, scopes=SCOPES), other, **{"as": clinic_id})
        self.assertEqual(window.status, 422)
        self.assertIn("You do not act for this organization.", window.text)
