# A team answers a review: what tells who was there is held, what became of it follows, and everybody sees how often it answers.
account clinic organization
account other organization
account edda
account nia
account resi
account anna
account ada
account mo moderator

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

page clinic POST /organizations/clinic/team
  person = @edda
  role = editor
303
page edda POST /organizations/clinic/join
  decision = join
303
page clinic POST /organizations/clinic/team
  person = @nia
  role = editor
303
page nia POST /organizations/clinic/join
  decision = join
303
page clinic POST /organizations/clinic/team
  person = @resi
  role = responder
303
page resi POST /organizations/clinic/join
  decision = join
303
page clinic POST /organizations/clinic/team
  person = @anna
  role = analyst
303
page anna POST /organizations/clinic/join
  decision = join
303

page ada POST /care/{place}/review
  overall = 2
  month = {month}
  told = The care was kind, but I waited 40 minutes on hold.
  signed_as = Priya, a parent
200
later 49

visitor GET /api/salve/v1/care/{place}/reviews
200
  "responses":{"reviews":0,"replied":0
  keep review "id":"
  "reply":null
  "steps":[]

# Nobody else learns that there is something to write; who reads figures does not write.
page visitor GET /reviews/{review}/reply
303
page ada GET /reviews/{review}/reply
404
page other POST /reviews/{review}/reply
  act = publish
  text = We are sorry.
404
page anna GET /reviews/{review}/reply
403
page anna GET /organizations/clinic/reviews
403
page ada GET /organizations/clinic/reviews
404

page resi GET /organizations/clinic/reviews
200
  No review is old enough to be counted yet.
  40 minutes on hold
page resi GET /organizations/clinic/inbox?kind=review
200
  keep item <article class="card item" id="i
  40 minutes on hold
page resi GET /organizations/clinic/inbox/{item}
200
  /reviews/{review}/reply

# A responder drafts; the words that tell of somebody are shown with the reason, and the draft stays.
page resi POST /reviews/{review}/reply
  act = ask
  text = Dear Priya, we are sorry about your visit on Tuesday. The treatment was right.
303
page resi GET /reviews/{review}/reply
200
  Held: please look at these words
  “your visit”
  It tells that they were with you.
  “Priya”
  It may be somebody&#39;s name.
  “Tuesday”
  It tells when it was.
  “treatment”
  It tells of somebody&#39;s health, or of what was done.
  A colleague is asked to look at it before.
  ! I looked: publish it
page resi POST /reviews/{review}/reply
  act = publish
  text = We are sorry.
403
page visitor GET /reviews/{review}
200
  ! Dear Priya

# Who changes it publishes their own words, and these are held as well.
page edda GET /reviews/{review}/reply
200
  Dear Priya
  Written by resi.
  I looked: publish it
page edda POST /reviews/{review}/reply
  act = pass
  text = We are sorry about your visit.
422
  Some words could tell others that this person was there.
  “your visit”
page edda POST /reviews/{review}/reply
  act = publish
  text = <b>Sorry</b>
422
  Write plain text: markup such as &lt;b&gt; is not taken.
page edda POST /reviews/{review}/reply
  act = publish
  text =
422
  Write what you answer.

# What became of it comes after a reply.
page edda POST /reviews/{review}/reply
  act = steps
  planned = A second telephone line.
422
  Reply first: people want to be heard before they read of plans.

page edda POST /reviews/{review}/reply
  act = publish
  text = You are right, and we are sorry. Since 1 August you can book here without calling.
303
page visitor GET /reviews/{review}
200
  clinic replied
  the same day
  Since 1 August you can book here without calling.
  What became of it
  ! edda
  ! resi
page resi GET /organizations/clinic/reviews
200
  Replied to 100 of 100 reviews of the last two years. Half of the replies came on the same day.
  Every review has a reply.
page resi GET /organizations/clinic/inbox?kind=review
200
  ! 40 minutes on hold
page edda GET /organizations/clinic/record
200
  {review}

# Changed later, in the open; the team sees every version and who wrote it.
later 72
page edda POST /reviews/{review}/reply
  act = ask
  text = You are right, and we are sorry. You can book here without calling, and two people answer the telephone.
303
page edda POST /reviews/{review}/reply
  act = publish
  text = You are right, and we are sorry. You can book here without calling, and two people answer the telephone.
422
  You asked a colleague to look at it first.
page visitor GET /reviews/{review}
200
  ! two people answer
page nia POST /reviews/{review}/reply
  act = publish
  text = You are right, and we are sorry. You can book here without calling, and two people answer the telephone.
303
page visitor GET /reviews/{review}
200
  changed on
  two people answer the telephone
  ! Since 1 August
page nia GET /reviews/{review}/reply
200
  What was public, for the team
  Since 1 August
  edda
  two people answer the telephone
  edda

# Planned, then changed; both stand on the board.
page resi POST /reviews/{review}/reply
  act = steps
  planned = A second telephone line.
403
page edda POST /reviews/{review}/reply
  act = steps
  planned = A second telephone line.
303
later 24
page edda POST /reviews/{review}/reply
  act = steps
  planned = A second telephone line.
  changed = Your visit made us think.
422
  Write of the change alone.
page edda POST /reviews/{review}/reply
  act = steps
  planned = A second telephone line.
  changed = Two people answer in the morning.
303
page visitor GET /organizations/clinic/changes
200
  You said, we did
  Replied to 100 of 100
  40 minutes on hold
  Two people answer in the morning.
  A second telephone line.
page visitor GET /care/{place}?tab=changes
200
  Two people answer in the morning.
page visitor GET /care/{place}?tab=reviews
200
  Two people answer in the morning.
  Replied to 100 of 100 reviews of the last two years.
visitor GET /api/salve/v1/reviews/{review}
200
  "reply":{"text":"You are right
  "days":0
  "kind":"planned","text":"A second telephone line."
  "kind":"changed"
  ! edda
page visitor GET /reviews/how
200
  What providers answer
  A reply that is taken back does not count.

# Words may be harmless: a colleague of their writer, having seen what is held, lets them pass, and they stay the writer's.
page resi POST /reviews/{review}/reply
  act = draft
  text = You are right, and we are sorry. The scan room takes calls until ten now.
303
page edda POST /reviews/{review}/reply
  act = publish
  text = You are right, and we are sorry. The scan room takes calls until ten now.
422
  Some words could tell others that this person was there.
  “scan”
page edda POST /reviews/{review}/reply
  act = pass
  text = You are right, and we are sorry. The scan room takes calls until ten now.
303
page visitor GET /reviews/{review}
200
  The scan room takes calls until ten now.
page edda GET /reviews/{review}/reply
200
  What was public, for the team
  The scan room takes calls until ten now.
  resi

# A reply that is taken back counts no more.
page resi POST /reviews/{review}/reply
  act = back
403
page edda POST /reviews/{review}/reply
  act = back
303
visitor GET /api/salve/v1/care/{place}/reviews
200
  "replied":0
  "reply":null
page edda POST /reviews/{review}/reply
  act = back
404

# Nothing is said of what a moderator took away.
page ada POST /reviews/{review}/report
  reason = insulting
303
page mo POST /admin/reviews/{review}
  act = remove
  reason = insulting
  words = It insults somebody.
303
page edda POST /reviews/{review}/reply
  act = publish
  text = We are sorry.
409
page visitor GET /organizations/clinic/changes
200
  Nothing is planned or changed yet because of a review.
