# Words that somebody would rather not read are covered or left out, for them alone.
account ada
account ben

ada POST /api/v1/accounts/{ben}/follow
200

ben POST /api/v1/statuses
  status = a heliotrope, which is a flower
200

ben POST /api/v1/statuses
  status = a foxglove, which is poison
200

page ada GET /settings/filters
200
  You filter nothing.

page ada POST /settings/filters
  title = Flowers
  context = home
  context = public
  filter_action = warn
  expires_in = 0
  word_1 = Heliotrope
  whole_1 = 1
303
  Location: /settings/filters?saved=1

page ada POST /settings/filters
  title = Poison
  context = home
  filter_action = hide
  expires_in = 3600
  word_1 = foxglove
  whole_1 = 1
303

page ada GET /settings/filters
200
  Flowers
  Poison

page ada GET /home
200
  Covered: Flowers
  heliotrope
  ! foxglove

ada GET /api/v1/timelines/home
200
  "filtered":[{"filter":
  ! foxglove

page ben GET /@ben
200
  foxglove
  ! Filtered

ada GET /api/v2/filters
200
  keep filter [{"id":"

page ada GET /settings/filters/{filter}
200
  Heliotrope

page ben GET /settings/filters/{filter}
404

page ada POST /settings/filters
  title =
  expires_in = 0
422
  aria-invalid="true"

page ada POST /settings/filters/{filter}/delete
303

page ada GET /home
200
  ! Filtered

page ada GET /settings/export/salve.json
200
  "title":"Poison"
