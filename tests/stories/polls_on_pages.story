# A poll is asked, voted on and read in pages without a script.
account ada
account ben
account cleo

# More room for choices brings the form back as it was typed; nothing is published yet.
page ada POST /posts
  status = Which tea?
  poll[options][] = Mint
  poll[options][] = Sage
  poll[expires_in] = 3600
  step = choices
200
  Which tea?
  value="Mint"
  value="Sage"
  name="poll[options][]"

ada GET /api/v1/accounts/verify_credentials
200
  "statuses_count":0

page ada POST /posts
  status = Which tea?
  poll[options][] = Mint
  poll[options][] =
  poll[expires_in] = 3600
422
  value="Mint"

page ada POST /posts
  status = Which tea?
  poll[options][] = Mint
  poll[options][] = Sage
  poll[options][] =
  poll[expires_in] = 3600
303

ada GET /api/v1/timelines/home
200
  keep post "id":"

page ben GET /@ada/{post}
200
  id="poll{post}"
  type="radio"
  Mint
  0 votes

page ben POST /posts/{post}/vote
  > accept: text/html;fragment=1
  choices{post} = 1
200
  class="res"
  0%
  class="mine"
  100%
  1 vote

page ben POST /posts/{post}/vote
  choices{post} = 0
422

page cleo POST /posts/{post}/vote
  choices{post} = 7
422

page cleo GET /posts/{post}/results
200
  100%

page visitor POST /posts/{post}/vote
  choices{post} = 0
303
  Location: /sign-in
