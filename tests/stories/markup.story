# What people type is shown as typed, and runs nowhere.
account ada

ada PATCH /api/v1/accounts/update_credentials
  display_name = <script>alert(1)</script>
  note = "><img src=x onerror=alert(2)>
200

ada POST /api/v1/statuses
  status = <script>alert(3)</script> javascript:alert(4) <b onmouseover=alert(5)>
  spoiler_text = </summary><script>alert(6)</script>
200
  "content":"<p>&lt;script
  ! <b on
  keep post "id":"

page visitor GET /@ada/{post}
200
  &lt;script&gt;alert
  ! <script>alert
  ! <b onmouseover
  ! href="javascript

page visitor GET /@ada
200
  ! <script>alert
  ! <img src=x

page visitor GET /search?q=%3Cscript%3Ealert(7)%3C/script%3E
200
  ! <script>alert
