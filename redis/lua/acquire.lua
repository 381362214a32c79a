-- acquire: the lock of an outside resource. Waiters poll; place and ticket are those of a queue to come.
-- KEYS[1]  R, the lock (hash: owner scope step token rev)
-- KEYS[2]  R.tok, the token counter; outlives the lock
-- ARGV[1]  owner, unique per attempt
-- ARGV[2]  scope
-- ARGV[3]  token of the step lock under which the resource is wanted
-- ARGV[4]  lease, ms
-- ARGV[5]  floor: the token will not be smaller
-- ARGV[6]  TTL of the counter, ms
-- Replies  {acquired, token} | {busy, pttl, holder, place 0, ticket 0}
-- Holds    tokens only grow. Sent again by the owner: the same token, the lease extended.
local held = redis.call('HMGET', KEYS[1], 'owner', 'token')
if held[1] and held[1] ~= ARGV[1] then
  return { 'busy', redis.call('PTTL', KEYS[1]), held[1], 0, 0 }
end
if held[1] and tonumber(held[2]) >= tonumber(ARGV[5]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  return { 'acquired', held[2] }
end

local time = redis.call('TIME')
local last = tonumber(redis.call('GET', KEYS[2]) or '0')
local token = string.format('%.0f', math.max(last + 1, time[1] * 1000000 + time[2], tonumber(ARGV[5])))
redis.call('SET', KEYS[2], token, 'PX', ARGV[6])
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'scope', ARGV[2], 'step', ARGV[3], 'token', token, 'rev', '0')
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return { 'acquired', token }
