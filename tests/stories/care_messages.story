# A person writes to a care team: sealed, read by both sides alone, and who looked is on record.
account clinic organization
account hospital organization
account nia
account tom
account otto
account patient
account stranger
account watcher moderator
account chief admin

page clinic POST /organizations/clinic/team
  person = @nia
  role = editor
303
page nia POST /organizations/clinic/join
  decision = join
303
page clinic POST /organizations/clinic/team
  person = @tom
  role = responder
303
page tom POST /organizations/clinic/join
  decision = join
303
page clinic POST /organizations/clinic/team
  person = @otto
  role = analyst
303
page otto POST /organizations/clinic/join
  decision = join
303
page hospital POST /organizations/hospital/care-messages/settings
  open = 1
303

# Nobody writes to a team that takes no messages.
page patient POST /care-messages
  organization = clinic
  subject = The two tablets
  text = May I take both?
422
  takes no messages here
page tom GET /organizations/clinic/care-messages/settings
403
page nia POST /organizations/clinic/care-messages/settings
  open = 1
  hours_note = We answer within two working days.
303
page stranger GET /organizations/clinic/care-messages
404
page otto GET /organizations/clinic/care-messages
403
  responder
page visitor GET /care-messages
303

page patient POST /care-messages
  organization = clinic
  subject = 
  text = May I take both?
422
page patient POST /care-messages
  organization = nowhere
  subject = Tablets
  text = May I take both?
404
page patient POST /care-messages
  organization = clinic
  subject = The two tablets
  text = May I take both in the morning?
  idempotency_key = form-1
303
  keep thread Location: /care-messages/
page patient POST /care-messages
  organization = clinic
  subject = The two tablets
  text = May I take both in the morning?
  idempotency_key = form-1
303
  Location: /care-messages/{thread}

page patient GET /care-messages/{thread}
200
  Cache-Control: no-store
  <title>Messages
  The two tablets
  Who can read this:
  <bdi>nia</bdi> (Editor)
  <bdi>tom</bdi> (Answers messages)
  We answer within two working days.
  Not for emergencies.
  May I take both in the morning?
  ! otto

# Everybody else: nothing is there, or for the team's analyst the role that is needed.
page stranger GET /care-messages/{thread}
404
page watcher GET /care-messages/{thread}
404
page chief GET /care-messages/{thread}
404
page hospital GET /care-messages/{thread}
404
page otto GET /care-messages/{thread}
403
  responder
page stranger POST /care-messages/{thread}
  text = Hello
404
page stranger POST /care-messages/{thread}/erase
404
page stranger POST /care-messages/{thread}/close
404
page stranger GET /live/care-messages/{thread}
404
page stranger GET /care-messages/12345
404
stranger GET /api/v1/accounts/verify_credentials
200

# The inbox names who waits, and holds none of the words; the answer there is written into the thread.
page tom GET /organizations/clinic/inbox
200
  patient
  A sealed message. Opening it goes on record.
  ! morning
page tom GET /organizations/clinic/inbox
200
  keep item <article class="card item" id="i
page tom POST /organizations/clinic/inbox/{item}/claim
303
page nia POST /care-messages/{thread}
  text = One at a time.
409
  tom
page tom POST /organizations/clinic/inbox/{item}/answer
  text = One at a time, please.
  key = form-2
303
page patient GET /care-messages
200
  1 new message
page patient GET /home
200
  Care messages
page patient GET /care-messages/{thread}
200
  tom
  One at a time, please.
page patient POST /care-messages/{thread}/read
303
page tom GET /care-messages/{thread}
200
  One at a time, please.
  Seen
page patient GET /record
200
  <bdi>You</bdi>
  messages
page patient GET /record?others=1
200
  <bdi>tom</bdi>
  messages
  ! <bdi>You</bdi>

patient GET /api/salve/v1/care_messages
200
  Cache-Control: no-store
  "subject":"The two tablets"
patient POST /api/salve/v1/care_messages/{thread}/messages
  text = Thank you.
200
  "text":"Thank you."
stranger GET /api/salve/v1/care_messages/{thread}
404
otto GET /api/salve/v1/care_messages/{thread}
403

# Another team gets it only when the patient agrees.
page tom POST /care-messages/{thread}/transfer
  to = hospital
303
  Location: /care-messages/{thread}
page hospital GET /care-messages/{thread}
404
page patient GET /care-messages/{thread}
200
  would like to hand this conversation over to
page patient POST /care-messages/{thread}/transfer/answer
  agrees = 1
303
page tom GET /care-messages/{thread}
404
page hospital GET /home
200
  /organizations/hospital/care-messages
page hospital GET /care-messages/{thread}
200
  The two tablets
page patient GET /record
200
  hospital

# Closed, opened again, and erased for good.
page hospital POST /care-messages/{thread}/close
303
page patient POST /care-messages/{thread}
  text = Wait
409
  Open it again to write
page patient POST /care-messages/{thread}/reopen
303
page hospital POST /care-messages/{thread}/erase
403
page patient GET /care-messages/{thread}/erase
200
  Its key is destroyed
page patient POST /care-messages/{thread}/erase
303
page patient GET /care-messages/{thread}
404
page hospital GET /care-messages/{thread}
404
