# A post is kept for later, found on every device, and published when its author says so.
account ada
account ben

page ada POST /drafts
  status = Not yet said
  visibility = private
303
  keep draft Location: /drafts/

page ada GET /drafts
200
  Not yet said

page ada GET /drafts/{draft}
200
  Not yet said
  value="private" selected

page ben GET /drafts
200
  ! Not yet said

page ben GET /drafts/{draft}
404

page ben POST /drafts/{draft}/publish
404

# Two devices do not overwrite each other.
ada PUT /api/salve/v1/drafts/{draft}
  status = Said on the phone
  version = 1
200
  "version":2

ada PUT /api/salve/v1/drafts/{draft}
  status = Said on the desk
  version = 1
409
  "error":

ada PUT /api/salve/v1/drafts/{draft}
  status = Said on the desk
422
  "version"

page ada POST /drafts/{draft}
  status = Said on the desk
  version = 1
409

ada GET /api/salve/v1/drafts
200
  Said on the phone
  ! Said on the desk

# A moment that is too near is said at the field; a good one makes it a scheduled post.
page ada POST /drafts/{draft}
  status = Said on the phone
  visibility = public
  version = 2
  scheduled_at = 2026-01-01T10:00
  then = schedule
422
  id="scheduled_at-error"

page ada POST /drafts/{draft}
  status = Said on the phone
  visibility = public
  version = 2
  scheduled_at = 2030-01-01T10:00
  then = schedule
303
  Location: /scheduled

page ada GET /drafts
200
  ! Said on the phone

ada GET /api/v1/scheduled_statuses
200
  keep scheduled "id":"
  Said on the phone

page ben POST /scheduled/{scheduled}/cancel
404

page ada GET /scheduled
200
  Said on the phone

page ada POST /scheduled/{scheduled}/publish
303
  Location: /posts/

ben GET /api/v1/accounts/{ada}/statuses
200
  Said on the phone

page ada GET /settings/export/salve.json
200
  drafts.json
