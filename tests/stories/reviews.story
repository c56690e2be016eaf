# A visit is reviewed without a name; it appears with others; the clinic cannot take it away, a moderator can, in the open.
account clinic organization
account ada
account ben
account cleo
account mo moderator
account pat moderator

page clinic POST /organizations/clinic/places/new
  name = Rowan Street Clinic
  specialty = family
  street = 18 Rowan Street
  city = Ashland
  region = Oregon
  country = US
  latitude = 42.19
  longitude = -122.70
  zone = America/Los_Angeles
  languages = en
303
  keep place Location: /organizations/clinic/places/

page visitor GET /care/{place}?tab=reviews
200
  What patients say
  Nobody has told us about a visit yet.

page visitor GET /reviews/how
200
  Wilson
  It tells private things about somebody.

# Links are made by who answers for the clinic, and by nobody else.
page ada GET /organizations/clinic/review-links
404

page clinic POST /organizations/clinic/review-links
  location = {place}
  month = 2019-01
  count = 1
422
  Links are for visits of this month or the last.

page clinic POST /organizations/clinic/review-links
  location = {place}
  month = 2019-01
  count = 9999999
422

# Every refusal says why.
page clinic GET /care/{place}/review
200

page clinic POST /care/{place}/review
  overall = 5
  month = {month}
403

page ada POST /care/{place}/review
  overall = 5
  month = 2999-01
422
  This month is still to come.

page ada POST /care/{place}/review
  overall = 5
  month = 2001-01
422
  Reviews are of visits within the last two years.

page ada POST /care/{place}/review
  month = {month}
422
  Choose from 1 to 5 stars.

page ada POST /care/{place}/review
  overall = 4
  month = {month}
  told = They <b>lost</b> my sample.
422
  Write plain text: markup such as &lt;b&gt; is not taken.

page ada POST /care/{place}/review
  overall = 4
  month = {month}
  told = anything
  visit = nonsense
422
  This link does not belong to a visit here.

# Two people write. The key is shown once, and nothing is public yet.
page ada POST /care/{place}/review
  overall = 2
  mark_1 = 5
  mark_4 = 1
  month = {month}
  told = The care was kind, but I waited 40 minutes on hold.
  signed_as = A grandmother
200
  Cache-Control: no-store
  Thank you
  keep key <code>

page ada GET /reviews/mine
200
  Waits to be published

page ben POST /care/{place}/review
  overall = 5
  month = {month}
  told = They drew a picture of what the inhaler does.
200

page ada POST /care/{place}/review
  overall = 1
  month = {month}
409
  You reviewed this place within the last year. You can change that review.

visitor GET /api/salve/v1/care/{place}/reviews
200
  "mean":null
  "reviews":[]

later 49

visitor GET /api/salve/v1/care/{place}/reviews?sort=lowest
200
  keep review "id":"
  "overall":2
  "listened":5
  "signed_as":"A grandmother"
  "overall":5
  ! ada
  ! "account"

visitor GET /api/salve/v1/care/{place}/reviews?about=waiting
200
  40 minutes
  ! inhaler

visitor GET /api/salve/v1/care/{place}/reviews?sort=worst
422
  "sort"

page visitor GET /care/{place}?tab=reviews&sort=lowest
200
  No number yet
  A grandmother
  40 minutes on hold
  Name kept private

page visitor GET /reviews/{review}
200
  A grandmother

# Helpful: once a person, not for one's own; again takes it back.
page visitor POST /reviews/{review}/helpful
303
  Location: /sign-in

page ben POST /reviews/{review}/helpful
303

page ada POST /reviews/{review}/helpful
403

visitor GET /api/salve/v1/reviews/{review}
200
  "helpful":1

# Change and withdraw: with the key, or signed in.
page visitor GET /reviews/{review}/own
200
  Your key

page visitor POST /reviews/{review}/own
  key = wrong
404

page visitor POST /reviews/{review}/own
  key = {key}
200
  40 minutes on hold

page ben POST /reviews/{review}/change
  overall = 5
404

# The clinic reports it, a moderator keeps it, the clinic appeals, another moderator takes it away; its author appeals.
page clinic POST /reviews/{review}/report
  reason = nonsense
422
  Choose a reason.

page clinic POST /reviews/{review}/report
  reason = not_about_care
  provider = 1
303

page ben GET /admin/reviews
403

page mo GET /admin/reviews
200
  Rowan Street Clinic
  40 minutes on hold

page mo POST /admin/reviews/{review}
  act = keep
  words = It is about care.
303

page clinic GET /reviews/{review}
200
  A moderator kept this review: It is about care.

page clinic POST /reviews/{review}/appeal-as
  words = We have no hold line.
303

page clinic POST /reviews/{review}/withdraw
404

page mo GET /admin/reviews
200
  Somebody else answers: this was your own decision.

page ben POST /reviews/{review}/report
  reason = names_somebody
303

page mo POST /admin/reviews/{review}
  act = remove
  reason = names_somebody
  words = It names a nurse.
303

page visitor GET /reviews/{review}
200
  A moderator took this review away.
  It tells private things about somebody.
  ! 40 minutes

visitor GET /api/salve/v1/reviews/{review}
200
  "standing":"removed"
  "reason":"names_somebody"
  ! 40 minutes

page visitor POST /reviews/{review}/appeal
  key = {key}
  words = I named nobody.
303

page visitor POST /reviews/{review}/appeal
  key = {key}
  words = Again.
409

page pat GET /admin/reviews
200
  I named nobody.

page mo GET /moderation/record
200
  review.remove

page visitor POST /reviews/{review}/withdraw
  key = {key}
303

page visitor GET /reviews/{review}
200
  A moderator took this review away.

# Administrators say what is asked.
page mo GET /admin/reviews/questions
403
