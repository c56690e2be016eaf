# Sign-up names every faulty field at once, and keeps what was entered.
account ada

# How old comes first; what is too young is not asked for a name.
page visitor GET /sign-up
200
  name="birth_month"
  name="birth_year"
  ! name="password"

page visitor POST /sign-up/age
  birth_month = 5
  birth_year = 1980
303
  Location: /sign-up
  age=adult

page visitor GET /sign-up
  > cookie: age=young
403
  ! name="password"

page visitor GET /sign-up
  > cookie: age=adult
200
  name="username"
  name="password"

page visitor POST /sign-up
  > cookie: age=adult
  username = not a name!
  email = nowhere
  password = short
422
  role="alert"
  href="#username"
  value="not a name!"
  value="nowhere"
  ! value="short"

page visitor POST /sign-up
  > cookie: age=adult
  username = ADA
  email = someone@people.example
  password = seven green boats at noon
  agreement = on
422
  username

visitor GET /api/v1/accounts/lookup?acct=someone
404
