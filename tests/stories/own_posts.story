# What one posts from a page stands at the top of one's own feed, and a reply in its thread.
account ada
account ben

page ada POST /posts
  status = first of the day
303
  Location: /home

page ada POST /posts
  status = second of the day
303

page ada GET /home
200
  id="feed"
  second of the day
  first of the day

ada GET /api/v1/timelines/home
200
  keep newest "id":"
  second of the day

page ben POST /posts
  status = @ada and a good one
  in_reply_to_id = {newest}
303
  Location: /@ada/{newest}?posted=

page ada GET /@ada/{newest}
200
  second of the day
  and a good one

# The same form sent twice is one post.
page ada POST /posts
  status = sent by two clicks
  idempotency_key = pressed-twice
303

page ada POST /posts
  status = sent by two clicks
  idempotency_key = pressed-twice
303

ada GET /api/v1/accounts/verify_credentials
200
  "statuses_count":3
