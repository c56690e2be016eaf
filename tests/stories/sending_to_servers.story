# Who runs the server sees what waits for other servers, and exchanges lists of refused ones; others are kept out.
account chief admin
account ada

page chief GET /admin/federation
200
  Nothing is waiting
  All of them answer

page ada GET /admin/federation
403

page chief POST /admin/federation/retry
  host = far.example
303
  Location: /admin/federation

page chief POST /moderation/domains/import
  csv = far.example,suspend
303
  Location: /moderation/domains?done=1

page chief GET /moderation/domains
200
  far.example

page chief GET /moderation/domains/blocks.csv
200
  #domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate
  far.example,suspend,false,false,,false

page chief POST /moderation/domains/import
  csv = "never closed
422
  not a list of servers
