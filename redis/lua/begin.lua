-- begin: may this attempt compute the step? The only licence to compute; it looks at the record first.
-- KEYS[1]  S, state of the run (hash)
-- KEYS[2]  L, lock of (step, hash): `<token> <owner> <h|r> <seq> <scope>`; r: revoked
-- ARGV[1]  step
-- ARGV[2]  hash
-- ARGV[3]  owner, unique per attempt
-- ARGV[4]  scope; its attempts are ordered by seq
-- ARGV[5]  seq
-- ARGV[6]  lease, ms
-- ARGV[7]  floor: a record with a smaller token does not exist, the caller's token will not be smaller
-- ARGV[8]  limit of own failures
-- ARGV[9]  limit of deaths alone
-- ARGV[10] 1: the caller's process works on no other suspect; 0: it does not know yet
-- ARGV[11] state TTL, ms
-- Replies  {committed, record}                the record exists; nothing but S's TTL is touched
--          {acquired, token, failed, deaths, suspect, notes[, previous]}  the caller holds L for the lease; deaths are
--                                             starts of others that ended without a word, notes the items they named,
--                                             each followed by a comma; suspect is 1 or 0; previous is the record that a
--                                             floor has put out of force; it stays until it is overwritten
--          {busy, pttl, holder, revoking}     revoking is 1 when the holder has been told to stop, else 0
--          {superseded}                       a later attempt of the same scope holds L, or has revoked the caller
--          {suspect, deaths}                  ask again when the process works on no other suspect; nothing is written
--          {exhausted, failed, deaths}        a limit is reached; nothing is written
-- Holds    a new token is larger than every earlier one of the run, the clock and the floor.
--          Sent again by the owner: the same token (a new one only when the floor has risen above it).
--          Only a later attempt of the holder's scope revokes, and a revoked lease is never extended.
--          Suspect is a step after three deaths, or one that named an item. Only a suspect's start in a process without
--          another counts towards the limit, and none that named an item: such deaths are counted against the item.
-- Counts   field n:<step>:<hash> of S: `<failed>|` and for each start without an end `<owner>,` or, when it was made as a
--          suspect, `<owner>!<item>,` with the item that it works on, if it named one.
local record = redis.call('HGET', KEYS[1], 'r:' .. ARGV[1] .. ':' .. ARGV[2])
local floor = math.max(tonumber(ARGV[7]), tonumber(redis.call('HGET', KEYS[1], 'f:' .. ARGV[1]) or '0'))
-- Every record opens with its gen (runStore.ts), so that 64 KiB of JSON need not be decoded here.
if record and tonumber(string.match(record, '^{"gen":(%d+)')) >= floor then
  redis.call('PEXPIRE', KEYS[1], ARGV[11])
  return { 'committed', record }
end

local held = redis.call('GET', KEYS[2])
local heldToken, holder, flag, heldSeq, heldScope = string.match(held or '', '^(%d+) (%S+) (%l) (%d+) (.*)$')
local mine = holder == ARGV[3]

-- A revoked lease is not extended, so its owner, which has not heard of it yet, must not count on a new one.
if mine and flag == 'r' then
  return { 'superseded' }
end
if held and not mine then
  local sameScope = heldScope == ARGV[4]
  local seq = tonumber(ARGV[5])
  if sameScope and seq < tonumber(heldSeq) then
    return { 'superseded' }
  end
  local revoking = flag == 'r'
  if sameScope and seq > tonumber(heldSeq) and not revoking then
    redis.call('SET', KEYS[2], (string.gsub(held, '^(%d+ %S+) h', '%1 r')), 'KEEPTTL')
    revoking = true
  end
  return { 'busy', redis.call('PTTL', KEYS[2]), holder, revoking and 1 or 0 }
end

local counts = 'n:' .. ARGV[1] .. ':' .. ARGV[2]
local failed, starts = string.match(redis.call('HGET', KEYS[1], counts) or '0|', '^(%d+)|(.*)$')
local others, own, notes, deaths, alone = '', nil, '', 0, 0
for owner, mark, item in string.gmatch(starts, '([^!,]+)(!?)([^,]*),') do
  if owner == ARGV[3] then
    own = owner .. mark .. item .. ','
  else
    others = others .. owner .. mark .. item .. ','
    deaths = deaths + 1
    if item ~= '' then
      notes = notes .. item .. ','
    elseif mark ~= '' then
      alone = alone + 1
    end
  end
end
local suspect = (deaths >= 3 or notes ~= '') and 1 or 0

if mine and tonumber(heldToken) >= floor then
  redis.call('PEXPIRE', KEYS[2], ARGV[6])
  return { 'acquired', heldToken, failed, deaths, suspect, notes, record or nil }
end
if not mine then
  if tonumber(failed) >= tonumber(ARGV[8]) or alone >= tonumber(ARGV[9]) then
    return { 'exhausted', failed, deaths }
  end
  if suspect == 1 and ARGV[10] ~= '1' then
    return { 'suspect', deaths }
  end
  own = ARGV[3] .. (suspect == 1 and '!' or '') .. ','
end

-- '%.0f': Lua prints numbers with 14 digits, and a token has 16.
local time = redis.call('TIME')
local last = tonumber(redis.call('HGET', KEYS[1], 'tok') or '0')
local token = string.format('%.0f', math.max(last + 1, time[1] * 1000000 + time[2], floor))
redis.call('HSET', KEYS[1], 'tok', token, counts, failed .. '|' .. others .. (own or ARGV[3] .. ','))
redis.call('PEXPIRE', KEYS[1], ARGV[11])
redis.call('SET', KEYS[2], token .. ' ' .. ARGV[3] .. ' h ' .. ARGV[5] .. ' ' .. ARGV[4], 'PX', ARGV[6])
return { 'acquired', token, failed, deaths, suspect, notes, record or nil }
