"""How pages and assets are turned into sources: what embed_pages.py and embed_assets.py make of small inputs."""
import pathlib, sys, tempfile, unittest

root = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(root / "tools"))
import embed_assets, embed_pages


def page(text):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "post_card.html")
        path.write_text(text)
        return "\n".join(embed_pages.page(path))


class Pages(unittest.TestCase):
    def test_each_placeholder_becomes_one_member_typed_by_its_use(self):
        made = page("{a}{!b}{?c}x{/c}{?a}y{/a}[[{d, plural, one {# of {e}} other {# of {f}}}]]{a}")
        struct = made[made.index("{") + 1:made.index("};")].split()
        self.assertEqual(" ".join(struct), "html::Text a; html::Markup b; html::Flag c; html::Text d; html::Text e; html::Text f;")
        self.assertIn("struct PostCard {", made)

    def test_comments_on_their_own_lines_and_indentation_are_left_out(self):
        self.assertEqual(embed_pages.shrink("<!-- Why -->\n<p>\n    a <!-- b -->\n</p>\n"), "<p>\na <!-- b -->\n</p>")
        self.assertEqual(embed_pages.shrink("[[one\n   text]]"), "[[one text]]")
        self.assertEqual(embed_pages.shrink("<pre>\n  a</pre>\n"), "<pre>\n  a</pre>")

    def test_an_icon_is_drawn_from_the_sprite_and_must_exist(self):
        self.assertRegex(page("{icon reply flip}"), r'<svg class="i flip"[^>]*><use href="/assets/i\.[0-9a-f]{10}\.svg#reply"/>')
        self.assertRaises(ValueError, page, "{icon no-such-icon}")

    def test_a_name_has_one_meaning_and_is_no_keyword(self):
        self.assertRaises(ValueError, page, "{a}{!a}")
        self.assertRaises(ValueError, page, "{class}")
        self.assertRaises(ValueError, page, "a { b }")
        self.assertIn("namespace post_card_", page("a {{ b"))


class Assets(unittest.TestCase):
    def test_a_style_sheet_loses_comments_and_spaces_but_no_meaning(self):
        self.assertEqual(embed_assets.minified_css("/* a\n b */\n.a :is(b) { color : red;\n  width:calc(1px + 2px); }\n\n.b{}\n"),
                         ".a :is(b){color : red;width:calc(1px + 2px)}.b{}")

    def test_a_script_loses_comment_lines_only(self):
        self.assertEqual(embed_assets.minified_script("// why\nlet a = 'http://b'; // c\n\n  a();\n"), "let a = 'http://b'; // c\na();\n")

    def test_an_address_names_the_content(self):
        self.assertEqual(embed_assets.address("a.css", b"x"), embed_assets.address("a.css", b"x"))
        self.assertNotEqual(embed_assets.address("a.css", b"x"), embed_assets.address("a.css", b"y"))

    def test_what_is_sent_stays_within_its_budget(self):
        embed_assets.check_budgets({"app.css": 10_000})
        self.assertRaises(SystemExit, embed_assets.check_budgets, {"app.css": 10_001})
        self.assertRaises(SystemExit, embed_assets.check_budgets, {"a.mjs": 3_500, "b.mjs": 3_500})


if __name__ == "__main__":
    result = unittest.main(exit=False).result
    bad = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - bad} passed, {bad} failed")
    sys.exit(bool(bad))
