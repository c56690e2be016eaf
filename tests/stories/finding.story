# People find care by what it does, where it is and when it is open; a team brings its places in from a file.
account ben
account clinic organization

visitor GET /care
200
  Permissions-Policy: camera=(), microphone=(), geolocation=(self)
  Find care
  Nothing fits all of this.
  Nobody can buy a better place

page ben GET /organizations/clinic/import
404

page clinic POST /organizations/clinic/import
422
  Choose a file.

# What would change is shown before anything is written; a fault is told by its line.
page clinic POST /organizations/clinic/import
  text = identifier;colour
422
  There is no such column.
  Nothing is written while there is a fault.

page clinic POST /organizations/clinic/places/new
  name = Rowan Street
  specialty = family
  city = Ashland
  country = US
  latitude = 42.19
  longitude = -122.7
  zone = America/Los_Angeles
303

visitor GET /care?q=doctor&near=Ashland
200
  1 place of care
  Rowan Street
  points
  Why this order

visitor GET /care?q=dentist
200
  Nothing fits all of this.

visitor GET /api/salve/v1/care?q=doctor&near=ashland
200
  Access-Control-Allow-Origin: *
  "total":1
  "name":"Rowan Street"
  "score":null
  "match":40

page clinic GET /organizations/clinic/places.csv
200
  identifier,name,specialty
  Rowan Street

page clinic GET /organizations/clinic/places.fhir.json
200
  "resourceType":"Bundle"
  "resourceType":"Location"

page clinic GET /organizations/clinic/places.jsonld
200
  "@graph"

visitor GET /organizations/clinic/places.csv
303

# The position of a device stands in no address but rounded to about a kilometer.
page ben POST /care/position
  latitude = 42.19466
  longitude = -122.70948
  q = family doctor
303
  Location: /care?q=family%20doctor&kind=&at=42.19,-122.71

page ben POST /care/position
  latitude = far
  longitude = 0
422

visitor GET /care?near=Atlantis
200
  We do not know this place.

visitor GET /care/compare
200
  Choose two to four places in the list first.

visitor GET /api/salve/v1/care?near=Atlantis
422
  near

visitor GET /api/salve/v1/care/17
404
