#!/usr/bin/env python3
"""Collects the English texts that pages, letters and refusals show, and checks that web/locales/*.json hold them all.

Fails on a text without a translation, on a translation that nothing shows, on other arguments than the English text's,
and on a plural that lacks a category of its language. Texts are found by reading the sources:
  [[..]] in templates; words("..."), refuse(.., "..") and their kin; and, in folders that make pages, every literal that
  reads as a text (a capital or a space in it), because tables of labels look like nothing special. A figure that code
  puts into a refusal is the argument {number}: "At most " + std::to_string(most) + " characters" is one text.
`--list` prints the texts, one JSON string a line; `--missing es` those that a catalog lacks.
"""
import json, pathlib, re, sys
from embed_pages import arguments, shrink

# What speaks to operators, developers and apps stays English: command lines, the log, the API's own documents.
SILENT_FOLDERS = {"activitypub", "base", "bus", "crypto", "db", "demo", "feeds", "fhir", "jobs", "links", "mastodon"}
SILENT_FILES = {"alerts": ["crisis", "metrics", "record", "templates_arabic", "templates_english", "templates_spanish", "words"], "app": "*", "areas": "*", "cap": ["calendar", "feeds", "hub", "indexes", "metrics", "polling", "reading", "routes", "signatures", "subscribing", "writing", "xml"], "feeds": "*", "http": "*", "accounts": ["apps", "oauth_endpoints", "sessions"], "directory": ["resources"], "drafts": ["api"], "mail": ["kept", "letter", "smtp"],
                "moderation": ["audit"], "filters": ["shield_words"], "posts": ["receiving"], "media": ["arriving", "catalogue", "cleaning", "copying", "formats", "process", "s3", "taking_api"],
                "push": ["encryption", "keys", "vapid"], "html": ["place", "preview", "prose", "serving", "template", "words"], "search": ["asked"], "questions": ["metrics"], "records": ["access"], "reviews": ["planted"]}
SPEAKING_FILES = {"app/admin_pages", "app/live_settings", "app/overview_pages", "app/settings_pages", "http/access", "http/answer_flow", "http/answering", "http/body"}
# Names that are the same everywhere, and what reads like a text but is none.
NO_TEXT = {"AuditEvent", "CarePlan", "Communication", "Consent", "Observation", "Patient", "QuestionnaireResponse",  # types of FHIR
           "extreme practice", "severe practice", "moderate practice", "minor practice", "Accept", "Vary", "Authorization", "Encryption", "Urgency", "OggS", "Z", "Command line", "WebPush ", "Passkey", "d MMMM y, h:mm a", "h:mm a",
           "Accept, Accept-Language, Cookie, Save-Data", "The push service answered ", "The push service does not answer.", "The push service does not take it now.", "The letter cannot be opened: is the key file another one?", "EEEEdMMMM", "EEEEdMMMMjmm", "M{number} {number}h1v1h-1z",
           "Validation failed: ", "SocialMediaPosting", "ProfilePage", "SpecialAnnouncement", "PostgreSQL", "SQLite, ",
           "Bundle", "Location", "Organization ", "HealthcareService", "Practitioner", "PractitionerRole", "in person",
           "Cel", "L/min", "Kroenke, Spitzer, Williams 2001", "Spitzer, Kroenke, Williams, Löwe 2006"}
PLURALS = {"en": {"one", "other"}, "es": {"one", "other"}, "ar": {"zero", "one", "two", "few", "many", "other"}}

LITERAL = r'"(?:[^"\\\n]|\\.)*"'
JOINED = rf'{LITERAL}(?:\s*(?:\+\s*[\w:.>\-]+(?:\([^"()]*(?:\([^()"]*\))?[^"()]*\))?(?:\s*(?:>>|<<)\s*\d+)?\)?\s*\+\s*)?{LITERAL})*'
SHOWN = [rf"words(?:\.plain)?\(\s*({JOINED})", rf"(?:Refusal\{{|refuse\()\s*(?:base::)?Why::\w+,\s*({JOINED})",
         rf'"ERR_\w+",\s*({JOINED})']
# Route descriptions, settings, headers, exceptions and the log are read by other people.
TECHNICAL = [r"\.(?:says|takes|takes_field|takes_file|gives|header|with|answers)\((?:[^\"()]*" + LITERAL + r")+[^\"()\n]*", r"(?:base::)?Setting<[^;]*?;", r"throw [^;]*;",
             r"\b(?:log|warn|note)(?:_\w+)?\([^;]*;", r'R"(\w*)\([\s\S]*?\)\1"', r"^\s*#.*$", r"^\s*//.*$", r"\s//[^\"\n]*$",
             r'\{"[a-z]{2,3}(?:-\w+)?", ' + LITERAL + r"\}", r"static_assert\([^;]*;"]


def joined(source):
    """The text of adjacent literals, with {number} for what code puts between two of them."""
    text, end = "", 0
    for match in re.finditer(LITERAL, source):
        text += "{number}" if "+" in source[end:match.start()] else ""
        text += re.sub(r"\\(.)", lambda escaped: {"n": "\n", "t": "\t"}.get(escaped[1], escaped[1]), match[0][1:-1])
        end = match.end()
    return text


def reads_as_text(text):
    if re.search(r"[<>=]|://|/\w+/|^[\w-]+/|-src|-(?:hint|error)\b|^\W*$|^[A-Z][\w]*(?:-[A-Z]\w*)+$|^\w*_\w*$", text.replace("=0", "")):
        return False
    return bool(re.match(r"[A-Z][a-z']*$|[A-Z].*[a-z]|\{\w.* ", text) or re.search(r"[a-z]{2,} [a-z{]", text))


def of_code(path):
    source = path.read_text().replace("'\"'", "' '").replace("'\\\"'", "' '")
    for pattern in TECHNICAL[4:]:
        source = re.sub(pattern, "", source, flags=re.M)
    texts = set()
    name = f"{path.parent.name}/{path.stem}"
    if path.parent.name in SILENT_FOLDERS:
        return texts
    silent = SILENT_FILES.get(path.parent.name, [])
    if name not in SPEAKING_FILES and (silent == "*" or path.stem in silent):
        return texts
    for pattern in SHOWN:
        texts |= {joined(found) for found in re.findall(pattern, source)}
    for pattern in TECHNICAL[:4]:
        source = re.sub(pattern, "", source, flags=re.M)
    return texts | {text for text in map(joined, re.findall(JOINED, source)) if reads_as_text(text)}


def all_texts():
    texts = {}
    for path in sorted(pathlib.Path("src").glob("*/pages/*.html")):
        for text in re.findall(r"\[\[(.*?)\]\]", shrink(path.read_text())):
            texts.setdefault(text, path)
    for path in sorted(pathlib.Path("src").glob("*/*.cpp")):
        for text in sorted(of_code(path)):
            if text.strip() and text not in NO_TEXT:
                texts.setdefault(text, path)
    about = re.search(rf'server\.about",\s*({JOINED})', pathlib.Path("src/base/settings.hpp").read_text())
    texts.setdefault(joined(about[1]), pathlib.Path("src/base/settings.hpp"))  # likewise what a server says about itself
    rules = re.search(rf'server\.rules",\s*({JOINED})', pathlib.Path("src/accounts/accounts.hpp").read_text())
    for rule in joined(rules[1]).split("; "):
        texts.setdefault(rule, pathlib.Path("src/accounts/accounts.hpp"))  # a server's first rules, until it writes its own
    return texts


def plural_faults(message, wanted):
    for options in re.finditer(r"\{\s*\w+\s*,\s*plural\s*,((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}", message):
        found = set(re.findall(r"(?:^|\s)([a-z]+)\s*\{", re.sub(r"\{(?:[^{}]|\{[^{}]*\})*\}", "{", options[1])))
        yield from sorted(wanted - found)


def faults_of(locale, catalog, texts):
    for english in texts:
        if english not in catalog:
            yield f"{texts[english]}: no words for {english!r}"
    for english, translated in catalog.items():
        if english not in texts:
            yield f"nothing shows {english!r}"
        elif set(arguments(english)[0]) != set(arguments(translated)[0]):
            yield f"other arguments than {english!r}"
        elif not translated.strip():
            yield f"an empty text for {english!r}"
        for category in plural_faults(translated, PLURALS.get(locale, {"other"})):
            yield f"no plural for {category!r} in {translated!r}"


def main(options):
    texts = all_texts()
    if "--list" in options:
        return print("\n".join(json.dumps(text, ensure_ascii=False) for text in sorted(texts)))
    faults = 0
    for path in sorted(pathlib.Path("web/locales").glob("*.json")):
        catalog = json.loads(path.read_text())
        if options[:1] == ["--missing"]:
            if path.stem == options[1]:
                print("\n".join(json.dumps(text, ensure_ascii=False) for text in texts if text not in catalog))
            continue
        for fault in faults_of(path.stem, catalog, texts):
            faults += 1
            print(f"{path}: {fault}")
    print(f"{len(texts)} texts, {faults} faults")
    sys.exit(faults > 0)


if __name__ == "__main__":
    main(sys.argv[1:])
