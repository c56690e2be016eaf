# Without a token nothing private is said, and an unknown token is no better.
account ada

visitor GET /api/v1/timelines/home
401
  "error"

visitor POST /api/v1/statuses
  status = from nobody
401

visitor GET /api/v1/notifications
401

visitor GET /api/v1/accounts/verify_credentials
  > authorization: Bearer made-up
401

visitor GET /api/v1/accounts/relationships?id={ada}
401

# What a visitor may read is no different with a token that nobody gave out: it is refused.
visitor GET /api/v1/timelines/public
200
  []
