-- note: names the item that a suspect attempt is about to work on, so that its death is counted against the item.
-- KEYS[1]  L, lock of (step, hash): `<token> <owner> ...`
-- KEYS[2]  S, state of the run (hash)
-- ARGV[1]  step
-- ARGV[2]  hash
-- ARGV[3]  owner
-- ARGV[4]  token
-- ARGV[5]  key of the item
-- ARGV[6]  state TTL, ms
-- Replies  {noted} | {lost}
-- Holds    only owner and token that are current write; one start names one item at a time. Sent again: the same answer.
-- Counts   see begin
local prefix = ARGV[4] .. ' ' .. ARGV[3] .. ' '
if string.sub(redis.call('GET', KEYS[1]) or '', 1, #prefix) ~= prefix then
  return { 'lost' }
end
local counts = 'n:' .. ARGV[1] .. ':' .. ARGV[2]
local failed, starts = string.match(redis.call('HGET', KEYS[2], counts) or '0|', '^(%d+)|(.*)$')
local others = ''
for start in string.gmatch(starts, '[^,]+,') do
  if string.match(start, '^[^!,]+') ~= ARGV[3] then
    others = others .. start
  end
end
redis.call('HSET', KEYS[2], counts, failed .. '|' .. others .. ARGV[3] .. '!' .. ARGV[5] .. ',')
redis.call('PEXPIRE', KEYS[2], ARGV[6])
return { 'noted' }
