-- renew: extends the leases of locks that are still held.
-- KEYS[n]  L1 ... Ln, locks of one slot (hash: owner ... token rev)
-- ARGV[m]  for each lock: owner, token, lease in ms
-- Replies  one array per lock: {held, pttl} extended | {revoked, pttl} not extended | {lost, current owner or ''}
-- Holds    never creates a key, never extends for a stale token or a revoked holder. Idempotent by nature.
local replies = {}
for i, key in ipairs(KEYS) do
  local owner, token, leaseMs = ARGV[3 * i - 2], ARGV[3 * i - 1], ARGV[3 * i]
  local held = redis.call('HMGET', key, 'owner', 'token', 'rev')
  if held[1] ~= owner or held[2] ~= token then
    replies[i] = { 'lost', held[1] or '' }
  elseif held[3] == '1' then
    replies[i] = { 'revoked', redis.call('PTTL', key) }
  else
    redis.call('PEXPIRE', key, leaseMs)
    replies[i] = { 'held', redis.call('PTTL', key) }
  end
end
return replies
