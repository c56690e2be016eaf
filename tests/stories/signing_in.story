# Who signs in is let in; a wrong name and a wrong password sound the same.
account ada

page visitor GET /home
303
  Location: /sign-in

page visitor POST /sign-in
  login = ada
  password = a password for stories
303
  salve_session=

page visitor POST /sign-in
  login = ada
  password = not this one
422
  role="alert"
  ! salve_session=

page visitor POST /sign-in
  login = nobody
  password = not this one
422
  role="alert"
  ! salve_session=

page ada GET /home
200
  id="act"

page ada POST /sign-out
303

page ada GET /home
303
  Location: /sign-in
