# Who sees what: public, unlisted and followers-only posts, for a follower, a member and a visitor.
account ada
account ben
account cleo

ben POST /api/v1/accounts/{ada}/follow
200

ada POST /api/v1/statuses
  status = open to all #ward
200
  "visibility":"public"
  keep public "id":"

ada POST /api/v1/statuses
  status = for who looks #ward
  visibility = unlisted
200
  "visibility":"unlisted"
  keep unlisted "id":"

ada POST /api/v1/statuses
  status = for followers #ward
  visibility = private
200
  "visibility":"private"
  keep private "id":"

ben GET /api/v1/timelines/home
200
  for followers
  for who looks
  open to all

cleo GET /api/v1/accounts/{ada}/statuses
200
  for who looks
  open to all
  ! for followers

visitor GET /api/v1/timelines/tag/ward
200
  open to all
  ! for who looks
  ! for followers

cleo GET /api/v1/timelines/public
200
  open to all
  ! for who looks
  ! for followers

visitor GET /api/v1/statuses/{unlisted}
200

visitor GET /api/v1/statuses/{private}
404

cleo GET /api/v1/statuses/{private}
404

ben GET /api/v1/statuses/{private}
200

# A follower may like it, and may not carry it further.
ben POST /api/v1/statuses/{private}/favourite
200
  "favourited":true

ben POST /api/v1/statuses/{private}/reblog
403

# Who follows no longer sees it no longer.
ben POST /api/v1/accounts/{ada}/unfollow
200
  "following":false

ben GET /api/v1/statuses/{private}
404

ben GET /api/v1/timelines/home
200
  ! for followers
