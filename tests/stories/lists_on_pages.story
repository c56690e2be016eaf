# A list is made, filled from somebody's page, read, changed and removed; nobody else finds it.
account ada
account ben
account cleo

page ada GET /lists
200
  You have no lists yet.

page ada POST /lists
  title = 
422
  Give the list a name.

page ada POST /lists
  title = Ward <7>
303
  Location: /lists/

page ada GET /lists
200
  Nobody on it
  keep list href="/lists/

page ada POST /@ben/follow
303

page ada GET /@ben
200
  /accounts/{ben}/lists

page ada GET /accounts/{ben}/lists
200
  Ward &lt;7&gt;

page ada POST /accounts/{ben}/lists
  list = {list}
303
  Location: /@ben

ben POST /api/v1/statuses
  status = On the ward today
200

cleo POST /api/v1/statuses
  status = Somewhere else
200

page ada GET /lists/{list}
200
  Ward &lt;7&gt;
  On the ward today
  ! Somewhere else

page ada POST /lists/{list}/edit
  title = Ward 8
  replies = none
  exclusive = 1
303
  Location: /lists/{list}

page ada GET /home
200
  ! On the ward today

page ada GET /lists/{list}/edit
200
  Ward 8
  @ben

page ada POST /lists/{list}/members
  account = {cleo}
  on = 1
422

page ada POST /lists/{list}/members
  account = {ben}
  on = 0
303

page ada GET /lists/{list}
200
  ! On the ward today

page ben GET /lists/{list}
404

page ben GET /lists/{list}/edit
404

page ada POST /lists/{list}/delete
303
  Location: /lists
