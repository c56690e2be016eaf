# Pictures that wait until they are asked for: this browser's own wish, beside the others.
account ada

page ada GET /settings/account
200
  name="data"

page ada POST /settings/look
  language = en
  data = less
303
  Set-Cookie: data=less

page ada POST /settings/look
  language = en
  data = more
303
  Set-Cookie: data=;

page visitor GET /local
200
  Save-Data
