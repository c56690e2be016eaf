# Posts are kept together under a name: for oneself, or for everybody with a feed; nobody sees through one what they may not.
account ada
account ben

ben POST /api/v1/statuses
  status = Soup for sore throats
200
  keep soup "id":"

page ada GET /posts/{soup}/more
200
  /posts/{soup}/collections

page ada POST /collections
  title =
422
  Give the collection a name.

page ada POST /collections
  title = Recipes
  about = What helps
303
  keep recipes Location: /collections/

page ada POST /posts/{soup}/collections
  collection = {recipes}
  on = 1
303

page ada GET /collections/{recipes}
200
  Recipes
  Soup for sore throats

page visitor GET /collections/{recipes}
404

visitor GET /collections/{recipes}/feed.atom
404

page ben POST /posts/{soup}/collections
  collection = {recipes}
  on = 1
404

page ada POST /collections/{recipes}/edit
  title = Recipes
  public = 1
303

page visitor GET /collections/{recipes}
200
  Soup for sore throats

visitor GET /collections/{recipes}/feed.atom
200
  Soup for sore throats

page ada GET /collections
200
  Recipes
  1 post
  public

page ada POST /collections/{recipes}/delete
303

page ada GET /collections/{recipes}
404
