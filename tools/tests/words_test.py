"""How texts are found in the sources, and what check_words.py refuses."""
import pathlib, sys, tempfile, unittest

root = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(root / "tools"))
import check_words


def found(source, folder="posts"):
    with tempfile.TemporaryDirectory() as parent:
        path = pathlib.Path(parent, folder, "pages.cpp")
        path.parent.mkdir()
        path.write_text(source)
        return check_words.of_code(path)


def faults(locale, catalog, texts):
    return list(check_words.faults_of(locale, catalog, dict.fromkeys(texts, "x.html")))


class Finding(unittest.TestCase):
    def test_what_is_shown_is_found(self):
        self.assertEqual(found('auto a = words("sign in"); return refuse(Why::gone, "gone");'), {"sign in", "gone"})

    def test_a_table_of_labels_is_found_and_its_addresses_are_not(self):
        self.assertEqual(found('Tab tabs[] = {{"/home", "house", "Home"}, {"/local", "globe", "All of us"}};'), {"Home", "All of us"})

    def test_a_figure_in_a_refusal_is_an_argument(self):
        self.assertEqual(found('return refuse_field("a", "ERR_TOO_LONG", "At most " + std::to_string(most) + " words.");'), {"At most {number} words."})

    def test_a_text_in_two_literals_is_one(self):
        self.assertEqual(found('words("One half, "\n      "the other half.")'), {"One half, the other half."})

    def test_what_developers_read_is_not_shown(self):
        self.assertEqual(found('pages.get("/a", show).says("Shows all of it"); throw Broken("It broke");\n// "A remark"\n'), set())
        self.assertEqual(found('return refuse(Why::gone, "Gone away");', "mastodon"), set())


class Checking(unittest.TestCase):
    def test_whole_catalogs_pass(self):
        self.assertEqual(faults("es", {"Save": "Guardar"}, ["Save"]), [])

    def test_a_missing_and_an_unused_message_fail(self):
        self.assertEqual(len(faults("es", {}, ["Save"])), 1)
        self.assertEqual(len(faults("es", {"Save": "Guardar", "Old": "Viejo"}, ["Save"])), 1)

    def test_other_arguments_fail(self):
        self.assertEqual(len(faults("es", {"To {name}": "A {nombre}"}, ["To {name}"])), 1)

    def test_a_plural_has_every_category_of_its_language(self):
        english = "{n, plural, one {# post} other {# posts}}"
        self.assertEqual(faults("es", {english: "{n, plural, one {# cosa} other {# cosas}}"}, [english]), [])
        self.assertEqual(len(faults("ar", {english: "{n, plural, one {a} two {b} few {# c} other {# d}}"}, [english])), 2)
        self.assertEqual(faults("ar", {english: "{n, plural, =0 {z} zero {z} one {a} two {b} few {# {x}} many {# c} other {# d}}".replace(" {x}", "")}, [english]), [])


if __name__ == "__main__":
    result = unittest.main(exit=False).result
    bad = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - bad} passed, {bad} failed")
    sys.exit(bool(bad))
