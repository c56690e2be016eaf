# A team answers from one queue: two people cannot both hold a claim, and nobody answers past one.
account clinic organization
account ada
account ben
account cleo
account dora

# Without a team nothing waits.
dora POST /api/v1/statuses
  status = @clinic Is anybody there?
200

page clinic POST /organizations/clinic/team
  person = @ada
  role = owner
303
page ada POST /organizations/clinic/join
  decision = join
303
page clinic POST /organizations/clinic/team
  person = @ben
  role = responder
303
page ben POST /organizations/clinic/join
  decision = join
303
page clinic POST /organizations/clinic/team
  person = @cleo
  role = analyst
303
page cleo POST /organizations/clinic/join
  decision = join
303

dora POST /api/v1/statuses
  status = @clinic Are you open on Sunday?
200
  keep asked "id":"

page dora GET /organizations/clinic/inbox
404
page cleo GET /organizations/clinic/inbox
403
page cleo GET /organizations/clinic/inbox/times
200
  Response times

page ada GET /organizations/clinic/inbox
200
  ! Is anybody there?
  keep item <article class="card item" id="i
  Are you open on Sunday?

page ben POST /organizations/clinic/inbox/{item}/claim
303
page ada POST /organizations/clinic/inbox/{item}/claim
409
  ben
  is working on this

# Neither the inbox nor an app that speaks for the organization goes past the claim.
page ada POST /organizations/clinic/inbox/{item}/answer
  text = No, we are closed.
  key = one
409
  is working on this
clinic POST /api/v1/statuses
  status = @dora No, we are closed.
  in_reply_to_id = {asked}
409
  is working on this

page ben POST /organizations/clinic/inbox/{item}/notes
  note = She asked twice.
303
page ben GET /organizations/clinic/inbox/{item}
200
  Answer in the name of
  She asked twice.
page ada POST /organizations/clinic/inbox/saved
  title = Hours
  text = Dear {name}, {organization} is open from nine to six. {me}
303
page ben POST /organizations/clinic/inbox/saved
  title = Mine
  text = Hello
403
page ben POST /organizations/clinic/inbox/{item}/answer
  text = Yes, from nine to six.
  key = two
303
dora GET /api/v1/statuses/{asked}/context
200
  Yes, from nine to six.
page ada GET /organizations/clinic/inbox?show=answered
200
  Answered by ben

page ada GET /organizations/clinic/record
200

# Private messages: only who answers sees them, and what is deleted is gone.
dora POST /api/v1/statuses
  status = @clinic My rash is back.
  visibility = direct
200
  keep message "id":"
page ben GET /organizations/clinic/inbox?kind=message
200
  My rash is back.
page cleo GET /organizations/clinic/inbox?kind=message
403
dora DELETE /api/v1/statuses/{message}
200
page ben GET /organizations/clinic/inbox?kind=message
200
  ! My rash is back.
  Nothing waits here.

page clinic POST /organizations/clinic/inbox/targets
  zone = Europe/Madrid
  target_mention = 4
  target_message = soon
  target_review = 48
  target_question = 24
422
  target_message-error
page ben GET /organizations/clinic/inbox/targets
403
