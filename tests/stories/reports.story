# A report reaches moderators; whoever is decided about reads why, appeals, and hears from somebody else.
account ada
account ben
account mia moderator
account max moderator

ben POST /api/v1/statuses
  status = Ten pills for ten dollars
200
  keep post "id":"

# From the menu of the post to the form, which has the post ticked.
page ada GET /posts/{post}/more
200
  /report?account={ben}

page ada GET /report?account={ben}&post={post}
200
  What is wrong?
  value="{post}" checked

page ada POST /report
  account = {ben}
  post = {post}
  status_ids = {post}
  what = nonsense
422
  Choose what is wrong.

page ada POST /report
  account = {ben}
  what = spam
  status_ids = {post}
  comment = The planted phrase is heliotrope
303
  Location: /report/sent?account={ben}

page ada GET /report/sent?account={ben}
200
  Thank you

# Who reported, and that somebody did, is not theirs to know.
ben GET /api/v1/notifications
200
  ! heliotrope

page ben GET /moderation/reports
403

mia GET /api/v1/notifications
200
  "type":"admin.report"

page mia GET /moderation/reports
200
  keep report /moderation/reports/
  heliotrope

page mia GET /moderation/reports/{report}
200
  Ten pills for ten dollars

page mia POST /moderation/reports/{report}/note
  note = I have seen this before
303

page max GET /moderation/reports/{report}
200
  I have seen this before

# Without a reason there is no decision.
page mia POST /moderation/accounts/{ben}/decide
  act = silence
  report = {report}
422
  Please write something here.

page mia POST /moderation/accounts/{ben}/decide
  act = silence
  report = {report}
  text = You advertised to people who asked for help.
303

page ben GET /decisions
200
  keep decision /decisions/

page ben GET /decisions/{decision}
200
  no longer in public lists
  You advertised to people who asked for help.
  Ten pills for ten dollars
  ! mia

page ada GET /decisions/{decision}
404

ada GET /api/v1/timelines/public
200
  ! Ten pills

page ben POST /decisions/{decision}/appeal
  text = These were vitamins that I gave away.
303

page mia GET /moderation/appeals
200
  vitamins
  keep appeal /moderation/appeals/

page mia POST /moderation/appeals/{appeal}
  grant = 0
  answer = No.
403

page max POST /moderation/appeals/{appeal}
  grant = 1
  answer = You are right. We are sorry.
303

page ben GET /decisions/{decision}
200
  This decision was taken back
  You are right. We are sorry.

ada GET /api/v1/timelines/public
200
  Ten pills

page max GET /moderation/record
200
  Entries are never changed
  appeal.grant
  account.silence
