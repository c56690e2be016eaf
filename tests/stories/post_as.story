# Who edits an organization chooses in the composer in whose name to post; the record names them, and nobody else learns it.
account clinic organization
account ada
account ben
account cleo

page clinic POST /organizations/clinic/team
  person = @ada
  role = editor
303

page clinic POST /organizations/clinic/team
  person = @ben
  role = responder
303

page ada POST /organizations/clinic/join
  decision = join
303

page ben POST /organizations/clinic/join
  decision = join
303

visitor GET /api/v1/accounts/lookup?acct=clinic
200
  keep organization "id":"

page ada GET /new
200
  Post as
  value="{organization}"

# Whoever may not choose is not asked, and is refused.
page ben GET /new
200
  ! Post as

page ben POST /posts
  status = Not mine to say
  post_as = {organization}
422
  Choose yourself, or an organization that you post for.
  Not mine to say

page cleo POST /posts
  status = Nor mine
  post_as = {organization}
422

page ada POST /posts
  status = Who am I
  post_as = anything
422

page ada POST /posts
  status = Open on Saturday
  post_as = {organization}
303
  keep post Location: /posts/

page visitor GET /@clinic/{post}
200
  Open on Saturday
  ! ada

ada GET /api/v1/statuses/{post}
200
  "username":"clinic"

page clinic GET /organizations/clinic/record
200
  <bdi>ada</bdi></b> <code>post</code> {post}

page cleo GET /@clinic/{post}
200
  ! Written by

# By themself, as always.
page ada POST /posts
  status = My own words
  post_as =
303

page visitor GET /@ada
200
  My own words
  ! Open on Saturday

# A draft is a person's own, and says so before it goes out in the wrong name.
page ada POST /drafts
  status = Later perhaps
  post_as = {organization}
303
  keep draft Location: /drafts/

page ada GET /drafts/{draft}
200
  You chose to post this as an organization.

# With the role the choice ends.
page clinic POST /organizations/clinic/team/{ada}
  role = analyst
303

page ada GET /notifications
200
  Your role in the team of

ada GET /api/v1/notifications
200
  ! "type":"team"

page ada GET /new
200
  ! Post as

page ada POST /posts
  status = Still here
  post_as = {organization}
422

page clinic POST /organizations/clinic/team/{ada}/remove
303

page ada GET /notifications
200
  You are no longer in the team of
