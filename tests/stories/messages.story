# Private messages are conversations: started, answered, read and put away, seen by nobody else; the tab's title names nobody.
account ada
account ben
account cleo

page ada GET /messages
200
  What you write to somebody alone stands here.

page ada POST /messages
  to = @nobody_at_all
  status = hello
422
  There is nobody by that name.

page ada POST /messages
  to = ben
  status =
422
  Write something first.

page ada POST /messages
  to = ben
  status = Are you awake?
303
  keep thread Location: /messages/

page ben GET /messages
200
  ada
  new
  Are you awake?

page ben GET /messages/{thread}
200
  <title>Messages
  Mark as read
  Are you awake?
  Only for ada

page ben POST /messages/{thread}
  status = I am.
303

page ada GET /messages/{thread}
200
  Are you awake?
  I am.

page cleo GET /messages/{thread}
404

page cleo POST /messages/{thread}
  status = Let me in
404

page ada POST /messages/{thread}/read
303

page ada POST /messages/{thread}/put-away
303
  Location: /messages

page ada GET /messages
200
  ! I am.
