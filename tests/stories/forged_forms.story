# A form counts only when it was sent from a page of ours, by the person whom the page was made for.
account ada
account ben

ada POST /api/v1/statuses
  status = a post
200
  keep post "id":"

page ben POST /posts/{post}/support
  csrf = guessed
403

page ben POST /posts/{post}/support
  csrf =
403

page ben POST /posts/{post}/support
  > sec-fetch-site: cross-site
403

page ben POST /posts/{post}/support
  > origin: https://elsewhere.example
403

ada GET /api/v1/statuses/{post}
200
  "favourites_count":0

page ben POST /posts/{post}/support
303

ada GET /api/v1/statuses/{post}
200
  "favourites_count":1

# Reading needs no token, and an address that changes something is not read.
page ben GET /posts/{post}/support
405

page visitor POST /sign-in
  login = ada
  password = a password for stories
  csrf = guessed
403
