# A thread reads in order, counts its replies, and tells those who are answered.
account ada
account ben
account cleo

ada POST /api/v1/statuses
  status = Is the pool open?
200
  keep top "id":"

ben POST /api/v1/statuses
  status = @ada from eight
  in_reply_to_id = {top}
200
  "in_reply_to_id":"{top}"
  "in_reply_to_account_id":"{ada}"
  keep middle "id":"

cleo POST /api/v1/statuses
  status = @ben also on Sunday?
  in_reply_to_id = {middle}
200
  keep leaf "id":"

visitor GET /api/v1/statuses/{middle}/context
200
  "ancestors":[
  Is the pool open?
  "descendants":[
  also on Sunday?

ada GET /api/v1/statuses/{top}
200
  "replies_count":1

ada GET /api/v1/notifications
200
  "type":"mention"
  from eight

page visitor GET /@ada/{top}
200
  Is the pool open?
  from eight
  also on Sunday?

ben GET /api/v1/statuses/1/context
404
