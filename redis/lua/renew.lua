-- renew: extends the leases of locks that are still held.
-- KEYS[n]  L1 ... Ln, locks of one slot: `<token> <owner> <flag> ...`; flag r: revoked
-- ARGV[m]  for each lock: owner, token, lease in ms
-- Replies  one array per lock: {held, pttl} extended | {revoked, pttl} not extended | {lost, current owner or ''}
-- Holds    never creates a key, never extends for a stale token or a revoked holder, and never shortens a lease: until
--          the reply is there, its holder counts on the old one. Idempotent by nature.
local replies = {}
for i, key in ipairs(KEYS) do
  local mine = ARGV[3 * i - 1] .. ' ' .. ARGV[3 * i - 2] .. ' '
  local held = redis.call('GET', key) or ''
  if string.sub(held, 1, #mine) ~= mine then
    replies[i] = { 'lost', string.match(held, '^%d+ (%S+)') or '' }
  elseif string.sub(held, #mine + 1, #mine + 1) == 'r' then
    replies[i] = { 'revoked', redis.call('PTTL', key) }
  else
    local pttl = redis.call('PTTL', key)
    if pttl < tonumber(ARGV[3 * i]) then
      redis.call('PEXPIRE', key, ARGV[3 * i])
      pttl = tonumber(ARGV[3 * i])
    end
    replies[i] = { 'held', pttl }
  end
end
return replies
