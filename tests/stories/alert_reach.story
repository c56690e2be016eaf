# An alert reaches people by push, mail and other sites' pages; its issuer sees how many, and nobody else.
account chief admin
account ada
account ben
account health organization

page chief POST /admin/alerts
  organization = @health
  sender = alerts@larkspur.example
303

page health POST /alerts/desk
  organization = {health}
303
  keep draft Location: /alerts/desk/

page health POST /alerts/desk/{draft}
  version = 1
  status = Exercise
  severity = Severe
  urgency = Immediate
  certainty = Observed
  category = Health
  response = Shelter
  language_0 = en
  event_0 = Air quality
  headline_0 = Stay <indoors>
  description_0 = The air is very unhealthy.
  language_1 = es
  event_1 = Calidad del aire
  headline_1 = Quédate en casa
  area_name = Jackson County
  circle = 42.3,-122.8 25
303

page health POST /alerts/desk/{draft}/issue
  version = 2
303
  keep alert Location: /alerts/

# A frame for other sites: no cookie is read, no script runs.
page visitor GET /alerts/widget
200
  Content-Security-Policy: default-src 'none'; style-src 'sha256-
  frame-ancestors *
  Refresh: 60
  Exercise: nothing is happening
  Stay &lt;indoors&gt;
  ! <script

page visitor GET /alerts/widget?lang=ar&theme=dark
  > cookie: lang=es
200
  dir="rtl" data-theme="dark"

page visitor GET /alerts/widget?issuer=health&lang=es
200
  Quédate en casa

page visitor GET /alerts/widget?point=10,10
200
  No alert is in force.

page visitor GET /alerts/widget?area=Nowhere
422

page visitor GET /alerts/widget?issuer=nobody_here
422

visitor GET /api/salve/v1/alerts?point=42.3,-122.8&lang=es
200
  "alerts":[{"id":"{alert}"
  "status":"Exercise"
  "issuer":{"name":
  "language":"es"
  "headline":"Quédate en casa"
  "areas":[{"description":"Jackson County"

visitor GET /api/salve/v1/alerts?point=10,10
200
  {"alerts":[]}

visitor GET /api/salve/v1/alerts?point=north
422
  "point"

visitor GET /api/salve/v1/alerts?area=ISO3166-2:XX-99
422
  "area"

page ben GET /home
200
  Exercise: nothing is happening

page ben POST /alerts/{alert}/seen
303

page health GET /alerts/{alert}/reach
200
  data-channel="concerned"
  data-channel="seen">1<
  data-channel="widget">3<

page ben GET /alerts/{alert}/reach
404

page ada GET /live/alerts/{alert}/reach
404

page visitor GET /alerts/letters/made-up
404

page visitor POST /alerts/letters/made-up
404
