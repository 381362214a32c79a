import { endpointOf, parseAddress, RedisAddressInvalid } from '../../redis';

const at = (host: string, port = 6379) => ({ host, port });
const sentinels = {
  form: 'sentinel',
  isTls: false,
  hosts: [at('one', 26_379)],
  name: 'm',
  db: 0,
  asked: {},
};
const cluster = { form: 'cluster', isTls: false, hosts: [at('one')], db: 0 };
const server = { form: 'server', isTls: false, host: 'cache', port: 6379, db: 0 };

it.each([
  ['redis://cache', server],
  ['redis://cache/', server],
  ['redis://cache:6380/2', { ...server, port: 6380, db: 2 }],
  ['rediss://[::1]:7000', { ...server, isTls: true, host: '::1', port: 7000 }],
  ['redis://worker:s%40cret@cache', { ...server, username: 'worker', password: 's@cret' }],
  ['redis://:secret@cache', { ...server, password: 'secret' }],
  ['redis://worker@cache', { ...server, username: 'worker' }],
  ['redis://cache:65535', { ...server, port: 65_535 }],
  ['unix:///run/redis.sock', { form: 'socket', isTls: false, path: '/run/redis.sock', db: 0 }],
  [
    'unix://worker:secret@/run/re%20dis.sock?db=3',
    { form: 'socket', isTls: false, path: '/run/re dis.sock', db: 3, username: 'worker', password: 'secret' },
  ],
  [
    'rediss+sentinel://worker:secret@one,two:26380,[::1]/my%2Fmaster/4?sentinelUsername=s&sentinelPassword=%26p',
    {
      form: 'sentinel',
      isTls: true,
      username: 'worker',
      password: 'secret',
      hosts: [
        { host: 'one', port: 26_379 },
        { host: 'two', port: 26_380 },
        { host: '::1', port: 26_379 },
      ],
      name: 'my/master',
      db: 4,
      asked: { username: 's', password: '&p' },
    },
  ],
  [
    'rediss+cluster://worker:secret@one,[::1]:7001?natMap=10.0.0.1:6379=outside:7001,10.0.0.2=two',
    {
      form: 'cluster',
      isTls: true,
      username: 'worker',
      password: 'secret',
      hosts: [
        { host: 'one', port: 6379 },
        { host: '::1', port: 7001 },
      ],
      natMap: { '10.0.0.1:6379': { host: 'outside', port: 7001 }, '10.0.0.2:6379': { host: 'two', port: 6379 } },
      db: 0,
    },
  ],
  ['redis+sentinel://one/m', sentinels],
  ['redis+sentinel://one/m?sentinelUsername=s', { ...sentinels, asked: { username: 's' } }],
  ['redis+sentinel://one/m?sentinelPassword=p', { ...sentinels, asked: { password: 'p' } }],
  ['redis+cluster://one/', { ...cluster, natMap: {} }],
  ['redis+cluster://one?natMap=', { ...cluster, natMap: {} }],
  ['redis+cluster://one?natMap=a=b,,c=d', { ...cluster, natMap: { 'a:6379': at('b'), 'c:6379': at('d') } }],
])('%s is understood', (url, address) => {
  expect(parseAddress(url)).toEqual(address);
});

it.each([
  ['', /forms? that is known|not of a form/],
  ['cache:6379', /redis:\/\/host:6379/],
  ['http://cache', /begins with http:/],
  ['redis+ring://a,b', /begins with redis\+ring:.*the forms are redis:/],
  ['redis+cluster://a,b/1', /database 0 only/],
  ['redis+cluster://a?natMap=10.0.0.1', /lacks a host/],
  ['redis://', /lacks a host/],
  ['redis://one,two', /several hosts.*redis\+sentinel:\/\/host1,host2\/name/],
  ['redis://cache:0', /'cache:0', which is no host:port/],
  ['redis://cache:65536', /'cache:65536', which is no host:port/],
  ['unix:///', /three slashes/],
  ['redis://cache:99999', /'cache:99999', which is no host:port/],
  ['redis://cache/shop', /database 'shop', which is no number/],
  ['redis://cache?db=1', /option 'db', which this form does not know/],
  ['redis://a:b%ZZ@cache', /% that begins no code/],
  ['unix://run/redis.sock', /three slashes/],
  ['redis+sentinel://one,two', /name of the master.*redis\+sentinel:\/\/host1,host2\/mymaster/],
  ['redis+sentinel://one,,two/m', /lacks a host/],
  ['redis+sentinel://one/m/1/2', /name of the master/],
])('%s is refused, with its fault and the form that is right', (url, said) => {
  expect(() => parseAddress(url)).toThrow(RedisAddressInvalid);
  expect(() => parseAddress(url)).toThrow(said);
});

it.each([
  'redis://worker:secret@cache:6379/2',
  'unix://worker:secret@/run/redis.sock?db=3',
  'redis+sentinel://worker:secret@one:26379,[::1]:5/m/1?sentinelPassword=secret',
  'rediss+cluster://worker:secret@one:6379,two:7000',
])('what logs say of %s is an address again, without any password', (url) => {
  const told = endpointOf(parseAddress(url));
  expect(told).not.toContain('secret');
  const { password: _password, ...rest } = parseAddress(url);
  expect(parseAddress(told)).toEqual('asked' in rest ? { ...rest, asked: {} } : rest);
});

it.each(['redis://cache:6379', 'unix:///run/redis.sock', 'redis+sentinel://one:26379/m', 'redis+cluster://one:6379'])(
  'what logs say of %s is nothing but that',
  (url) => {
    expect(endpointOf(parseAddress(url))).toBe(url);
  },
);

it.each(['redis://u:secret@', 'redis://u:secret@a,b', 'foo://u:secret@a', 'redis://u:secret@a/x', 'u:secret@a'])(
  'the refusal of %s tells no password',
  (url) => {
    expect(() => parseAddress(url)).toThrow(/^(?!.*secret)/);
  },
);
