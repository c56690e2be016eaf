# Another server reads what is here: who, and what they say; a browser is led to pages.
account ada
account ben
account clinic organization

ben GET /.well-known/webfinger?resource=acct:ada@localhost:8080
200
  "subject":"acct:ada@localhost:8080"
  "rel":"self","type":"application/activity+json","href":"http://localhost:8080/users/ada"

ben GET /nodeinfo/2.1
200
  "protocols":["activitypub"]

ada POST /api/v1/statuses
  status = Hello, world
200
  keep post "id":"

ada POST /api/v1/statuses
  status = For those who follow me
  visibility = private
200
  keep quiet "id":"

page ben GET /users/ada
  > accept: application/activity+json
200
  Vary: Accept
  "type":"Person"
  "publicKeyPem":"-----BEGIN PUBLIC KEY-----

page ben GET /users/clinic
  > accept: application/activity+json
200
  "type":"Organization"

page ben GET /users/ada
  > accept: text/html
302
  Location: /@ada

page ben GET /@ada
  > accept: application/activity+json
200
  "preferredUsername":"ada"

page ben GET /@ada
  > accept: text/html
200
  Vary: Accept
  ! "preferredUsername"

page ben GET /@ada/{post}
  > accept: application/ld+json; profile="https://www.w3.org/ns/activitystreams"
200
  "type":"Note"
  "content":"<p>Hello, world</p>"

page ben GET /users/ada/statuses/{quiet}
  > accept: application/activity+json
404

page ben GET /@ada/{quiet}
  > accept: application/activity+json
302
  Location: http://localhost:8080/users/ada/statuses/{quiet}

page ben GET /users/ada/outbox?page=true
  > accept: application/activity+json
200
  Hello, world
  ! For those who follow me

page ben GET /authorize_interaction?uri=https%3A%2F%2Ffar.example%2Fposts%2F1
302
  Location: /search?q=https%3A%2F%2Ffar.example%2Fposts%2F1

ada DELETE /api/v1/statuses/{post}
200

page ben GET /users/ada/statuses/{post}
  > accept: application/activity+json
410
  "type":"Tombstone"
