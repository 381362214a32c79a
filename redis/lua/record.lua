-- record: stores outcomes of single items under the protection of the step lock.
-- KEYS[1]  L, lock of (step, hash): `<token> <owner> ...`
-- KEYS[2]  S, state of the run (hash)
-- KEYS[3]  I, items of the step (hash: item key -> <o|f|s>:<token>:<value>)
-- KEYS[4]  X, names of the run's keys (set)
-- ARGV[1]  step
-- ARGV[2]  hash
-- ARGV[3]  owner
-- ARGV[4]  token
-- ARGV[5]  state TTL, ms
-- ARGV[6]  name of I in X
-- ARGV[n]  from 7 on, for each item: key, outcome (o ok, f failed, s skipped), value
-- Replies  {ok, items of the step that have an outcome} | {lost}
-- Holds    only owner and token that are current write (a revoked holder still may). An ok item is never
--          overwritten; failed and skipped are, by ok or by a newer token. Sent again: the same answer.
--          Anything newly recorded ends the starts of others that ended without a word, but for those that named another
--          item: what gets on kills nobody. The caller names no item any more that is recorded.
-- Counts   see begin
local prefix = ARGV[4] .. ' ' .. ARGV[3] .. ' '
if string.sub(redis.call('GET', KEYS[1]) or '', 1, #prefix) ~= prefix then
  return { 'lost' }
end
redis.call('SADD', KEYS[4], ARGV[6])
redis.call('PEXPIRE', KEYS[4], ARGV[5])
local recorded = {}
for i = 7, #ARGV, 3 do
  local old = redis.call('HGET', KEYS[3], ARGV[i])
  local oldOutcome, oldToken = string.match(old or '', '^(%a):(%d+):')
  local newer = oldToken and tonumber(ARGV[4]) > tonumber(oldToken)
  if not old or (oldOutcome ~= 'o' and (ARGV[i + 1] == 'o' or newer)) then
    redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1] .. ':' .. ARGV[4] .. ':' .. ARGV[i + 2])
    recorded[ARGV[i]] = true
  end
end
redis.call('PEXPIRE', KEYS[3], ARGV[5])
redis.call('PEXPIRE', KEYS[2], ARGV[5])

local counts = 'n:' .. ARGV[1] .. ':' .. ARGV[2]
local failed, starts = string.match(redis.call('HGET', KEYS[2], counts) or '0|', '^(%d+)|(.*)$')
local kept = ''
for owner, mark, item in string.gmatch(starts, '([^!,]+)(!?)([^,]*),') do
  local open = not recorded[item] and item or ''
  if owner == ARGV[3] or open ~= '' then
    kept = kept .. owner .. mark .. open .. ','
  end
end
if next(recorded) and kept ~= starts then
  redis.call('HSET', KEYS[2], counts, failed .. '|' .. kept)
end
return { 'ok', redis.call('HLEN', KEYS[3]) }
