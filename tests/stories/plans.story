# A care plan is shared by a patient and the care team: nobody else finds it, and who looked is on record.
account clinic organization
account hospital organization
account nia
account otto
account patient
account stranger
account doctor

page clinic POST /organizations/clinic/team
  person = @nia
  role = responder
303
page nia POST /organizations/clinic/join
  decision = join
303
page clinic POST /organizations/clinic/team
  person = @otto
  role = analyst
303
page otto POST /organizations/clinic/join
  decision = join
303
page hospital POST /organizations/hospital/team
  person = @doctor
  role = responder
303
page doctor POST /organizations/hospital/join
  decision = join
303

page stranger GET /organizations/clinic/plans
404
page otto GET /organizations/clinic/plans
403
page visitor GET /plans
303

# Nobody who did not come to them gets a plan.
page nia POST /organizations/clinic/plans
  patient = patient
  title = Getting well
422
  is a patient of yours here
page patient POST /record/consents
  recipient = clinic
  purpose = HOUTREACH
  expires = 2027-06-01
303
page nia POST /organizations/clinic/plans
  patient = patient
  title = 
422
page nia POST /organizations/clinic/plans
  patient = patient
  title = Getting well after surgery
  description = Two weeks of rest, then walks.
303
  keep plan Location: /plans/

page patient GET /plans
200
  Getting well after surgery
page patient GET /plans/{plan}
200
  Cache-Control: no-store
  Getting well after surgery
  You and the care team of
page nia GET /plans/{plan}
200
  To do today
page otto GET /plans/{plan}
403
page stranger GET /plans/{plan}
404
page doctor GET /plans/{plan}
404
page stranger POST /plans/{plan}/comments
  text = Hello
404
page patient POST /plans/{plan}/items
  kind = task
  text = Mine
403

page nia POST /plans/{plan}/items
  kind = task
  text = Walk to the river
303
  keep task #i
page nia POST /plans/{plan}/items
  kind = check_in
  link = phq-9
  every_days = 14
303
page nia POST /plans/{plan}/items
  kind = measure
  link = blood_pressure
  every_days = 1
303
page nia POST /plans/{plan}/items
  kind = measure
  link = mood
422
page nia POST /plans/{plan}/items
  kind = medicine
  text = Tablet
  times = 08:00 26:00
422
  Write times of the day
page nia POST /plans/{plan}/items
  kind = reading
  link = https://elsewhere.example/
422
clinic POST /api/v1/statuses
  status = Wound care at home: keep it dry for two days.
200
  keep post "id":"
stranger POST /api/v1/statuses
  status = Nobody else reads this.
  visibility = direct
200
  keep hidden "id":"
page nia POST /plans/{plan}/items
  kind = reading
  link = /@clinic/{post}
303
page nia POST /plans/{plan}/items
  kind = reading
  link = /@stranger/{hidden}
422
  The patient cannot read this post.
page patient GET /plans/{plan}
200
  Wound care at home: keep it dry for two days.
page nia GET /plans/{plan}/items/new?kind=medicine
200
  Times of the day

page patient POST /plans/{plan}/items/{task}/done
303
page nia GET /plans/{plan}
200
  Walk to the river
  Done
page stranger POST /plans/{plan}/items/{task}/done
404
page otto POST /plans/{plan}/items/{task}/done
403

# An answer about self-harm is taken; help comes first, and the team is told to look first.
page patient GET /plans/{plan}/check-ins/phq-9
200
  Over the last 2 weeks
  Little interest or pleasure in doing things
page patient POST /plans/{plan}/check-ins/phq-9
  answer_1 = 2
422
  Choose one answer.
page patient POST /plans/{plan}/check-ins/phq-9
  answer_1 = 2
  answer_2 = 2
  answer_3 = 1
  answer_4 = 2
  answer_5 = 1
  answer_6 = 1
  answer_7 = 0
  answer_8 = 0
  answer_9 = 1
303
  keep response /responses/
page patient GET /plans/{plan}/responses/{response}
200
  You are not alone with this
  Sum 10 of 27
  is called “moderate”. This is no diagnosis
page nia GET /plans/{plan}
200
  An answer about self-harm is to be looked at first
page nia GET /organizations/clinic/inbox
200
  A check-in of a care plan is to be looked at first.
  ! better off dead
page patient POST /plans/{plan}/responses/{response}/seen
403
page stranger GET /plans/{plan}/responses/{response}
404
page nia POST /plans/{plan}/responses/{response}/seen
303
page nia GET /organizations/clinic/inbox
200
  ! A check-in of a care plan
page patient GET /plans/{plan}/responses/{response}
200
  Seen by the team

page patient POST /plans/{plan}/measurements/blood_pressure
  value = 1280
  second = 84
422
  This value is not possible
page patient POST /plans/{plan}/measurements/blood_pressure
  value = 128
  second = 84
  at = 2099-01-01T10:00
422
  This moment has not come yet.
page patient POST /plans/{plan}/measurements/blood_pressure
  value = 128
  second = 84
303
page nia GET /plans/{plan}/measurements/blood_pressure
200
  128/84 mmHg
page patient POST /plans/{plan}/measurements/pulse
  value = 70
404

page patient POST /plans/{plan}/comments
  text = My knee hurts on the stairs.
303
page nia GET /organizations/clinic/inbox
200
  There is something new in a care plan.
  ! My knee hurts
page nia POST /plans/{plan}/comments
  text = Take the lift for a week.
303
page patient GET /plans/{plan}
200
  My knee hurts on the stairs.
  Take the lift for a week.
page patient GET /plans/{plan}/print
200
  128/84 mmHg
page patient GET /plans/{plan}/download
200
  "title":"Getting well after surgery"

# Programs: with a scope of its own.
patient GET /api/salve/v1/plans
200
  "title":"Getting well after surgery"
patient POST /api/salve/v1/plans/{plan}/items/{task}/complete
  done = false
200
  "done":false
patient POST /api/salve/v1/plans/{plan}/measurements
  measure = blood_pressure
  value = 131
  second = 86
200
patient POST /api/salve/v1/plans/{plan}/measurements
  measure = blood_pressure
  value = high
422
patient POST /api/salve/v1/plans/{plan}/responses
  questionnaire = phq-9
  points[] = 0
422
nia GET /api/salve/v1/plans/{plan}
200
  "value":131
stranger GET /api/salve/v1/plans/{plan}
404
otto GET /api/salve/v1/plans/{plan}
403

# Another organization reads it under a consent, and the patient sees that it did.
page patient POST /record/consents
  recipient = hospital
  purpose = TREAT
  what[] = plans
  expires = 2027-06-01
303
page doctor GET /plans/{plan}
200
  Getting well after surgery
page doctor POST /plans/{plan}/comments
  text = Hello
403
page patient GET /record
200
  hospital

# One message to those who agreed to be asked back; twice is once.
page nia POST /organizations/clinic/recall
  key = form-7
  patients = patient stranger
  subject = A check is due
  text = Please book a visit.
422
page nia POST /organizations/clinic/recall
  key = form-7
  patients = patient
  subject = A check is due
  text = Please book a visit.
303
  keep sent recall?sent=
page nia POST /organizations/clinic/recall
  key = form-7
  patients = patient
  subject = A check is due
  text = Please book a visit.
303
  Location: /organizations/clinic/recall?sent={sent}
page nia GET /organizations/clinic/recall?sent={sent}
200
  Sent to 1 person.
page otto GET /organizations/clinic/recall
403
page stranger GET /organizations/clinic/recall
404

page nia POST /plans/{plan}/settings
  title = Getting well after surgery
  status = completed
303
page patient POST /plans/{plan}/items/{task}/done
409
