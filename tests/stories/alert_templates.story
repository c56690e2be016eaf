# An alert made of a template: its blanks are filled in a small form, and what is left open does not go out.
account chief admin
account ada
account ben
account health organization

page chief POST /admin/alerts
  organization = @health
  sender = alerts@larkspur.example
303

page chief POST /admin/alerts/{health}/people
  person = @ada
303

page ben GET /alerts/desk/templates?organization={health}
404

page ada GET /alerts/desk/templates?organization={health}
200
  Unsafe drinking water
  Very strong drugs in {place}

page ada GET /alerts/desk/templates/use?organization={health}&template=nothing
404

page ada GET /alerts/desk/templates/use?organization={health}&template=water
200
  blank_place_0
  blank_phone_2
  ! blank_source_0

page ada POST /alerts/desk/templates/use
  organization = {health}
  template = water
  language[] = en
  language[] = es
  blank_place_0 = Larkspur
  blank_cause_0 = a broken pipe
  blank_cause_1 = un tubo roto
303
  keep draft Location: /alerts/desk/

# Side by side, with how hard it is to read, and as each way shows it.
page ada GET /alerts/desk/{draft}
200
  Boil tap water in Larkspur before you drink it
  Push message
  CAP document
  un tubo roto
  Reading grade

page ada POST /alerts/desk/{draft}/issue
  version = 1
422
  instruction_0-error

page ada POST /alerts/desk/{draft}
  version = 1
  status = Exercise
  severity = Severe
  urgency = Immediate
  certainty = Likely
  category = Health
  response = Execute
  language_0 = en
  event_0 = Unsafe drinking water
  headline_0 = Boil tap water in Larkspur
  description_0 = The cause is a broken pipe.
  instruction_0 = Boil water for one minute.
  area_name = Larkspur
  circle = 42.3,-122.8 25
  look = US
  show_map = 1
303
  Location: /alerts/desk/{draft}?look=US#map

page ada GET /alerts/desk/{draft}?look=US
200
  Exercise: nothing is happening
  alert severe practice
  id="pick"

page ada GET /alerts/desk/{draft}/light
200
  Cache-Control: no-store
  Boil tap water in Larkspur

page ben GET /alerts/desk/{draft}/light
404

page ada GET /alerts/desk/{draft}/widget
200
  Cache-Control: no-store
  Boil tap water in Larkspur

page ben GET /alerts/desk/{draft}/widget
404

page ada POST /alerts/desk/{draft}/issue
  version = 2
303
  Location: /alerts/
  keep alert Location: /alerts/

page visitor GET /alerts/{alert}
200
  alert severe practice

# It becomes a template of the organization's own, under a name that is used once.
page ben POST /alerts/{alert}/template
  name = Water
404

page ada POST /alerts/{alert}/template
  name = Water
303

page ada POST /alerts/{alert}/template
  name = Water
422

page ada POST /alerts/desk/templates/edit
  organization = {health}
  template =
  name =
  hours = 12
  severity = Minor
  urgency = Future
  certainty = Likely
  category = Health
  response = Monitor
  language_0 = en
  event_0 = Closed
  headline_0 = The clinic in {place} is closed
422
  name-error

page ada POST /alerts/desk/templates/edit
  organization = {health}
  template =
  name = Clinic closed
  hours = 12
  severity = Minor
  urgency = Future
  certainty = Likely
  category = Health
  response = Monitor
  language_0 = en
  event_0 = Closed
  headline_0 = The clinic in {place} is closed
303

page ada GET /alerts/desk/templates?organization={health}
200
  Clinic closed
  Water

# An update shows whoever agrees to it what differs.
page ada POST /alerts/{alert}/update
  type = Update
303
  keep update Location: /alerts/desk/

page ada GET /alerts/desk/{update}
200
  ! What is different from the earlier alert

page ada POST /alerts/desk/{update}
  version = 1
  changed = Only the north.
  why = The south has its own water.
  status = Exercise
  severity = Moderate
  urgency = Immediate
  certainty = Likely
  category = Health
  response = Execute
  language_0 = en
  event_0 = Unsafe drinking water
  headline_0 = Boil tap water in the north of Larkspur
  description_0 = The cause is a broken pipe.
  instruction_0 = Boil water for one minute.
  area_name = Larkspur
  circle = 42.3,-122.8 25
303

page ada GET /alerts/desk/{update}
200
  What is different from the earlier alert
  in the north of
