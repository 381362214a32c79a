-- acquire: asks for the lock of an outside resource; whoever must wait stands in a queue, first come, first served.
-- KEYS[1]  R, the lock: `<token> <owner> <h|w> <label>`; w: somebody waits
-- KEYS[2]  R.tok, the token counter; outlives the lock
-- KEYS[3]  Q, the waiters (zset: ticket -> owner)
-- KEYS[4]  W, the waiters (hash: owner -> `<last seen, ms> <channel> <label>`)
-- ARGV[1]  owner, unique per request for the lock
-- ARGV[2]  lease, ms
-- ARGV[3]  channel on which this waiter hears of a grant
-- ARGV[4]  ticket of an earlier wait, which keeps its place; 0 for a new one (default), -1: do not wait
-- ARGV[5]  floor: the token will not be smaller; default 0
-- ARGV[6]  label, for people: token of the step lock under which the resource is wanted, and scope; default empty
-- Replies  {acquired, token} | {busy, pttl, holder, place from 0, ticket, largest token so far}; holder is '' when the
--          lock is free but somebody waits in front
-- Holds    tokens only grow. Sent again by the owner: the same token (a new one when the floor rose above it), the lease
--          extended. The lock is never taken past a living waiter with a smaller ticket.
local COUNTER_TTL_MS = 30 * 24 * 3600 * 1000 -- longer than any run may be parked
local DEAD_AFTER_MS = 1500 -- not seen for two polls

local owner, floor, label = ARGV[1], tonumber(ARGV[5] or 0), ARGV[6] or ''
local ticket = ARGV[4] or '0'
local lock, last = unpack(redis.call('MGET', KEYS[1], KEYS[2]))
local token, holder, flag
last = last or '0'
if lock then
  token, holder, flag = string.match(lock, '^(%d+) (%S+) (%l)')
  if holder == owner and tonumber(token) >= floor then
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
    return { 'acquired', token }
  end
end

local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
local nowUs = time[1] * 1000000 + time[2]
local queued = redis.call('EXISTS', KEYS[3]) == 1

-- The waiter whose turn it is. At most 32 dead ones are dropped a call; '' when all of those were dead.
local turn = owner
if not lock and queued then
  turn = ''
  for _ = 1, 32 do
    local head = redis.call('ZRANGE', KEYS[3], 0, 0, 'WITHSCORES')
    local seen = head[1] and string.match(redis.call('HGET', KEYS[4], head[1]) or '0', '^%d+')
    local before = tonumber(ticket) > 0 and tonumber(ticket) < tonumber(head[2] or 'inf')
    if not head[1] or head[1] == owner or before then
      turn = owner
      break
    elseif nowMs - seen <= DEAD_AFTER_MS then
      turn = head[1]
      break
    end
    redis.call('ZREM', KEYS[3], head[1])
    redis.call('HDEL', KEYS[4], head[1])
  end
end

if holder == owner or (not lock and turn == owner) then
  if queued then
    redis.call('ZREM', KEYS[3], owner)
    redis.call('HDEL', KEYS[4], owner)
    queued = redis.call('EXISTS', KEYS[3]) == 1
  end
  -- '%.0f': Lua prints numbers with 14 digits, and a token has 16.
  token = string.format('%.0f', math.max(last + 1, nowUs, floor))
  redis.call('SET', KEYS[2], token, 'PX', COUNTER_TTL_MS)
  redis.call('SET', KEYS[1], token .. ' ' .. owner .. (queued and ' w ' or ' h ') .. label, 'PX', ARGV[2])
  return { 'acquired', token }
end

local pttl = math.max(redis.call('PTTL', KEYS[1]), 0)
if ticket == '-1' then
  return { 'busy', pttl, holder or '', redis.call('ZCARD', KEYS[3]), 0, last }
end
ticket = redis.call('ZSCORE', KEYS[3], owner) or ticket
if ticket == '0' then
  local tail = redis.call('ZRANGE', KEYS[3], -1, -1, 'WITHSCORES')
  ticket = string.format('%.0f', math.max(nowUs, (tail[2] or 0) + 1))
end
redis.call('ZADD', KEYS[3], ticket, owner)
redis.call('HSET', KEYS[4], owner, string.format('%.0f ', nowMs) .. ARGV[3] .. ' ' .. label)
redis.call('PEXPIRE', KEYS[3], 10 * DEAD_AFTER_MS)
redis.call('PEXPIRE', KEYS[4], 10 * DEAD_AFTER_MS)
if flag == 'h' then
  redis.call('SET', KEYS[1], (string.gsub(lock, '^(%d+ %S+) h', '%1 w')), 'KEEPTTL')
end
return { 'busy', pttl, holder or '', redis.call('ZRANK', KEYS[3], owner), ticket, last }
