# An organization is run by people, each with their own sign-in; what the team does stays with the team.
account clinic organization
account ada
account ben
account cleo

page clinic GET /organizations/clinic/team
200
  Nobody yet. The account itself runs the organization.
  Invite somebody

page cleo GET /organizations/clinic/team
404

page clinic POST /organizations/clinic/team
  person = @nobody-here
  role = owner
422
  There is no such account here.
  nobody-here

page clinic POST /organizations/clinic/team
  person = @ada
  role = king
422

page clinic POST /organizations/clinic/team
  person = @ada
  role = owner
303
  Location: /organizations/clinic/team?saved=1

# Who is invited reads it on every page, and has no right before the answer.
page ada GET /home
200
  An organization invites you to its team.

page ada GET /organizations/clinic/team
404

page ada GET /organizations
200
  You are invited
  Owner

page ben POST /organizations/clinic/join
  decision = join
404

page ada POST /organizations/clinic/join
  decision = join
303
  Location: /organizations

page ada GET /organizations/clinic/team
200
  Act for clinic
  Owner
  ! Leave the team

page ada POST /organizations/clinic/team
  person = @ben
  role = responder
303

page ben POST /organizations/clinic/join
  decision = join
303

page ben GET /organizations/clinic/team
200
  Leave the team
  ! Act for clinic
  ! Invite somebody

page ben POST /organizations/clinic/team
  person = @cleo
  role = analyst
403
  Only an owner of the organization may do this.

# A responder does not act for the organization; an owner leaves only when there is another one.
page ben POST /act-for/clinic
404

page cleo POST /act-for/clinic
404

page ada POST /organizations/clinic/team/{ada}/remove
422
  An organization keeps an owner.

page ada POST /organizations/clinic/team/{ben}
  role = owner
303

page ada POST /organizations/clinic/team/{ada}/remove
303
  Location: /organizations

page ada GET /organizations/clinic/team
404

page ben GET /organizations/clinic/record
200
  team.leave
  team.role
  team.join
  team.invite

page cleo GET /organizations/clinic/record
404

# Nothing of it is told to the outside.
visitor GET /api/v1/accounts/{clinic}
200
  ! ben
  ! owner
