# Somebody hides whom they follow and who follows them: others see how many they are, and nobody by name.
account ada
account ben
account cleo

page ben POST /@ada/follow
303

page cleo GET /@ada/followers
200
  Who follows ada
  /@ben

page ada POST /settings
  name = Ada
  note = 
  hide_collections = 1
303
  Location: /settings?saved=1

page cleo GET /@ada/followers
200
  Ada does not show this list.
  ! /@ben

page visitor GET /@ada/following
200
  Ada does not show this list.

page ada GET /@ada/followers
200
  /@ben

cleo GET /api/v1/accounts/lookup?acct=ada
200
  "followers_count":1
  "hide_collections":true
