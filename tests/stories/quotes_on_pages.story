# A post is quoted from its page; whoever is asked first decides there, and can take it back.
account ada
account ben

page ada POST /posts
  status = Ask me first
  quote_approval_policy = request
303

ada GET /api/v1/timelines/home
200
  keep post "id":"

page ben GET /posts/{post}/more
200
  /new?quote={post}
  its author is asked first

page ben GET /new?quote={post}
200
  name="quoted_status_id" value="{post}"
  Ask me first

page ben POST /posts
  status = Worth a look
  quoted_status_id = {post}
303

ben GET /api/v1/timelines/home
200
  keep quoting "id":"

page visitor GET /@ben/{quoting}
200
  Worth a look
  once its author agrees
  ! Ask me first

page ada GET /@ben/{quoting}
200
  Ask me first
  /posts/{quoting}/quote

page ada POST /posts/{quoting}/quote
  on = 1
303

page visitor GET /@ben/{quoting}
200
  Ask me first

page visitor GET /posts/{post}/quotes
200
  Worth a look

page ada GET /posts/{quoting}/more
200
  Take my post out of this quote

page ada POST /posts/{quoting}/quote
  on = 0
303

page visitor GET /@ben/{quoting}
200
  took their post out
  ! Ask me first

# Who may reply is said, and the form for a reply is not offered.
page ada POST /posts/{post}/policy
  reply_policy = nobody
  boost_policy = nobody
  quote_approval_policy = nobody
303

page ben GET /@ada/{post}
200
  Only people named here may reply
  ! id="composer"

page ben POST /posts
  status = Still
  in_reply_to_id = {post}
403

page ben POST /posts/{post}/mute
  on = 1
303

ben GET /api/v1/statuses/{post}
200
  "muted":true
