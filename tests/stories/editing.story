# A post is edited from its page; what it was stays readable, and those who shared it are told.
account ada
account ben

page ada POST /posts
  status = Take it at noon
303

ada GET /api/v1/timelines/home
200
  keep post "id":"

page ben POST /posts/{post}/share
303

page ben GET /posts/{post}/edit
404

page ada GET /posts/{post}/edit
200
  action="/posts/{post}/edit"
  Take it at noon

page ada POST /posts/{post}/edit
  status = Take it at night <b>
303
  Location: /posts/{post}

page visitor GET /@ada/{post}
200
  /@ada/{post}/history
  Take it at night &lt;b&gt;
  ! Take it at noon

page visitor GET /@ada/{post}/history
200
  Take it at
  <del>noon</del>
  <ins>night &lt;b&gt;</ins>
  First written

page ben GET /notifications
200
  edited a post you shared

# What is refused comes back as it was typed, and changes nothing.
page ada POST /posts/{post}/edit
  status =
422
  action="/posts/{post}/edit"

# Delete and write anew: the old post goes when the new one is there.
page ada GET /posts/{post}/redraft
200
  name="redraft_of" value="{post}"
  Take it at night

page ada POST /posts
  status =
  redraft_of = {post}
422
  name="redraft_of" value="{post}"

page ada GET /@ada/{post}
200

page ada POST /posts
  status = Take it in the morning
  redraft_of = {post}
303

page ada GET /@ada/{post}
404
