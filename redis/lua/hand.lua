-- hand: gives a resource lock back, to the first waiter that is alive; a waiter leaves the queue with it.
-- KEYS[1]  R, the lock: `<token> <owner> <h|w> <label>`; w: somebody waits
-- KEYS[2]  R.tok, the token counter
-- KEYS[3]  Q, the waiters (zset: ticket -> owner)
-- KEYS[4]  W, the waiters (hash: owner -> `<last seen, ms> <channel> <label>`)
-- ARGV[1]  owner
-- Replies  {handed, next owner} | {released} nobody waits | {none} the lock is not the caller's
-- Holds    DEL comes first, so that the lock is freed also with memory full. A repeated call is `none`.
local COUNTER_TTL_MS = 30 * 24 * 3600 * 1000 -- as in acquire
local DEAD_AFTER_MS = 1500 -- as in acquire
local GRANT_LEASE_MS = 1500 -- short; the first renewal of the new holder makes it a full one

local lock = redis.call('GET', KEYS[1])
local holder, flag = string.match(lock or '', '^%d+ (%S+) (%l)')
if holder ~= ARGV[1] then
  redis.call('ZREM', KEYS[3], ARGV[1])
  redis.call('HDEL', KEYS[4], ARGV[1])
  return { 'none' }
end
redis.call('DEL', KEYS[1])
if flag == 'h' then
  return { 'released' }
end

local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
for _ = 1, 32 do
  local owner = redis.call('ZPOPMIN', KEYS[3])[1]
  if not owner then
    return { 'released' }
  end
  local seen, channel, label = string.match(redis.call('HGET', KEYS[4], owner) or '', '^(%d+) (%S+) (.*)$')
  redis.call('HDEL', KEYS[4], owner)
  if seen and nowMs - seen <= DEAD_AFTER_MS then
    local last = redis.call('GET', KEYS[2]) or '0'
    local token = string.format('%.0f', math.max(last + 1, time[1] * 1000000 + time[2]))
    local flagNow = redis.call('EXISTS', KEYS[3]) == 1 and ' w ' or ' h '
    redis.call('SET', KEYS[2], token, 'PX', COUNTER_TTL_MS)
    redis.call('SET', KEYS[1], token .. ' ' .. owner .. flagNow .. label, 'PX', GRANT_LEASE_MS)
    redis.call('PUBLISH', channel, owner .. ' ' .. token .. ' ' .. GRANT_LEASE_MS)
    return { 'handed', owner }
  end
end
return { 'released' }
