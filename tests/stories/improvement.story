# A team sees what was marked over time; others do not; nothing of fewer than ten people stands in the page or in the file.
account clinic organization
account rita
account ada
account pat1
account pat2
account pat3
account pat4
account pat5
account pat6
account pat7
account pat8
account pat9
account pat10

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

page clinic GET /organizations/clinic
200
  /organizations/clinic/improvement

page clinic GET /organizations/clinic/improvement
200
  Too few people told us yet
  ! Download CSV

# Nine people told: no figure of them stands anywhere.
page pat1 POST /care/{place}/review
  overall = 4
  mark_1 = 5
  told = The waiting room was full, but the nurse explained everything. Visit 1.
  month = {month}
200

page pat2 POST /care/{place}/review
  overall = 4
  mark_1 = 5
  told = The waiting room was full, but the nurse explained everything. Visit 2.
  month = {month}
200

page pat3 POST /care/{place}/review
  overall = 4
  mark_1 = 5
  told = The waiting room was full, but the nurse explained everything. Visit 3.
  month = {month}
200

page pat4 POST /care/{place}/review
  overall = 4
  mark_1 = 5
  told = The waiting room was full, but the nurse explained everything. Visit 4.
  month = {month}
200

later 49

page pat5 POST /care/{place}/review
  overall = 4
  mark_1 = 5
  told = The waiting room was full, but the nurse explained everything. Visit 5.
  month = {month}
200

page pat6 POST /care/{place}/review
  overall = 4
  mark_1 = 5
  told = The waiting room was full, but the nurse explained everything. Visit 6.
  month = {month}
200

page pat7 POST /care/{place}/review
  overall = 4
  mark_1 = 5
  told = The waiting room was full, but the nurse explained everything. Visit 7.
  month = {month}
200

page pat8 POST /care/{place}/review
  overall = 4
  mark_1 = 5
  told = The waiting room was full, but the nurse explained everything. Visit 8.
  month = {month}
200

later 49

page pat9 POST /care/{place}/review
  overall = 4
  mark_1 = 5
  told = The waiting room was full, but the nurse explained everything. Visit 9.
  month = {month}
200

later 49

page clinic GET /organizations/clinic/improvement
200
  Too few people told us yet
  ! 4.00

page clinic GET /organizations/clinic/improvement.csv
200
  place,question,from,to
  ! 4.00
  ! "Rowan

page pat10 POST /care/{place}/review
  overall = 4
  mark_1 = 5
  told = The waiting room was full, but the nurse explained everything. Visit 10.
  month = {month}
200

later 49
later 745

page clinic GET /organizations/clinic/improvement
200
  Overall
  Limits are drawn from six figures on.
  <title id="t-overall">
  <td class="num">10</td>
  4.00
  Stories by theme
  ?tab=reviews&amp;about=waiting#list

page clinic GET /organizations/clinic/improvement.csv?place={place}
200
  improvement.csv
  "Rowan Street Clinic","Overall",
  ,10,4.00,,,,,

# Whoever reads figures may; nobody else learns that there are any.
page clinic POST /organizations/clinic/team
  person = @rita
  role = analyst
303

page rita GET /organizations/clinic/improvement
404

page rita POST /organizations/clinic/join
  decision = join
303

page rita GET /organizations/clinic/improvement
200
  Overall

page ada GET /organizations/clinic/improvement
404

page ada GET /organizations/clinic/improvement.csv
404

page visitor GET /organizations/clinic/improvement.csv
303

page clinic GET /organizations/clinic/improvement?place=1
404

page clinic GET /organizations/clinic/improvement?place=million
404
