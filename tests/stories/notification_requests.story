# A stranger's private message waits until whom it is for decides, and nobody is told that it does.
account ada
account ben

ben POST /api/v1/statuses
  status = @ada heliotrope for you alone
  visibility = direct
200

ada GET /api/v1/notifications
200
  ! heliotrope

page ada GET /notifications
200
  /notifications/requests
  ! heliotrope

ada GET /api/v1/notifications/requests
200
  "notifications_count":"1"
  heliotrope

ada GET /api/v1/notifications/requests
200
  keep request [{"id":"

page ada GET /notifications/requests
200
  @ben
  1 notification
  Let in

page ada GET /notifications/requests/{request}
200
  From
  heliotrope

page ben POST /notifications/requests/{request}
  answer = accept
404

page ada POST /notifications/requests/{request}
  answer = accept
303
  Location: /notifications/requests

page ada GET /notifications
200
  mentioned you
  heliotrope

# The policy has a page of its own.
page ada GET /settings/notifications
200
  Private messages you did not ask for

page ada POST /settings/notifications
  not_following = drop
303
  Location: /settings/notifications?saved=1

ada GET /api/v2/notifications/policy
200
  "for_not_following":"drop"
  "for_private_mentions":"filter"
