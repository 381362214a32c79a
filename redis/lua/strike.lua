-- strike: counts a corrupt result against the step that made it.
-- KEYS[1]  K, struck generations of the step (set)
-- ARGV[1]  gen of the corrupt result
-- ARGV[2]  state TTL, ms
-- Replies  {strike, strikes of the step}
-- Holds    one generation counts once, however many readers report it, and however often.
redis.call('SADD', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return { 'strike', redis.call('SCARD', KEYS[1]) }
