-- What wrk sends: home timelines of all accounts in turn, or posts by them. wrk ... -- home|posts TOKENS
local requests, tokens, turn, posting = {}, {}, 0, false

function init(arguments)
    posting = arguments[1] == "posts"
    for token in io.lines(arguments[2]) do
        tokens[#tokens + 1] = token
        requests[#requests + 1] = wrk.format("GET", "/api/v1/timelines/home?limit=20", {Authorization = "Bearer " .. token})
    end
end

local form = "application/x-www-form-urlencoded"

function request()
    turn = turn + 1
    local which = turn % #requests + 1
    if not posting then return requests[which] end
    local text = "status=Visit+" .. turn .. ":+the+nurse+had+time+for+all+my+questions+about+the+new+inhaler.+%23asthma"
    return wrk.format("POST", "/api/v1/statuses", {Authorization = "Bearer " .. tokens[which], ["Content-Type"] = form}, text)
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format('{"requests": %d, "microseconds": %d, "bytes": %d, "p50": %d, "p99": %d, "faults": %d}\n',
        summary.requests, summary.duration, summary.bytes, latency:percentile(50), latency:percentile(99),
        errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
