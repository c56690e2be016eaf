# People choose where and of what they are warned; each sees the alerts that concern them, and why.
account chief admin
account ada
account ben
account cleo
account health organization

page chief POST /admin/alerts
  organization = @health
  sender = alerts@larkspur.example
303

page chief POST /admin/alerts/{health}/people
  person = @ada
303

page visitor GET /settings/alerts
303
  Location: /sign-in

page ben GET /settings/alerts
200
  Permissions-Policy: camera=(), microphone=(), geolocation=(self)
  You chose no place.

# What makes no sense is said at its field, with nothing kept.
page ben POST /settings/alerts/places
  latitude = 91
  longitude = 0
  precision = 5
422
  position-error

page ben POST /settings/alerts/places
  latitude = 42.31234
  longitude = -122.87654
  precision = 2
422
  precision-error

page ben POST /settings/alerts/places
  outline = 17
  kind = home
422
  outline-error

page ben POST /settings/alerts/places
  q = Nowhere in particular
  search = 1
200
  We know no place with this name.

# Ben's place is near, Cleo's is far away; both are rounded.
page ben POST /settings/alerts/places
  latitude = 42.31234
  longitude = -122.87654
  precision = 5
  kind = family
  label = Grandma
303
  Location: /settings/alerts?saved=1

page ben GET /settings/alerts
200
  Grandma
  A position, to 5 km
  ! 42.31234
  keep removal /settings/alerts/places/
  ! You chose no place.

page cleo POST /settings/alerts/places
  latitude = -33.9
  longitude = 18.4
  precision = 20
  kind = home
303

page cleo POST /settings/alerts/places/{removal}
404

page ada POST /alerts/desk
  organization = {health}
303
  keep draft Location: /alerts/desk/

page ada POST /alerts/desk/{draft}
  version = 1
  status = Actual
  severity = Severe
  urgency = Immediate
  certainty = Observed
  category = Health
  response = Shelter
  language_0 = en
  event_0 = Wildfire smoke
  headline_0 = Keep windows closed
  description_0 = The air is very unhealthy.
  instruction_0 = Close windows.
  area_name = Jackson County
  circle = 42.3,-122.8 25
303

page ada POST /alerts/desk/{draft}/issue
  version = 2
303
  keep alert Location: /alerts/

page ben GET /home
200
  Keep windows closed

page cleo GET /home
200
  ! Keep windows closed

page visitor GET /explore
200
  Keep windows closed

page ben GET /alerts
200
  Concerns you: your place Grandma

page cleo GET /alerts
200
  Keep windows closed
  ! Concerns

page ada GET /alerts
200
  Concerns everybody here

# Apps find it among announcements, those alone whom it concerns, and may put it away.
ben GET /api/v1/announcements
200
  "id":"{alert}"
  Keep windows closed
  "read":false

cleo GET /api/v1/announcements
200
  []

ben POST /api/v1/announcements/{alert}/dismiss
200

ben GET /api/v1/announcements
200
  "read":true

# A topic concerns Cleo wherever she lives; nothing tells whether it is shown in a page's address.
page cleo POST /settings/alerts
  words = SMOKE
  mail = daily
303
  Location: /settings/alerts?saved=1

page cleo GET /alerts
200
  Concerns you: your topic smoke

page cleo GET /home
200
  Keep windows closed

page cleo POST /settings/alerts
  mail = none
303

page cleo GET /home
200
  ! Keep windows closed

page cleo POST /settings/alerts
  mail = sometimes
422

# A place that is taken away counts no more, for its owner alone.
page ben POST /settings/alerts/places/{removal}
303

page ben GET /alerts
200
  Concerns everybody here
