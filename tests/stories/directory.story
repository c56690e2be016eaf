# An organization says where it gives care; everybody reads it, and moderators check who it is.
account chief moderator
account ada
account ben
account clinic organization

visitor GET /care/17
404

page ada GET /organizations/clinic
404

page ada POST /organizations/clinic/places/new
  name = Mine now
404

page clinic GET /organizations/clinic/places/new
200
  Add a place

# Each fault is told at its field, and what was typed stays.
page clinic POST /organizations/clinic/places/new
  name = Rowan Street
  specialty = family
  city = Ashland
  country = US
  latitude = 42.19
  longitude = -122.7
  zone = America/Los_Angeles
  hours_1 = 9:00-12:00, 11:00-17:00
422
  These opening hours overlap.
  9:00-12:00, 11:00-17:00

page clinic POST /organizations/clinic/places/new
  name = <b>Rowan Street</b>
  specialty = family
  city = Ashland
  country = US
  latitude = 42.19
  longitude = -122.7
  zone = America/Los_Angeles
422
  name-error
  Write plain text, without HTML.

page clinic POST /organizations/clinic/places/new
  name = Rowan Street
  specialty = family
  city = Ashland
  country = US
  latitude = north
  longitude = -122.7
  zone = America/Los_Angeles
422
  latitude-error

page clinic POST /organizations/clinic/places/new
  name = Rowan Street
  specialty = family
  description = Care for the whole family.
  street = 18 Rowan Street
  postal_code = 97520
  city = Ashland
  region = Oregon
  country = US
  latitude = 42.19
  longitude = -122.7
  phone = +1 541 555 0118
  website = rowan.example
  hours_1 = 9:00-12:00, 13:00-17:30
  hours_6 = 20:00-2:00
  exceptions = 2126-12-25 Christmas
  zone = America/Los_Angeles
  languages = en, es
  access[] = step_free
  insurance = Takes most insurance
  price = Self-pay from $45
  accepts_new = 1
303
  Location: /organizations/clinic/places/

page clinic GET /organizations/clinic
200
  Rowan Street
  keep place /organizations/clinic/places/

visitor GET /care/{place}
200
  application/ld+json
  "name":"Rowan Street"
  18 Rowan Street, 97520 Ashland, Oregon
  541 555 0118
  Step-free
  English, Spanish
  Takes most insurance, Self-pay from $45
  Takes new patients
  ! Not checked since
  ! Verified organization

visitor GET /care/{place}?tab=about
200
  Care for the whole family.
  9:00 am – 12:00 pm, 1:00 pm – 5:30 pm
  8:00 pm – 2:00 am
  25 December 2126
  Christmas
  America/Los_Angeles

visitor GET /care/{place}.json
200
  "resourceType":"Location"
  "code":"419772000"

visitor GET /@clinic
200
  Places of care
  /care/{place}

# Services, and people whose credentials a moderator looks up.
page clinic POST /organizations/clinic/places/{place}/services
  specialty = vaccination
  video = 1
303

page clinic POST /organizations/clinic/places/{place}/services
  specialty = vaccination
422
  Say how people come to it

page clinic POST /organizations/clinic/places/{place}/staff
  name = Amara Okafor
  role = Doctor
  credential = MD
  registry = Oregon 1234
  account = @ben
303

visitor GET /care/{place}?tab=team
200
  Amara Okafor
  Not checked

page ada GET /admin/claims
403

page chief GET /admin/claims
200
  Amara Okafor
  keep staff /admin/credentials/

page chief POST /admin/credentials/{staff}
303

visitor GET /care/{place}?tab=team
200
  Checked by chief

# The mark: asked for by an owner, given by a moderator with what proves it, and taken again with a reason.
page ada POST /organizations/clinic/mark
  statement = It is mine.
404

page clinic POST /organizations/clinic/mark
  statement =
422
  statement-error

page clinic POST /organizations/clinic/mark
  statement = We are the clinic at Rowan Street.
  address = https://register.example/rowan
303

page clinic GET /organizations/clinic/mark
200
  A moderator will look at it

page chief GET /admin/claims
200
  clinic
  keep claim /admin/claims/

page ada GET /admin/claims/{claim}
403

page chief GET /admin/claims/{claim}
200
  We are the clinic at Rowan Street.
  https://register.example/rowan

page chief POST /admin/claims/{claim}
  grant = 1
303

visitor GET /care/{place}
200
  Verified organization

page chief POST /admin/claims/{claim}
  grant = 0
  answer = too late
409

page chief GET /moderation/record
200
  directory.mark.grant

page chief POST /admin/organizations/unmark
  organization = @clinic
  reason = It closed.
303

visitor GET /care/{place}
200
  ! Verified organization

# One press says that all of it still holds.
page ada POST /organizations/clinic/places/{place}/confirm
404

page clinic POST /organizations/clinic/places/{place}/confirm
303
  Location: /organizations/clinic?saved=1

# A place that closed keeps its page, and says so.
page clinic POST /organizations/clinic/places/{place}
  name = Rowan Street
  specialty = family
  city = Ashland
  country = US
  latitude = 42.19
  longitude = -122.7
  zone = America/Los_Angeles
  closed = 1
303

visitor GET /care/{place}
200
  Closed for good

page clinic POST /organizations/clinic/places/{place}
  name = Rowan Street
  specialty = family
  city = Ashland
  country = US
  latitude = 42.19
  longitude = -122.7
  zone = America/Los_Angeles
303

# After half a year without a word of its team, the page says so.
later 4416

visitor GET /care/{place}
200
  Not checked since
