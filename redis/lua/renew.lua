-- renew: extends the leases of locks that are still held.
-- KEYS[n]  L1 ... Ln, locks of one slot: `<token> <owner> <flag> ...`; flag r: revoked
-- ARGV[m]  for each lock: `<token> <owner> ` as it stands there while the lock is ours, lease in ms
-- Replies  for each lock two: held, pttl: extended | revoked, pttl: not extended | lost, current owner or ''
-- Holds    never creates a key, never extends for a stale token or a revoked holder, and never shortens a lease: until
--          the reply is there, its holder counts on the old one. Idempotent by nature.
local replies = {}
for i, key in ipairs(KEYS) do
  local mine, leaseMs = ARGV[2 * i - 1], tonumber(ARGV[2 * i])
  local held = redis.call('GET', key) or ''
  local word, detail
  if string.sub(held, 1, #mine) ~= mine then
    word, detail = 'lost', string.match(held, '^%d+ (%S+)') or ''
  elseif string.sub(held, #mine + 1, #mine + 1) == 'r' then
    word, detail = 'revoked', redis.call('PTTL', key)
  else
    word, detail = 'held', redis.call('PTTL', key)
    if detail < leaseMs then
      redis.call('PEXPIRE', key, leaseMs)
      detail = leaseMs
    end
  end
  replies[2 * i - 1], replies[2 * i] = word, detail
end
return replies
