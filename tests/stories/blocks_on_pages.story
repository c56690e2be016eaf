# A block says what it does before it is done; a mute has an end; both are taken back in the settings. No script is needed.
account ada
account ben

ben POST /api/v1/accounts/{ada}/follow
200

ben POST /api/v1/statuses
  status = Loud words
200
  keep post "id":"

page ada GET /@ben
200
  More about ben
  /accounts/{ben}/mute
  /accounts/{ben}/block
  Loud words

page ada GET /accounts/{ben}/block
200
  Block ben?
  They are not told.

page ada POST /accounts/{ben}/block
  on = 1
303
  Location: /@ben

page ada GET /@ben
200
  You blocked this account.
  Unblock

# The blocked finds the page, but nothing on it, and no way to follow.
page ben GET /@ada
200
  ! formaction="/@ada/follow"

page ada GET /local
200
  ! Loud words

page ada GET /settings/blocks
200
  Blocked people
  @ben
  Blocked servers

page ada POST /accounts/{ben}/block
  on = 0
  back = 1
303
  Location: /settings/blocks?saved=1

page ada GET /accounts/{ben}/mute
200
  How long?

page ada POST /accounts/{ben}/mute
  on = 1
  seconds = 86400
  notifications = 1
303

page ada GET /@ben
200
  You muted this account until
  Loud words

page ada GET /settings/mutes
200
  Muted people
  until

page ada POST /settings/blocks/servers
  domain = not a server
  on = 1
422
  This is not the name of a server.

page ada POST /settings/blocks/servers
  domain = Loud.example
  on = 1
303

page ada GET /settings/blocks
200
  loud.example

page visitor GET /accounts/{ben}/block
303
