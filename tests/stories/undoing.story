# Who posted may take it back for as long as it waits before it leaves, and has the words back; of a private message nothing is promised.
account ada
account ben

page ada POST /posts
  status = Too early
  visibility = public
303
  keep post Location: /home?posted=

page ada GET /home?posted={post}
200
  /posts/{post}/undo
  Posted.
  You can take it back for 10 seconds.

page ben GET /home?posted={post}
200
  ! Posted.

page ada POST /posts/{post}/undo
200
  Too early

ada GET /api/v1/statuses/{post}
404

page ada POST /posts
  status = @ben for you alone
  visibility = direct
303
  keep message Location: /home?posted=

page ada GET /home?posted={message}
200
  Posted.
  ! take it back for
