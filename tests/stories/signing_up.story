# Sign-up names every faulty field at once, and keeps what was entered.
account ada

page visitor GET /sign-up
200
  name="username"
  name="password"

page visitor POST /sign-up
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
  username = ADA
  email = someone@people.example
  password = seven green boats at noon
  agreement = on
422
  username

visitor GET /api/v1/accounts/lookup?acct=someone
404
