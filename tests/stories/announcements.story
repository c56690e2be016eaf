# Administrators tell everybody something; each dismisses it for themselves.
account ada admin
account ben
account cleo

page ben GET /admin/announcements
403

page ada POST /admin/announcements
  text = We move on Monday. <script>
  starts_at = 2030-01-01T10:00
  then = publish
303
  keep said Location: /admin/announcements#a

page ben GET /home
200
  We move on Monday. &lt;script&gt;
  action="/announcements/

ben GET /api/v1/announcements
200
  keep id "id":"
  "read":false

page ben POST /announcements/{id}/dismiss
303
  Location: /home

page ben GET /home
200
  ! We move on Monday

page cleo GET /home
200
  We move on Monday

page ben POST /admin/announcements/{id}/delete
403

page ada POST /admin/announcements/{id}
  text = 
422
  id="text-error"

page ada POST /admin/announcements/{id}/withdraw
303

page cleo GET /home
200
  ! We move on Monday
