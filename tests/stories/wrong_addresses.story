# What is not there, and what is asked in the wrong way.
account ada

visitor GET /api/v1/nothing
404
  "error"

visitor GET /no/such/page
404
  <html

visitor POST /api/v1/timelines/public
405
  llow: 
  GET
  "error"

ada PUT /api/v1/timelines/home
405

ada GET /api/v1/statuses/12x
404
  "error"

ada GET /api/v1/statuses/99999999999999999999999
404

ada GET /api/v1/accounts/1
404

page ada GET /@nobody
404
  <html

page ada GET /@ada/1
404

ada POST /api/v1/accounts/{ada}/no_such_action
404
