# Records of substance use (42 CFR Part 2) never leave the program that made them without the patient's consent, and each leaving is told.
account house organization
account hospital organization
account nia
account doctor
account ada
account stranger

page house POST /organizations/house/team
  person = @nia
  role = responder
303
page nia POST /organizations/house/join
  decision = join
303
page hospital POST /organizations/hospital/team
  person = @doctor
  role = responder
303
page doctor POST /organizations/hospital/join
  decision = join
303
page house POST /organizations/house/care-messages/settings
  open = 1
303
page hospital POST /organizations/hospital/care-messages/settings
  open = 1
303
page house POST /organizations/house/places/new
  name = Steady Ground
  specialty = addiction
  city = Ashland
  country = US
  latitude = 42.19
  longitude = -122.7
  zone = America/Los_Angeles
303
page house GET /organizations/house
200
  keep place /organizations/house/places/
page house POST /organizations/house/schedules/new
  name = Counseling
  location = {place}
  zone = America/Los_Angeles
  hours_1 = 9:00-17:00
  hours_2 = 9:00-17:00
  hours_3 = 9:00-17:00
  hours_4 = 9:00-17:00
  hours_5 = 9:00-17:00
  hours_6 = 9:00-17:00
  hours_7 = 9:00-17:00
  modes = in_person
  part2 = 1
303

# A visit, a conversation and a plan; the last two are walled off by the kind of care alone.
visitor GET /api/salve/v1/care/{place}/slots?limit=1
200
  keep slot "id":"
ada POST /api/salve/v1/appointments
  slot = {slot}
  reason = A tin heron
200
  keep visit "id":"
ada POST /api/salve/v1/care_messages
  organization = house
  subject = A tin heron
  text = I drank again.
200
  keep thread "id":"
ada GET /api/salve/v1/care_messages/{thread}
200
  "part2":true
page nia POST /organizations/house/plans
  patient = ada
  title = Tin heron, one day at a time
  part2 = 1
303
  keep plan Location: /plans/
ada GET /api/salve/v1/plans/{plan}
200
  "part2":true

# Nobody else finds a word of it: not another clinic, not by search, not in what is public, not in another's calendar or app.
doctor GET /api/salve/v1/appointments/{visit}
404
doctor GET /api/salve/v1/care_messages/{thread}
404
doctor GET /api/salve/v1/plans/{plan}
404
nia GET /api/v2/search?q=heron
200
  ! tin heron
  ! Tin heron
  ! I drank again
stranger GET /api/v2/search?q=heron
200
  ! Tin heron
visitor GET /@ada
200
  ! heron
visitor GET /@house
200
  ! heron
  ! @ada
visitor GET /users/ada/outbox?page=true
  > accept: application/activity+json
200
  ! heron

# Handed over only when the patient agrees; until then the other team has nothing.
page nia POST /care-messages/{thread}/transfer
  to = hospital
303
page doctor GET /care-messages/{thread}
404
ada GET /api/salve/v1/care_messages/{thread}
200
page ada POST /care-messages/{thread}/transfer/answer
  agrees = 1
303
page doctor GET /care-messages/{thread}
200
  I drank again.
page nia GET /care-messages/{thread}
404

# A consent for one thing opens that alone, and ends when it is taken back.
page doctor GET /plans/{plan}
404
page ada POST /record/consents
  recipient = hospital
  purpose = TREAT
  what[] = appointments
  expires = 2027-06-01
303
page doctor GET /plans/{plan}
404
page ada POST /record/consents
  recipient = hospital
  purpose = TREAT
  what[] = plans
  expires = 2027-06-01
303
  ! heron
page doctor GET /plans/{plan}
200
  Tin heron
  42 CFR Part 2
page ada GET /record
200
  keep consent action="/record/consents/
page ada POST /record/consents/{consent}
303
page doctor GET /plans/{plan}
404

# What left, and to whom, stands on the patient's record.
page ada GET /record
200
  Given to others
  <bdi>hospital</bdi>
  <bdi>doctor</bdi>
