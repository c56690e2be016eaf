# A direct post is for those whom it names, in every list and by every way.
account ada
account ben
account cleo

cleo POST /api/v1/accounts/{ada}/follow
200
  "following":true

# Whom one follows is heard at once; a stranger's message waits in the requests.
ben POST /api/v1/accounts/{ada}/follow
200

ada POST /api/v1/statuses
  status = @ben the planted phrase is heliotrope #quiet
  visibility = direct
200
  "visibility":"direct"
  keep post "id":"

ben GET /api/v1/statuses/{post}
200
  heliotrope

cleo GET /api/v1/statuses/{post}
404
  ! heliotrope

visitor GET /api/v1/statuses/{post}
404

cleo GET /api/v1/statuses/{post}/context
404

cleo GET /api/v1/timelines/home
200
  ! heliotrope

cleo GET /api/v1/timelines/public
200
  ! heliotrope

cleo GET /api/v1/timelines/tag/quiet
200
  ! heliotrope

cleo GET /api/v1/accounts/{ada}/statuses
200
  ! heliotrope

ada GET /api/v1/accounts/{ada}/statuses
200
  heliotrope

page cleo GET /@ada
200
  ! heliotrope

page cleo GET /@ada/{post}
404
  ! heliotrope

page visitor GET /local
200
  ! heliotrope

page visitor GET /tags/quiet
200
  ! heliotrope

cleo GET /api/v2/search?q=heliotrope
200
  ! the planted phrase

cleo POST /api/v1/statuses/{post}/favourite
404

cleo POST /api/v1/statuses/{post}/reblog
404

cleo POST /api/v1/statuses/{post}/bookmark
404

cleo POST /api/v1/statuses
  status = me too
  in_reply_to_id = {post}
404

# Not even the person named makes it public.
ben POST /api/v1/statuses/{post}/reblog
403
  not meant to be shared

ben GET /api/v1/notifications
200
  "type":"mention"
  heliotrope

cleo GET /api/v1/notifications
200
  ! heliotrope
