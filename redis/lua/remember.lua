-- remember: a write-once fact of the run; everybody goes on with the value that stands.
-- KEYS[1]  S, state of the run (hash)
-- ARGV[1]  key of the fact
-- ARGV[2]  value
-- ARGV[3]  state TTL, ms
-- Replies  {stands, value}
-- Holds    the first value stays for as long as S lives. Sent again: the same answer.
local field = 'o:' .. ARGV[1]
redis.call('HSETNX', KEYS[1], field, ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return { 'stands', redis.call('HGET', KEYS[1], field) }
