# A post that cannot be taken names the reason; nothing of it is kept.
account ada

ada POST /api/v1/statuses
  status =
422
  "error"

ada POST /api/v1/statuses
  status = hello
  visibility = everybody
422
  isibility

ada POST /api/v1/statuses
  status = an answer to nothing
  in_reply_to_id = 1
404

ada GET /api/v1/accounts/{ada}/statuses
200
  []

page ada POST /posts
  status =
422
  role="alert"

ada GET /api/v1/accounts/{ada}/statuses
200
  []

# The same key within the hour is the same post.
ada POST /api/v1/statuses
  > idempotency-key: once
  status = said once
200
  keep first "id":"

ada POST /api/v1/statuses
  > idempotency-key: once
  status = said once
200
  "id":"{first}"

ada GET /api/v1/accounts/verify_credentials
200
  "statuses_count":1
