-- Sends the requests of a file in turn: each is its length in bytes, a newline, and itself.
local requests, at = {}, 0

function init(args)
   local file = assert(io.open(args[1], "rb"))
   while true do
      local length = file:read("*n")
      if not length then break end
      file:read(1)
      requests[#requests + 1] = file:read(length)
   end
   file:close()
end

function request()
   at = at % #requests + 1
   return requests[at]
end

function done(summary, latency)
   local wrong = summary.errors
   io.write(string.format(
      'RESULT {"requests": %d, "seconds": %.6f, "p50": %.3f, "p99": %.3f, "longest": %.3f,'
         .. ' "failures": {"status": %d, "connection": %d, "late": %d}}',
      summary.requests, summary.duration / 1e6,
      latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
      wrong.status, wrong.connect + wrong.read + wrong.write, wrong.timeout))
end
