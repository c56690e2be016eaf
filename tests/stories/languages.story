# A visitor's language is their browser's, until they choose another; a member's goes with them.
account ada

page visitor GET /about
  > accept-language: de, es-MX;q=0.9
200
  lang="es" dir="ltr"
  /language?return_to=%2Fabout

page visitor GET /about
  > accept-language: ar
200
  lang="ar" dir="rtl"

page visitor GET /about
  > accept-language: es
  > cookie: lang=ar
200
  lang="ar" dir="rtl"

page visitor GET /language
200
  value="en" lang="en" aria-pressed="true"
  value="es" lang="es">español<

page visitor POST /language
  language = es
  return_to = /about
303
  Location: /about
  lang=es

# Never to somebody else's address, and only to a language that there is.
page visitor POST /language
  language = es
  return_to = //far.example/
303
  Location: /

page visitor POST /language
  language = tlh
422

page ada POST /language
  language = ar
  return_to = /settings
303
  Location: /settings

page ada GET /settings
  > accept-language: es
200
  lang="ar" dir="rtl"

# What is refused is refused in the reader's language, with its figures.
page ada POST /settings
  name = xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
422
  الاسم 60 حرفًا على الأكثر.

page ada GET /no/such/page
404
  لم نعثر على تلك الصفحة

# The clock is the device's, or that of the zone that was chosen: a member's goes with the account, a visitor's stays in the browser.
page ada POST /language/zone
  zone = Asia/Tokyo
  return_to = /home
303
  ! Set-Cookie: zone
  Location: /home

page ada GET /language
200
  value="Asia/Tokyo" selected

page visitor POST /language/zone
  zone = Asia/Tokyo
  return_to = /local
303
  zone=Asia/Tokyo

page ada POST /language/zone
  zone = Far/Away
422
