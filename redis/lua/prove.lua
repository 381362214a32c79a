-- prove: may the scripts of this room do here what they do? Each of their commands once; nothing stays.
-- KEYS[1]  a string that nobody else uses
-- KEYS[2]  the same for a hash
-- KEYS[3]  the same for a sorted set
-- KEYS[4]  the same for a set
-- ARGV[1]  TTL of what a refusal in the middle leaves behind, ms
-- ARGV[2]  channel
-- ARGV[3]  message for it
-- Replies  {proved}
-- Holds    a user, a proxy or a server that refuses one of the commands refuses this script; what it leaves ends by itself.
redis.call('TIME')
redis.call('SET', KEYS[1], '1', 'PX', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
redis.call('GET', KEYS[1])
redis.call('MGET', KEYS[1])
redis.call('PTTL', KEYS[1])
redis.call('EXISTS', KEYS[1])
redis.call('DEL', KEYS[1])

redis.call('HSETNX', KEYS[2], 'f', '1')
redis.call('PEXPIRE', KEYS[2], ARGV[1])
redis.call('HSET', KEYS[2], 'f', '2')
redis.call('HGET', KEYS[2], 'f')
redis.call('HKEYS', KEYS[2])
redis.call('HLEN', KEYS[2])
redis.call('HDEL', KEYS[2], 'f')

redis.call('ZADD', KEYS[3], 1, 'm')
redis.call('PEXPIRE', KEYS[3], ARGV[1])
redis.call('ZSCORE', KEYS[3], 'm')
redis.call('ZRANK', KEYS[3], 'm')
redis.call('ZRANGE', KEYS[3], 0, 0)
redis.call('ZCARD', KEYS[3])
redis.call('ZREM', KEYS[3], 'm')
redis.call('ZPOPMIN', KEYS[3])

redis.call('SADD', KEYS[4], 'm')
redis.call('PEXPIRE', KEYS[4], ARGV[1])
redis.call('SCARD', KEYS[4])
redis.call('DEL', KEYS[4])

redis.call('PUBLISH', ARGV[2], ARGV[3])
return { 'proved' }
