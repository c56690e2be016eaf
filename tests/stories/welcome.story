# Somebody new is led through three steps, each a plain form that may be skipped; nothing is followed that was not chosen.
account ada
account hospital organization

page ada GET /welcome
200
  Step 1 of 3
  name="language"
  Skip this step

page ada POST /welcome
  language = en
  zone = Nowhere/Atlantis
422
  zone-error

page ada POST /welcome
  language = en
  zone =
303
  Location: /welcome/topics

page ada GET /welcome/topics
200
  Step 2 of 3
  #Asthma

page ada POST /welcome/topics
  topic = Asthma
  more = #FluSeason nonsense, ...
303
  Location: /welcome/people

page ada GET /topics
200
  /tags/Asthma
  Nobody has written about your topics yet.

page ada GET /welcome/people
200
  Step 3 of 3

page ada POST /welcome/people
  person = {hospital}
303
  Location: /home

hospital POST /api/v1/statuses
  status = We are open on Sunday
200

page ada GET /home
200
  We are open on Sunday

page visitor GET /welcome
303
