# Times that a clinic lays, booked by page, by app and from the waiting list; nobody sees another's.
account clinic organization
account rival organization
account nia
account otto
account ada
account ben

page clinic POST /organizations/clinic/team
  person = @nia
  role = responder
303
page nia POST /organizations/clinic/join
  decision = join
303
page rival POST /organizations/rival/team
  person = @otto
  role = responder
303
page otto POST /organizations/rival/join
  decision = join
303

page clinic POST /organizations/clinic/places/new
  name = Rowan Street
  specialty = family
  city = Ashland
  country = US
  latitude = 42.19
  longitude = -122.7
  zone = America/Los_Angeles
303
page clinic GET /organizations/clinic
200
  keep place /organizations/clinic/places/

visitor GET /api/salve/v1/care/{place}/slots
200
  []

# Each fault of a schedule is told at its field; only an editor lays one.
page nia POST /organizations/clinic/schedules/new
  name = Dr. Okafor
403
page ada POST /organizations/clinic/schedules/new
  name = Dr. Okafor
404
page clinic POST /organizations/clinic/schedules/new
  name = Dr. Okafor
  location = {place}
  zone = America/Los_Angeles
  hours_1 = 9:00-12:00, 11:00-13:00
  modes = in_person
422
  weekly-error
page clinic POST /organizations/clinic/schedules/new
  name = Dr. Okafor
  location = {place}
  zone = America/Los_Angeles
  hours_1 = 9:00-12:00
  modes = video
422
  video_address-error
page clinic POST /organizations/clinic/schedules/new
  name = Dr. Okafor
  location = {place}
  zone = America/Los_Angeles
  hours_1 = 9:00-17:00
  hours_2 = 9:00-17:00
  hours_3 = 9:00-17:00
  hours_4 = 9:00-17:00
  hours_5 = 9:00-17:00
  hours_6 = 9:00-17:00
  hours_7 = 9:00-17:00
  minutes = 30
  modes = in_person
  modes = phone
  instructions = Bring your card.
303

# Everybody sees what is free: on the place's page, on the clinic's, below its posts, and by program.
visitor GET /care/{place}
200
  Book a visit
visitor GET /@clinic
200
  Book a visit
  Rowan Street
  /slots/
clinic POST /api/v1/statuses
  status = We have time for you: http://localhost:8080/care/{place}/book
200
  keep post "id":"
visitor GET /@clinic/{post}
200
  Free times
  /slots/
visitor GET /api/salve/v1/care/{place}/slots?limit=3
200
  "time_zone":"America/Los_Angeles"
  "schedule":{
  "modes":["in_person","phone"]
visitor GET /api/salve/v1/slots?kind=family&at=42.2,-122.7&mode=phone
200
  "name":"Dr. Okafor"
  "distance":
visitor GET /api/salve/v1/slots?kind=family&mode=video
200
  []
visitor GET /api/salve/v1/slots?kind=astrology
422
  "kind"
visitor GET /api/salve/v1/slots?at=north
422
  "at"
visitor GET /api/salve/v1/care/{place}/slots?mode=carrier_pigeon
422
  "mode"
visitor GET /api/salve/v1/care/99/slots
404
visitor GET /api/salve/v1/care/{place}/slots?limit=1
200
  keep slot "id":"
  keep schedule "schedule":{"id":"

# Kept while somebody fills in a form, and let go.
visitor POST /api/salve/v1/slots/{slot}/hold
401
ben POST /api/salve/v1/slots/{slot}/hold
200
  "held_until":
ada POST /api/salve/v1/slots/{slot}/hold
409
  Somebody else has this time.
ada POST /api/salve/v1/appointments
  slot = {slot}
409
ben DELETE /api/salve/v1/slots/{slot}/hold
200

ada POST /api/salve/v1/appointments
422
  "slot"
ada POST /api/salve/v1/appointments
  slot = {slot}
  mode = video
422
  "mode"
ada POST /api/salve/v1/appointments
  slot = {slot}
  mode = phone
422
  "phone"
clinic POST /api/salve/v1/appointments
  slot = {slot}
403
ada POST /api/salve/v1/appointments
  > idempotency-key: once
  slot = {slot}
  reason = A blue heron on my knee
200
  "status":"booked"
  "reason":"A blue heron on my knee"
  "instructions":"Bring your card."
  keep visit "id":"
ada POST /api/salve/v1/appointments
  > idempotency-key: once
  slot = {slot}
200
  "id":"{visit}"
ben POST /api/salve/v1/appointments
  slot = {slot}
409
ben POST /api/salve/v1/slots/{slot}/hold
409

# To all others it is not there; a responder of the clinic has it, and the patient sees that they looked.
ben GET /api/salve/v1/appointments/{visit}
404
otto GET /api/salve/v1/appointments/{visit}
404
page ben GET /appointments/{visit}
404
page otto GET /organizations/clinic/appointments/{visit}
404
page otto GET /organizations/rival/appointments/{visit}
404
ben POST /api/salve/v1/appointments/{visit}/cancel
404
otto POST /api/salve/v1/appointments/{visit}/status
  status = arrived
404
nia GET /api/salve/v1/appointments/{visit}
200
  A blue heron on my knee
page nia GET /organizations/clinic/appointments/{visit}
200
  A blue heron on my knee
page ada GET /record
200
  <bdi>nia</bdi>
ada GET /api/salve/v1/appointments
200
  "id":"{visit}"
ben GET /api/salve/v1/appointments
200
  []

# Not before it began.
nia POST /api/salve/v1/appointments/{visit}/status
  status = happened
422
  "status"
nia POST /api/salve/v1/appointments/{visit}/status
  status = fulfilled
422

# Moved, confirmed; the old time is free again. Too late is too late.
page clinic GET /api/salve/v1/care/{place}/slots?limit=1
200
  keep next "id":"
ada POST /api/salve/v1/appointments/{visit}/move
422
  "slot"
ben POST /api/salve/v1/appointments/{visit}/move
  slot = {next}
404
nia POST /api/salve/v1/appointments/{visit}/move
  slot = {next}
200
  "slot":"{next}"
ada POST /api/salve/v1/appointments/{visit}/confirm
200
  "confirmed":true
ben POST /api/salve/v1/appointments
  slot = {slot}
200
  keep other "id":"
nia POST /api/salve/v1/appointments/{other}/cancel
  why = The doctor is ill
200
  "status":"cancelled"
  "cancelled_for":"The doctor is ill"

# Who waits gets what comes free, in their order, and nobody else meanwhile.
ben POST /api/salve/v1/waits
422
  "schedule"
ben POST /api/salve/v1/waits
  schedule = {schedule}
  from = yesterday
422
  "from"
ben POST /api/salve/v1/waits
  schedule = {schedule}
200
  keep wait "id":"
ben POST /api/salve/v1/waits
  schedule = {schedule}
409
ada POST /api/salve/v1/appointments/{visit}/cancel
409
  It is too late to change this here.
nia POST /api/salve/v1/appointments/{visit}/cancel
200
ben GET /api/salve/v1/waits
200
  "offered":{"slot":"{next}"
ada POST /api/salve/v1/appointments
  slot = {next}
409
ada POST /api/salve/v1/waits/{wait}/take
404
ben POST /api/salve/v1/waits/{wait}/take
  reason = My ear
200
  "slot":"{next}"
  "reason":"My ear"
  keep taken "id":"
ben GET /api/salve/v1/waits
200
  []

# What became of it, once it was.
later 30
ben POST /api/salve/v1/appointments/{taken}/status
  status = fulfilled
404
nia POST /api/salve/v1/appointments/{taken}/status
  status = fulfilled
200
  "status":"fulfilled"
nia POST /api/salve/v1/appointments/{taken}/status
  status = noshow
422
ben GET /api/salve/v1/appointments?past=1
200
  "status":"fulfilled"
