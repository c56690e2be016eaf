# Quick exit stands on pages that others should not see, whose titles tell nothing; and on no others.
account ada
account ben

ada POST /api/v1/statuses
  status = One year today #Recovery
200
  keep post "id":"

ada POST /api/v1/statuses
  status = Breathe out slowly #Asthma
200

page visitor GET /help-now
200
  <title>Help
  data-leave=""

page visitor GET /tags/Recovery
200
  <title>Topic
  ! #Recovery ·
  data-leave

page visitor GET /tags/Asthma
200
  <title>#Asthma
  ! data-leave

page visitor GET /@ada/{post}
200
  <title>Posts ·
  data-leave

page ben GET /messages
200
  <title>Messages
  data-leave="/sign-out"

page ben GET /settings/filters
200
  <title>Settings
  data-leave="/sign-out"

page ben GET /settings
200
  ! data-leave

page ben POST /drafts
  status = @ada can we talk
  visibility = direct
303
  keep draft Location: /drafts/

page ben GET /drafts/{draft}
200
  <title>Edit draft
  data-leave

page ben GET /drafts
200
  data-leave

page ada GET /drafts
200
  ! data-leave
