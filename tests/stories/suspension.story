# Whoever is suspended vanishes at once, reads why by the letter, and is back when it is lifted.
account ada
account ben
account mia moderator
account zoe admin

ben POST /api/v1/statuses
  status = Hello #topic
200
  keep post "id":"

mia POST /api/v1/admin/accounts/{ben}/action
  type = suspend
  text = You threatened somebody.
200

ben GET /api/v1/accounts/verify_credentials
401

ada GET /api/v1/statuses/{post}
404

ada GET /api/v1/accounts/{ben}
404

ada GET /api/v1/timelines/tag/topic
200
  ! Hello

page visitor GET /@ben
404

page visitor GET /decision?key=guessed
404

mia GET /api/v1/admin/accounts?suspended=true
200
  "id":"{ben}"
  "suspended":true

ada GET /api/v1/admin/accounts
403

mia DELETE /api/v1/admin/accounts/{ben}
403

mia POST /api/v1/admin/accounts/{ben}/unsuspend
200
  "suspended":false

ada GET /api/v1/statuses/{post}
200
  Hello

# Somebody on this server may not decide about those above them.
mia POST /api/v1/admin/accounts/{zoe}/action
  type = suspend
403
