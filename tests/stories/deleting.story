# A deleted post is gone from every list, and its replies stay.
account ada
account ben

ben POST /api/v1/accounts/{ada}/follow
200

ada POST /api/v1/statuses
  status = taken back soon #hasty
200
  keep post "id":"

ben POST /api/v1/statuses
  status = @ada too late, I saw it
  in_reply_to_id = {post}
200
  keep reply "id":"

ben POST /api/v1/statuses/{post}/reblog
200

ben POST /api/v1/statuses/{post}/bookmark
200

ben DELETE /api/v1/statuses/{post}
404

ada DELETE /api/v1/statuses/{post}
200
  "text":"taken back soon #hasty"

ada DELETE /api/v1/statuses/{post}
404

ada GET /api/v1/statuses/{post}
404

ben GET /api/v1/timelines/home
200
  ! taken back soon

visitor GET /api/v1/timelines/tag/hasty
200
  []

ben GET /api/v1/bookmarks
200
  []

ada GET /api/v1/accounts/{ada}/statuses
200
  []

page visitor GET /@ada/{post}
404
  ! taken back soon

ben GET /api/v1/statuses/{reply}
200
  too late

ben GET /api/v1/statuses/{reply}/context
200
  "ancestors":[]
