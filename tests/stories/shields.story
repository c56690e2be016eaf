# A content shield covers what it names, in pages and for apps, and says what is beneath.
account ada
account ben

ada POST /api/v1/accounts/{ben}/follow
200

page ada GET /settings/filters
200
  Content shields
  mentions weights

page ada POST /settings/filters/shields
  shield = weights
303
  Location: /settings/filters?saved=1

ben POST /api/v1/statuses
  status = Down to 52 kg this week
200

ben POST /api/v1/statuses
  status = Room 52 is free
200

page ada GET /home
200
  Covered: mentions weights
  52 kg

ada GET /api/v1/timelines/home
200
  Room 52
  "filtered":[]
  52 kg
  "keyword_matches":["weights"]

page ada POST /settings/filters/shields
303

page ada GET /home
200
  ! Covered: mentions weights

page ada POST /settings/filters/shields
  shield = dragons
422

# What is covered on its own page is covered also where only a line of it is shown.
page ada POST /settings/filters/shields
  shield = weights
303

ben POST /api/v1/statuses
  status = @ada I am down to 49 kg
  visibility = direct
200
  keep message "id":"

page ada GET /messages
200
  Covered: mentions weights
  ! 49 kg

page ada GET /messages/{message}
200
  Covered: mentions weights
  49 kg

page ada GET /notifications
200
  Covered: mentions weights
  ! 49 kg
