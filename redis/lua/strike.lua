-- strike: counts a corrupt result against the step that made it.
-- KEYS[1]  K, struck generations of the step (set)
-- KEYS[2]  X, names of the run's keys (set)
-- ARGV[1]  gen of the corrupt result
-- ARGV[2]  state TTL, ms
-- ARGV[3]  name of K in X
-- Replies  {strike, strikes of the step}
-- Holds    one generation counts once, however many readers report it, and however often.
redis.call('SADD', KEYS[2], ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[2])
redis.call('SADD', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return { 'strike', redis.call('SCARD', KEYS[1]) }
