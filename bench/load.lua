-- What wrk sends, for all accounts in turn or for one. wrk ... -- KIND TOKENS [PATH]
--   home reader public notifications search common file   GET      posts fanout   POST: by everybody, by the first alone
--   calm   as home, about 1,000 a second      page   the home page, signed in: TOKENS are of sessions
local requests, tokens, turn, kind = {}, {}, 0, ""

local paths = {
    home = "/api/v1/timelines/home?limit=20", calm = "/api/v1/timelines/home?limit=20", page = "/home", reader = "/api/v1/timelines/home?limit=20",
    public = "/api/v1/timelines/public?limit=20", notifications = "/api/v1/notifications?limit=40",
}
-- As bench/fill.cpp spells it.
local function word(rank)
    local made, letters = "", "bdfgklmnprtvzwhcjq"
    for _ = 1, 3 do
        made = made .. letters:sub(rank % 18 + 1, rank % 18 + 1) .. ("aeiou"):sub(rank % 5 + 1, rank % 5 + 1)
        rank = math.floor(rank / 18)
    end
    return made .. "n"
end
-- What people look for, from every fourth post to one in a thousand; and words that stand in most posts.
local asked = {
    search = {"river", "inhaler", "diet+help", word(40), word(120), word(400), word(1500), word(60) .. "+" .. word(90), "nurse+-sleep", "topic7"},
    common = {"clinic", "the+kind", "breathing+today", "was+-diet", "%22the+clinic%22", "and+my"},
}

function init(arguments)
    kind = arguments[1]
    for token in io.lines(arguments[2]) do
        tokens[#tokens + 1] = token
        local words = asked[kind]
        local path = words and "/api/v2/search?type=statuses&limit=20&q=" .. words[#tokens % #words + 1] or arguments[3] or paths[kind]
        local who = kind == "page" and {Cookie = "salve_session=" .. token} or {Authorization = "Bearer " .. token}
        if path then requests[#requests + 1] = wrk.format("GET", path, who) end
        if kind == "reader" then requests[1] = requests[#requests] end
    end
    if kind == "reader" then requests = {requests[1]} end
    if kind == "calm" then delay = function() return math.random(24, 40) end end  -- milliseconds, of each of 32 connections
end

local form = "application/x-www-form-urlencoded"

function request()
    turn = turn + 1
    if #requests > 0 then return requests[turn % #requests + 1] end
    local which = kind == "fanout" and 1 or turn % #tokens + 1
    local text = "status=Visit+" .. turn .. ":+the+nurse+had+time+for+all+my+questions+about+the+new+inhaler.+%23asthma"
    return wrk.format("POST", "/api/v1/statuses", {Authorization = "Bearer " .. tokens[which], ["Content-Type"] = form}, text)
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format('{"requests": %d, "microseconds": %d, "bytes": %d, "p50": %d, "p95": %d, "p99": %d, "faults": %d}\n',
        summary.requests, summary.duration, summary.bytes, latency:percentile(50), latency:percentile(95), latency:percentile(99),
        errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
