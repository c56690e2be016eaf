# A poll is voted in once by each, and its author's server tells how it ended.
account ada
account ben

ada POST /api/v1/statuses
  status = Tea or coffee?
  poll[options][] = Tea
  poll[options][] = Coffee
  poll[expires_in] = 600
200
  keep poll "id":"
  "poll":{

ben POST /api/v1/polls/{poll}/votes
  choices[] = 1
200
  "votes_count":1
  "voted":true
  "own_votes":[1]

ben POST /api/v1/polls/{poll}/votes
  choices[] = 0
422
  You have already voted on this poll

ada POST /api/v1/polls/{poll}/votes
  choices[] = 0
422
  You cannot vote in your own polls

visitor GET /api/v1/polls/{poll}
200
  "votes_count":1
  ! own_votes

ben POST /api/v1/statuses
  status = One choice is none
  poll[options][] = Alone
  poll[expires_in] = 600
422
  Poll options must have more than one item

ben POST /api/v1/statuses
  status = Too short
  poll[options][] = a
  poll[options][] = b
  poll[expires_in] = 10
422
  too soon

# Whoever voted takes their vote home.
page ben GET /settings/export/salve.json
200
  votes.json
