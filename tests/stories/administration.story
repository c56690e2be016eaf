# Who runs the server sees how it is, what is set, and gives roles; others are kept out.
account chief admin
account ada
account mo moderator

page chief GET /admin
200
  Health
  Members
  /admin/roles
  /admin/settings

page chief GET /admin/settings
200
  accounts.sign_up_open

page chief GET /admin/roles
200
  @mo

page chief POST /admin/roles
  name = ada
  role = moderator
303
  Location: /admin/roles?done=1

page chief GET /admin/roles
200
  @ada

page chief POST /admin/roles
  name = chief
  role = member
422
  changed by somebody else

page chief POST /admin/roles
  name = nobody_here
  role = admin
422
  name-error

page chief GET /moderation/record
200
  account.role

page mo GET /admin
403

page mo POST /admin/roles
  name = ada
  role = admin
403

page visitor GET /menu
200
  Explore

# What may change while the server runs is changed on the page, is refused at its field, and stands in the record.
page chief POST /admin/settings
  name = posts.longest
  value = many
422
  posts.longest-error
  value="many"

page chief POST /admin/settings
  name = help.lines
  value = Night line | 024 | free | Spain
422
  help.lines-error
  two capital letters

page chief POST /admin/settings
  name = help.lines
  value = Night line | 024 | free | ES | es | 2026-11-31
422
  write the day it was checked like 2026-11-01

page chief POST /admin/settings
  name = server.url
  value = https://elsewhere.example
422
  This one is set in the file

page chief POST /admin/settings
  name = server.contact
  value = somebody
422
  server.contact-error

page chief POST /admin/settings
  name = server.contact
  value = care@example.org
303
  Location: /admin/settings?done=1#server.contact

page chief GET /admin/settings
200
  care@example.org
  Take back

page chief GET /moderation/record
200
  setting.change
  care@example.org

page chief POST /admin/settings
  name = server.contact
  take_back = 1
303

page chief GET /admin/settings
200
  ! care@example.org

page mo POST /admin/settings
  name = server.contact
  value = mo@example.org
403

page ada GET /admin/settings
403
