"""What tools/check_layers.py lets pass and what it refuses, on small trees."""
import pathlib, subprocess, sys, tempfile, unittest

root = pathlib.Path(__file__).resolve().parents[2]
LAYERS = "base\ndb\nhttp html\nclosed: accounts media\napp\nhtml -> http  pages answer requests\n"
USED = {"html/page.cpp": '#include "http/router.hpp"\n'}  # the listed edge must be used


def check(files, layers=LAYERS):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {"LAYERS": layers, **USED, **files}.items():
            path = pathlib.Path(folder, "src", name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        done = subprocess.run([sys.executable, root / "tools/check_layers.py", folder + "/src"], capture_output=True, text=True)
        assert (done.returncode == 0) == (done.stdout == "layers: ok\n"), done
        return done.stdout.replace(folder + "/src/", "")


class CheckLayers(unittest.TestCase):
    def allowed(self, *lines, path="accounts/accounts.cpp", **more):
        self.assertEqual(check({path: "\n".join(lines) + "\n", **more}), "layers: ok\n")

    def refused(self, why, *lines, path="accounts/accounts.cpp", layers=LAYERS):
        self.assertIn(why, check({path: "\n".join(lines) + "\n"}, layers))

    def test_lower_tiers_and_the_own_folder_may_be_included(self):
        self.allowed('#include "base/id.hpp"', '#include "http/router.hpp"', '#include "accounts/inside.hpp"',
                     '#include "accounts/queries.hpp"', "#include <vector>")

    def test_a_header_beside_the_file_may_be_included(self):
        self.allowed('#include "world.hpp"', path="db/tests/a_test.cpp", **{"db/tests/world.hpp": ""})

    def test_higher_tiers_are_refused_with_the_line(self):
        self.refused("db/engine.cpp:2: db may not include http", "", '#include "http/router.hpp"', path="db/engine.cpp")

    def test_an_edge_inside_a_tier_must_be_listed(self):
        self.refused("accounts may not include media", '#include "media/media.hpp"')
        self.allowed('#include "http/router.hpp"', path="html/html.cpp")

    def test_a_listed_edge_must_be_used(self):
        self.refused("accounts -> media is no longer used", layers=LAYERS + "accounts -> media  avatars\n")

    def test_edges_must_not_form_a_ring(self):
        self.refused("ring", layers=LAYERS + "http -> html  never\n")

    def test_a_closed_folder_shows_its_face_only(self):
        self.allowed('#include "accounts/accounts.hpp"', path="app/site.cpp")
        self.refused("private to accounts", '#include "accounts/inside.hpp"', path="app/site.cpp")

    def test_a_world_for_tests_is_lent_to_tests_only(self):
        self.allowed('#include "accounts/testing.hpp"', path="app/tests/site_test.cpp")
        self.refused("private to accounts", '#include "accounts/testing.hpp"', path="app/site.cpp")

    def test_what_tests_share_is_for_tests_only(self):
        self.allowed('#include "people.hpp"', path="accounts/tests/a_test.cpp", **{"../tests/people.hpp": ""})
        shared = {"accounts/accounts.cpp": '#include "people.hpp"\n', "../tests/people.hpp": ""}
        self.assertIn("people.hpp has no tier", check(shared))

    def test_tests_read_json_with_a_parser_that_is_not_ours(self):
        self.allowed("#include <boost/json.hpp>", path="accounts/tests/a_test.cpp")
        self.refused("fenced off", "#include <boost/json.hpp>")
        self.refused("fenced off", "#include <boost/asio.hpp>", path="accounts/tests/a_test.cpp")

    def test_generated_headers_are_private_even_of_open_folders_and_to_tests(self):
        self.refused("html/pages.hpp is private to html", '#include "html/pages.hpp"')
        self.refused("db/queries.hpp is private to db", '#include "db/queries.hpp"', path="html/tests/a_test.cpp")

    def test_costly_headers_are_fenced(self):
        self.refused("fenced off", "#include <boost/asio.hpp>")
        self.refused("fenced off", "#include <boost/json.hpp>")
        self.refused("fenced off", "#include <boost/container/flat_map.hpp>")
        self.refused("fenced off", "#include <regex>", path="http/a.cpp")
        self.refused("fenced off", "#include <sqlite3.h>")
        self.allowed("#include <boost/json.hpp>", "#include <boost/beast.hpp>", path="http/a.cpp")
        self.allowed("#include <sqlite3.h>", path="db/a.cpp")

    def test_coroutines_stay_in_http(self):
        self.refused("coroutines stay in", "co_return;")
        self.allowed("co_await work;", path="http/a.cpp")
        self.refused("name the temporary", "co_await on([&] { work(); });", path="http/a.cpp")

    def test_a_folder_without_a_tier_is_refused(self):
        self.refused("has no tier", '#include "base/id.hpp"', path="stray/a.cpp")


if __name__ == "__main__":
    result = unittest.main(exit=False).result
    bad = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - bad} passed, {bad} failed")
    sys.exit(bool(bad))
