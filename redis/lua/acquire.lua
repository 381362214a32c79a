-- acquire: asks for the lock of an outside resource; whoever must wait stands in a queue, first come, first served.
-- KEYS[1]  R, the lock: `<token> <owner> <h|w> <label>`; w: somebody waits
-- KEYS[2]  R.tok, the token counter; outlives the lock
-- KEYS[3]  Q, the waiters (zset: ticket -> owner)
-- KEYS[4]  W, the waiters (hash: owner -> `<last seen, ms> <channel> <label>`)
-- ARGV[1]  owner, unique per request for the lock
-- ARGV[2]  label, for people: token of the step lock under which the resource is wanted, and scope
-- ARGV[3]  lease, ms
-- ARGV[4]  floor: the token will not be smaller
-- ARGV[5]  ticket of an earlier wait, which keeps its place; 0 for a new one, -1: do not wait
-- ARGV[6]  ms after which a waiter that did not ask again is taken for dead
-- ARGV[7]  channel on which this waiter hears of a grant
-- ARGV[8]  TTL of the counter, ms
-- Replies  {acquired, token} | {busy, pttl, holder, place from 0, ticket, largest token so far}; holder is '' when the
--          lock is free but somebody waits in front
-- Holds    tokens only grow. Sent again by the owner: the same token (a new one when the floor rose above it), the lease
--          extended. The lock is never taken past a living waiter with a smaller ticket.
local owner = ARGV[1]
local lock = redis.call('GET', KEYS[1])
local last = redis.call('GET', KEYS[2]) or '0'
local token, holder, flag
if lock then
  token, holder, flag = string.match(lock, '^(%d+) (%S+) (%l)')
  if holder == owner and tonumber(token) >= tonumber(ARGV[4]) then
    redis.call('PEXPIRE', KEYS[1], ARGV[3])
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
    local before = tonumber(ARGV[5]) > 0 and tonumber(ARGV[5]) < tonumber(head[2] or 'inf')
    if not head[1] or head[1] == owner or before then
      turn = owner
      break
    elseif nowMs - seen <= tonumber(ARGV[6]) then
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
  token = string.format('%.0f', math.max(last + 1, nowUs, tonumber(ARGV[4])))
  redis.call('SET', KEYS[2], token, 'PX', ARGV[8])
  redis.call('SET', KEYS[1], token .. ' ' .. owner .. (queued and ' w ' or ' h ') .. ARGV[2], 'PX', ARGV[3])
  return { 'acquired', token }
end

local pttl = math.max(redis.call('PTTL', KEYS[1]), 0)
if ARGV[5] == '-1' then
  return { 'busy', pttl, holder or '', redis.call('ZCARD', KEYS[3]), 0, last }
end
local ticket = redis.call('ZSCORE', KEYS[3], owner) or ARGV[5]
if ticket == '0' then
  local tail = redis.call('ZRANGE', KEYS[3], -1, -1, 'WITHSCORES')
  ticket = string.format('%.0f', math.max(nowUs, (tail[2] or 0) + 1))
end
redis.call('ZADD', KEYS[3], ticket, owner)
redis.call('HSET', KEYS[4], owner, string.format('%.0f ', nowMs) .. ARGV[7] .. ' ' .. ARGV[2])
redis.call('PEXPIRE', KEYS[3], 10 * ARGV[6])
redis.call('PEXPIRE', KEYS[4], 10 * ARGV[6])
if flag == 'h' then
  redis.call('SET', KEYS[1], (string.gsub(lock, '^(%d+ %S+) h', '%1 w')), 'KEEPTTL')
end
return { 'busy', pttl, holder or '', redis.call('ZRANK', KEYS[3], owner), ticket, last }
