# People are found in the directory and suggested by those one follows; a note is for its writer alone.
account ada
account ben
account cleo

page visitor GET /people
200
  @cleo
  @ben
  @ada

page ada POST /@ben/follow
303

page ben POST /@cleo/follow
303

page ada GET /people
200
  You may know
  @cleo
  followed by people you follow

page ada POST /people/{cleo}/dismiss
303

page ada GET /people
200
  ! You may know

page ada POST /accounts/{ben}/note
  comment = From the <ward>
303
  Location: /@ben

page ada GET /@ben
200
  From the &lt;ward&gt;
  Leave out what they share
  Notify me of each post

page cleo GET /@ben
200
  ! From the

page ada POST /accounts/{ben}/wish
  boosts = 0
303

page ada GET /@ben
200
  Show what they share

page ada POST /accounts/{ben}/wish
  endorse = 1
303

ben GET /api/v1/accounts/{ada}/endorsements
200
  "id":"{ben}"
