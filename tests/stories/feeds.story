# What is said is there for readers of news and for search engines, but only what a visitor may read.
account ada
account ben

ada POST /api/v1/statuses
  status = Open <hours> & more #Clinic
200
  keep post "id":"

ada POST /api/v1/statuses
  status = For followers alone
  visibility = private
200

ada POST /api/v1/statuses
  status = The needle is long
  spoiler_text = Needles
200

visitor GET /@ada/feed.atom
200
  application/atom+xml
  <title>Needles</title>
  Open &lt;hours&gt; &amp; more
  ! For followers alone
  ! The needle is long

visitor GET /tags/clinic/feed.atom
200
  Open &lt;hours&gt;

visitor GET /tags/nobodyusedthis/feed.atom
404

visitor GET /@nobody_here/feed.atom
404

visitor GET /sitemap.xml
200
  /@ada</loc>
  /@ada/{post}</loc>

visitor GET /robots.txt
200
  Disallow: /settings
  /sitemap.xml

page visitor GET /@ada/{post}
200
  og:title
  application/ld+json

page ada GET /@ada
200
  application/atom+xml
