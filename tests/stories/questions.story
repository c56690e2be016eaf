# People ask under an alert without a name; the agency answers once, in versions that stay; a text is taken away in the open.
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
  event_0 = Boil water
  headline_0 = Boil tap water before you drink it
  description_0 = Bacteria were found.
  area_name = Talent
  circle = 42.3,-122.8 25
303

page ada POST /alerts/desk/{draft}/issue
  version = 2
303
  keep alert Location: /alerts/

page visitor GET /alerts/{alert}
200
  Questions and answers
  Sign in to ask a question
  ! name="named"

page visitor POST /alerts/{alert}/questions
  text = Can I drink it?
303
  Location: /sign-in

page ben GET /alerts/{alert}
200
  id="questions"
  Ask a question

page ben POST /alerts/{alert}/questions
  text =
422
  text-error

page ben POST /alerts/{alert}/questions
  text = I am Ben: can I drink the tap <water>?
303
  Location: /alerts/{alert}#questions

page ben GET /alerts/{alert}
200
  What you asked
  can I drink the tap &lt;water&gt;?
  Waits to be read

# Nobody else sees it before the agency takes it up.
page cleo GET /alerts/{alert}
200
  ! &lt;water&gt;

visitor GET /api/salve/v1/alerts/{alert}/questions
200
  []

page cleo GET /alerts/desk/questions
404

page ada GET /alerts/desk
200
  1 question is unanswered.

page ada GET /alerts/desk/questions
200
  can I drink the tap &lt;water&gt;?
  keep first /alerts/desk/questions/

page cleo GET /alerts/desk/questions/{first}
404

# Who asks stays unnamed, also to the agency.
page ada GET /alerts/desk/questions/{first}
200
  Who asked stays unnamed
  ! @ben

page ada POST /alerts/desk/questions/{first}/take-up
  wording = May we drink tap water?
303

page visitor GET /alerts/{alert}
200
  May we drink tap water?
  1 person has this question
  Waits for an answer
  ! Ben

# Somebody with nearly the same question sees it before sending.
page cleo POST /alerts/{alert}/questions
  text = Is drinking tap water safe?
200
  Is your question one of these?
  May we drink tap water?
  Send my question

page cleo POST /alerts/{alert}/questions/{first}/join
303
  Location: /alerts/{alert}#q

page cleo POST /alerts/{alert}/questions/{first}/join
  > accept: text/html;fragment=1
200
  2 people have this question
  aria-pressed="true"

page cleo POST /alerts/{alert}/questions
  text = Is tap water safe to drink for babies?
  confirmed = 1
  named = 1
303

page ada GET /alerts/desk/questions/{first}
200
  Similar questions
  Is tap water safe to drink for babies?
  keep second /alerts/desk/questions/

page ada POST /alerts/desk/questions/{first}/answer
  wording = May we drink tap water?
  after = 0
422
  known-error

page ada POST /alerts/desk/questions/{first}/answer
  wording = May we drink tap water?
  known = Boil it for one minute first.
  not_known = How long this lasts.
  doing = We test every day.
  next_update = 2040-01-01T10:00
  after = 0
303

page visitor GET /alerts/{alert}
200
  What is known
  Boil it for one minute first.
  What is not known
  What is being done
  Next update by

# Two who write one answer do not write over each other.
page ada POST /alerts/desk/questions/{first}/answer
  known = Something else.
  after = 0
409

page ada POST /alerts/desk/questions/{first}/answer
  known = Boil it for three minutes first.
  after = 1
303

page visitor GET /alerts/{alert}/questions/{first}
200
  Version 2
  <del>
  one minute
  <ins>
  three minutes
  Version 1

page visitor GET /alerts/{alert}/history
200
  Answer, version 2
  Answer, version 1
  First alert
  Boil tap water before you drink it
  Entry 1 of the record
  ! Take this text away

visitor GET /api/salve/v1/alerts/record
200
  "kind":"answered"
  "last":3

visitor GET /api/salve/v1/alerts/{alert}/questions
200
  "text":"May we drink tap water?","state":"answered","people":2,"own":false,"joined":false,"answer":{"version":2
  "taken_away":false

visitor GET /api/salve/v1/alerts/{alert}/questions/{first}/answers
200
  "version":1
  "not_known":"How long this lasts."
  "version":2

cleo POST /api/salve/v1/alerts/{alert}/questions
  text = Who pays for bottled water?
200
  "state":"waiting"
  "own":true
  keep third "id":"

ben POST /api/salve/v1/alerts/{alert}/questions/{third}/join
404

cleo POST /api/salve/v1/alerts/{alert}/questions/{third}/answers
  known = I do.
404

cleo POST /api/salve/v1/alerts/{alert}/questions/similar
  text = Is tap water good to drink?
200
  May we drink tap water?

ada POST /api/salve/v1/alerts/{alert}/questions/{third}/answers
  known = The city pays.
  next_update_by = tomorrow
422
  next_update_by

ada POST /api/salve/v1/alerts/{alert}/questions/{third}/answers
  known = The city pays.
200
  "version":1

# What would harm somebody is declined; moderators learn who wrote it, the agency does not.
ben POST /api/salve/v1/alerts/{alert}/questions
  text = Where does my neighbor hide?
200
  keep bad "id":"

page ada POST /alerts/desk/questions/{bad}/decline
  reason = nothing
422
  reason-error

page ada POST /alerts/desk/questions/{bad}/decline
  reason = harmful
  report = 1
303

chief GET /api/v1/admin/reports
200
  health: Where does my neighbor hide?
  "username":"ben"

page ben GET /alerts/{alert}
200
  Declined
  It would harm somebody

# Apps know no alerts: to them it is a change of the alert's post.
later 1

ben GET /api/v1/notifications
200
  "type":"update"
  ! alert_declined

page ben GET /notifications
200
  declined a question you asked

page ada GET /notifications
200
  about an alert
  ! Ben
  ! @ben

page visitor GET /alerts/{alert}/questions
303
  Location: /alerts/{alert}#questions

page visitor GET /alerts/{alert}/questions?after={first}
200
  Questions and answers
  The city pays.

page ada GET /moderation/reports
403

# An answer that had to go leaves its hash and a reason.
page ada POST /alerts/{alert}/take-away
  entry = 2
  reason = No.
403

page chief GET /alerts/{alert}/history
200
  Take this text away

page chief POST /alerts/{alert}/take-away
  entry = 2
  reason =
422

page chief POST /alerts/{alert}/take-away
  entry = 2
  reason = It said how to reach a private person.
303

page visitor GET /alerts/{alert}/history
200
  This text was taken away.
  It said how to reach a private person.
  ! one minute

visitor GET /api/salve/v1/alerts/record
200
  "kind":"removed"
  ! one minute

page chief POST /alerts/{alert}/take-away
  entry = 1
  reason = A court asks for it.
303

page visitor GET /alerts/{alert}
410
  This alert was taken away
  A court asks for it.
  ! Boil tap water

page visitor GET /alerts/{alert}/light
410

visitor GET /alerts/{alert}.cap
410

page visitor GET /alerts/{alert}/history
200
  This text was taken away.
  ! Bacteria
