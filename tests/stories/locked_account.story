# A locked account lets in whom it wants.
account ada
account ben
account cleo

ada PATCH /api/v1/accounts/update_credentials
  locked = true
200
  "locked":true

ada POST /api/v1/statuses
  status = among friends
  visibility = private
200
  keep post "id":"

ben POST /api/v1/accounts/{ada}/follow
200
  "following":false
  "requested":true

cleo POST /api/v1/accounts/{ada}/follow
200
  "requested":true

ben GET /api/v1/statuses/{post}
404

ada GET /api/v1/notifications
200
  "type":"follow_request"

ada GET /api/v1/follow_requests
200
  "username":"cleo"
  "username":"ben"

# Nobody answers a request for somebody else.
ben POST /api/v1/follow_requests/{ben}/authorize
404

ada POST /api/v1/follow_requests/{ben}/authorize
200
  "followed_by":true

ada POST /api/v1/follow_requests/{cleo}/reject
200
  "followed_by":false

ada GET /api/v1/follow_requests
200
  []

ben GET /api/v1/statuses/{post}
200
  among friends

cleo GET /api/v1/statuses/{post}
404

ben GET /api/v1/timelines/home
200
  among friends
