-- name: writes down names of keys of a run, before the keys themselves.
-- KEYS[1]  X, names of the run's keys (set), each without the beginning that all of them share
-- ARGV[1]  state TTL, ms
-- ARGV[n]  from 2 on: names
-- Replies  {named, how many were new}
-- Holds    a name is never taken back; that of a key which is gone does no harm. Sent again: nothing is new.
local added = redis.call('SADD', KEYS[1], unpack(ARGV, 2))
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return { 'named', added }
