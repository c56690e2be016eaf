"""Pages as a browser without scripts sees them: follow links, fill forms in, press buttons; cookies are kept."""
import html.parser, re, urllib.parse
import requests


class Form:
    def __init__(self, attributes):
        self.attributes = attributes
        self.fields = {}
        self.buttons = []  # attributes of each, its text under ""


class Reader(html.parser.HTMLParser):
    """Forms with what they would send. A control may stand outside its form and name it: form="act"."""
    def __init__(self, text):
        super().__init__()
        self.forms, self.by_id, self.loose, self.open, self.area, self.button = [], {}, [], None, None, None
        self.texts = []
        self.feed(text)
        for owner, control in self.loose:
            if owner in self.by_id:
                control(self.by_id[owner])

    def keep(self, attributes, control):
        if attributes.get("form"):
            self.loose.append((attributes["form"], control))
        elif self.open:
            control(self.open)

    def handle_starttag(self, tag, pairs):
        at = dict(pairs)
        name, value = at.get("name"), at.get("value") or ""
        if tag == "form":
            self.open = Form(at)
            self.forms.append(self.open)
            if at.get("id"):
                self.by_id[at["id"]] = self.open
        elif tag == "input" and name:
            kind = at.get("type", "text")
            if kind in ("checkbox", "radio") and "checked" not in at or kind in ("submit", "file", "button"):
                return
            self.keep(at, lambda form: form.fields.__setitem__(name, value or ("on" if kind == "checkbox" else "")))
        elif tag in ("textarea", "select") and name:
            self.area = (at, [])
        elif tag == "option" and self.area and ("selected" in at or not self.area[1]):
            self.area[1][:] = [value]
        elif tag == "button":
            self.button = dict(at, **{"": ""})
            button = self.button
            self.keep(at, lambda form: form.buttons.append(button))

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = None
        elif tag == "button":
            self.button = None
        elif tag in ("textarea", "select") and self.area:
            at, parts = self.area
            self.area = None
            text = "".join(parts).removeprefix("\n")
            self.keep(at, lambda form: form.fields.__setitem__(at["name"], text))

    def handle_data(self, data):
        self.texts.append(data)
        if self.area and self.lasttag == "textarea":
            self.area[1].append(data)
        if self.button is not None:
            self.button[""] += data


class Browser:
    def __init__(self, url):
        self.url = url
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers.update({"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                                     "Accept": "text/html"})
        self.page = None

    def take(self, answer):
        self.page = answer
        self.reader = Reader(answer.text)
        return self

    @property
    def status(self):
        return self.page.status_code

    @property
    def text(self):
        return re.sub(r"\s+", " ", " ".join(self.reader.texts))

    def open(self, address):
        return self.take(self.session.get(urllib.parse.urljoin(self.page.url if self.page else self.url, address), timeout=20))

    def form_with(self, *names):
        for form in self.reader.forms:
            if all(name in form.fields for name in names):
                return form
        raise AssertionError(f"no form with {names} on {self.page.url}: {[form.fields for form in self.reader.forms]}\n{self.text[:600]}")

    def submit(self, form, button=None, **fields):
        """`button`: a part of its text; the first button without one."""
        pressed = [each for each in form.buttons if button is None or button.lower() in each[""].lower()]
        assert pressed or button is None, f"no button {button!r} on {self.page.url}: {[each[''] for each in form.buttons]}"
        pressed = pressed[0] if pressed else {}
        values = {**form.fields, **fields}
        if pressed.get("name"):
            values[pressed["name"]] = pressed.get("value") or ""
        target = urllib.parse.urljoin(self.page.url, pressed.get("formaction") or form.attributes.get("action") or self.page.url)
        method = (pressed.get("formmethod") or form.attributes.get("method") or "get").upper()
        origin = "{0.scheme}://{0.netloc}".format(urllib.parse.urlsplit(self.page.url))
        return self.take(self.session.request(method, target, timeout=20, headers={"Origin": origin, "Sec-Fetch-Site": "same-origin"},
                                              **{"params" if method == "GET" else "data": values}))

    def sign_in(self, account, address="/sign-in"):
        self.open(address)
        form = self.form_with("login", "password")
        return self.submit(form, login=account.username, password=account.password)


def approve(site, address, person, **chosen):
    """What a person does in the window that an app opens; gives the address or the page that they end at. `chosen`: fields of it."""
    window = Browser(site).open(address)
    sign_in = window.form_with("login", "password")
    window.submit(sign_in, login=person.username, password=person.password)
    for form in window.reader.forms:
        for button in form.buttons:
            if button.get("value") == "allow" or button[""].strip().lower() in ("allow", "authorize", "approve"):
                window.session.max_redirects = 5
                return window.submit(form, button[""].strip(), **chosen)
    raise AssertionError(f"no way to allow the app: {window.text[:800]}")
