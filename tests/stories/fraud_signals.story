# What looks like fraud waits for a moderator, stays public meanwhile, and counts in full again when it is dismissed.
account clinic organization
account ada
account ben
account mo moderator

page clinic POST /organizations/clinic/places/new
  name = Rowan Street Clinic
  specialty = family
  street = 18 Rowan Street
  city = Ashland
  region = Oregon
  country = US
  latitude = 42.19
  longitude = -122.70
  zone = America/Los_Angeles
  languages = en
303
  keep place Location: /organizations/clinic/places/

page ada POST /care/{place}/review
  overall = 5
  month = {month}
  told = The very best place in the whole town, everybody should go there at once.
200

page ben POST /care/{place}/review
  overall = 5
  month = {month}
  told = The very best place in the whole town, everybody should go there at once!
200

page mo GET /admin/reviews/signals
200
  Nothing waits.

page ada GET /admin/reviews/signals
403

page visitor GET /admin/reviews/signals
303

later 49
later 49

visitor GET /api/salve/v1/care/{place}/reviews
200
  The very best place
  The very best place

page mo GET /admin/reviews/signals
200
  Rowan Street Clinic
  2 reviews
  Each counts 20 %
  keep signal action="/admin/reviews/signals/

page ada POST /admin/reviews/signals/{signal}
  act = dismiss
  words = It is me
403

page mo POST /admin/reviews/signals/{signal}
  act = anything
422

page mo POST /admin/reviews/signals/{signal}
  act = dismiss
  words =
422
  Rowan Street Clinic

page mo POST /admin/reviews/signals/{signal}
  act = dismiss
  words = A couple who wrote it together, and said so.
303
  Location: /admin/reviews/signals?done

page mo GET /admin/reviews/signals?done
200
  Done. It stands in the record.
  Nothing waits.

page mo POST /admin/reviews/signals/{signal}
  act = keep
  words = Once more
409

# What was dismissed is not raised again.
later 49

page mo GET /admin/reviews/signals
200
  Nothing waits.
