# What is kept out: servers, addresses and mailboxes; only administrators say so.
account ada
account mia moderator
account zoe admin

page mia GET /moderation/domains
403

page zoe GET /moderation/domains
200
  Other servers

page zoe POST /moderation/domains
  domain = no such thing
  severity = suspend
422
  role="alert"

page zoe POST /moderation/domains
  domain = Very-Bad.Example
  severity = suspend
  obfuscate = 1
  public_comment = Harassment
303

visitor GET /api/v1/instance/domain_blocks
200
  very****
  "severity":"suspend"
  "comment":"Harassment"

page zoe POST /moderation/addresses
  ip = 203.0.113.0/24
  severity = no_access
  expires_in = 86400
303

page zoe GET /moderation/addresses
200
  203.0.113.0/24
  no access

page zoe POST /moderation/mailboxes
  email = throwaway.example
303

visitor POST /api/v1/accounts
  username = dora
  email = dora@mail.throwaway.example
  password = a long enough password
  agreement = true
  locale = en
401

page zoe POST /moderation/rules
  text = Speak of your own experience.
303

visitor GET /api/v1/instance/rules
200
  "text":"Speak of your own experience."

visitor GET /api/v2/instance
200
  Speak of your own experience.

page visitor GET /about
200
  Speak of your own experience.

page zoe GET /moderation/record
200
  rule.add
  email_domain_block.add
  ip_block.add
  domain_block.add
