-- record: stores outcomes of single items under the protection of the step lock.
-- KEYS[1]  L, lock of (step, hash): `<token> <owner> ...`
-- KEYS[2]  S, state of the run; only its TTL is refreshed
-- KEYS[3]  I, items of the step (hash: item key -> <o|f|s>:<token>:<value>)
-- ARGV[1]  owner
-- ARGV[2]  token
-- ARGV[3]  state TTL, ms
-- ARGV[n]  from 4 on, for each item: key, outcome (o ok, f failed, s skipped), value
-- Replies  {ok, items of the step that have an outcome} | {lost}
-- Holds    only owner and token that are current write (a revoked holder still may). An ok item is never
--          overwritten; failed and skipped are, by ok or by a newer token. Sent again: the same answer.
local prefix = ARGV[2] .. ' ' .. ARGV[1] .. ' '
if string.sub(redis.call('GET', KEYS[1]) or '', 1, #prefix) ~= prefix then
  return { 'lost' }
end
for i = 4, #ARGV, 3 do
  local old = redis.call('HGET', KEYS[3], ARGV[i])
  local oldOutcome, oldToken = string.match(old or '', '^(%a):(%d+):')
  local newer = oldToken and tonumber(ARGV[2]) > tonumber(oldToken)
  if not old or (oldOutcome ~= 'o' and (ARGV[i + 1] == 'o' or newer)) then
    redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1] .. ':' .. ARGV[2] .. ':' .. ARGV[i + 2])
  end
end
redis.call('PEXPIRE', KEYS[3], ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return { 'ok', redis.call('HLEN', KEYS[3]) }
