# An organization that may warn writes an alert, looks at it and issues it; everybody sees it on every page.
account chief admin
account ada
account ben
account health organization
account shop

page chief GET /admin/alerts
200
  Who may issue alerts

page ada GET /admin/alerts
403

page chief POST /admin/alerts
  organization = @shop
  sender = alerts@larkspur.example
422
  organization-error

page chief POST /admin/alerts
  organization = @health
  sender = two words
422
  sender-error

page chief POST /admin/alerts
  organization = @health
  sender = alerts@larkspur.example
303
  Location: /admin/alerts

page chief POST /admin/alerts/{health}/people
  person = @ada
303

page chief POST /admin/alerts/{health}/people
  person = @nobody_here
422

page ben GET /alerts/desk
404

page ben POST /alerts/desk
  organization = {health}
422

page ada GET /alerts/desk
200
  health
  New alert

page ada POST /alerts/desk
  organization = {health}
303
  Location: /alerts/desk/
  keep draft Location: /alerts/desk/

page ben GET /alerts/desk/{draft}
404

# A draft may be unfinished; a word that CAP does not know is refused at its field.
page ada POST /alerts/desk/{draft}
  version = 1
  status = Actual
  severity = Terrible
422

page ada POST /alerts/desk/{draft}
  version = 1
  status = Actual
  severity = Severe
  urgency = Immediate
  certainty = Observed
  category = Health
  response = Shelter
  language_0 = en
  event_0 = Air quality
  headline_0 = Stay <indoors> & keep windows closed
  description_0 = The air is very unhealthy.
  instruction_0 = Close windows.
  language_1 = es
  event_1 = Calidad del aire
  headline_1 = Quédate en casa
  area_name = Jackson County
  circle = 242.3,-122.8 25
303

# What is wrong is said at its field when it should go out, and nothing goes out.
page ada POST /alerts/desk/{draft}/issue
  version = 2
422
  circle-error

page visitor GET /alerts
200
  No alert is in force.

page ada POST /alerts/desk/{draft}
  version = 2
  status = Actual
  severity = Severe
  urgency = Immediate
  certainty = Observed
  category = Health
  response = Shelter
  language_0 = en
  event_0 = Air quality
  headline_0 = Stay <indoors> & keep windows closed
  description_0 = The air is very unhealthy.
  instruction_0 = Close windows.
  language_1 = es
  event_1 = Calidad del aire
  headline_1 = Quédate en casa
  area_name = Jackson County
  circle = 42.3,-122.8 25
303

page ada GET /alerts/desk/{draft}
200
  As people will see it
  Stay &lt;indoors&gt; &amp; keep windows closed

page ada POST /alerts/desk/{draft}/issue
  version = 3
303
  Location: /alerts/
  keep alert Location: /alerts/

# The button pressed twice gives the same alert.
page ada POST /alerts/desk/{draft}/issue
  version = 3
303
  Location: /alerts/{alert}

page visitor GET /alerts/{alert}
200
  SpecialAnnouncement
  Severe alert · Air quality
  Stay &lt;indoors&gt; &amp; keep windows closed
  Jackson County
  Entry 1 of the record
  ! Update this alert

page visitor GET /alerts/{alert}?l=es
200
  Quédate en casa

page visitor GET /alerts/{alert}/light
200
  Content-Security-Policy: default-src 'none'; style-src 'sha256-
  Stay &lt;indoors&gt;
  ! <script

page ben GET /home
200
  id="above"><section class="alert severe"
  Got it

page visitor GET /explore
  > cookie: lang=es
200
  Quédate en casa

page ben POST /alerts/{alert}/seen
303
  Set-Cookie: alerts_seen=

page visitor GET /explore
200
  Severe alert
  ! Got it

# Followers elsewhere and in apps read it as a post of the organization.
visitor GET /api/v1/accounts/{health}/statuses
200
  Stay &lt;indoors&gt; &amp; keep windows closed

visitor GET /api/salve/v1/alerts/record
200
  "entries":[{"number":1
  "kind":"issued"
  "last":1

# An update says what changed and takes the alert's place; ending it clears every page.
page ben POST /alerts/{alert}/update
  type = Update
404

page ada POST /alerts/{alert}/update
  type = Cancel
303
  keep ending Location: /alerts/desk/

page ada POST /alerts/desk/{ending}/issue
  version = 1
422
  changed-error

page ada POST /alerts/desk/{ending}
  version = 1
  changed = The air is good again.
  why = It rained.
  status = Actual
  severity = Severe
  urgency = Past
  certainty = Observed
  category = Health
  response = AllClear
  language_0 = en
  event_0 = Air quality
  headline_0 = You can open the windows
303

page ada POST /alerts/desk/{ending}/issue
  version = 2
303

page visitor GET /explore
200
  ! class="alert

page visitor GET /alerts/{alert}
200
  There is a newer version of this alert
  The air is good again.

page visitor GET /alerts/record
200
  cancelled

page visitor GET /alerts/12345
404

page chief POST /admin/alerts/{health}/revoke
303

page ada GET /alerts/desk
404
