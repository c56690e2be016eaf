# A boost brings a post to followers once, tells its author, and goes with a second thought.
account ada organization
account ben
account cleo

cleo POST /api/v1/accounts/{ben}/follow
200

ada POST /api/v1/statuses
  status = blood drive on Friday
200
  keep post "id":"

ben POST /api/v1/statuses/{post}/reblog
200
  keep boost "id":"
  "reblogged":true

# Twice is once.
ben POST /api/v1/statuses/{post}/reblog
200

cleo GET /api/v1/timelines/home
200
  "id":"{boost}"
  blood drive on Friday

ada GET /api/v1/statuses/{post}
200
  "reblogs_count":1

ada GET /api/v1/notifications
200
  "type":"reblog"

visitor GET /api/v1/statuses/{post}/reblogged_by
200
  "username":"ben"

ben POST /api/v1/statuses/{post}/unreblog
200
  "reblogged":false

cleo GET /api/v1/timelines/home
200
  []

ada GET /api/v1/notifications
200
  []
