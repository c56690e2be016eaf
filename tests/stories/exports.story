# Everybody takes home what is theirs, and nobody else's.
account ada
account ben

ada POST /api/v1/statuses
  status = my own words
200

ben POST /api/v1/statuses
  status = words of ben
200

page ada GET /settings/export/salve.json
200
  my own words
  ! words of ben

page visitor GET /settings/export/salve.json
303
  Location: /sign-in
