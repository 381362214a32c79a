/** What is made of the answers of scripts, and of answers that none of ours gives. */
import {
  orUnknown,
  parseAcquire,
  parseBegin,
  parseHand,
  parseNoted,
  parseRecorded,
  parseRelease,
  parseRenewals,
  wordsOf,
} from '../../redis/replies';

const parsers = {
  begin: parseBegin,
  renew: (reply: unknown) => parseRenewals(reply)[0],
  record: parseRecorded,
  note: parseNoted,
  release: parseRelease,
  acquire: parseAcquire,
  hand: parseHand,
};
type Script = keyof typeof parsers;

test.each<[Script, unknown[], object]>([
  ['begin', ['committed', '{"gen":5}'], { word: 'committed', record: { gen: 5 } }],
  [
    'begin',
    ['acquired', 7, 1, 2, 1, 'a,b,'],
    { word: 'acquired', token: 7, failed: 1, deaths: 2, suspect: true, notes: ['a', 'b'] },
  ],
  [
    'begin',
    ['acquired', '7', '0', '0', '0', '', '{"gen":5}'],
    { word: 'acquired', token: 7, failed: 0, deaths: 0, suspect: false, notes: [], previous: { gen: 5 } },
  ],
  ['begin', ['busy', 900, 'a1', 1], { word: 'busy', pttlMs: 900, holder: 'a1', revoking: true }],
  ['begin', ['busy', 900, 'a1', 0], { word: 'busy', pttlMs: 900, holder: 'a1', revoking: false }],
  ['begin', ['superseded'], { word: 'superseded' }],
  ['begin', ['suspect', 3], { word: 'suspect', deaths: 3 }],
  ['begin', ['exhausted', 5, 2], { word: 'exhausted', failed: 5, deaths: 2 }],
  ['renew', ['held', 900], { word: 'held', pttlMs: 900 }],
  ['renew', ['revoked', 900], { word: 'revoked', pttlMs: 900 }],
  ['renew', ['lost', 'b1'], { word: 'lost', owner: 'b1' }],
  ['record', ['ok', 12], { word: 'ok', done: 12 }],
  ['record', ['lost'], { word: 'lost' }],
  ['note', ['noted'], { word: 'noted' }],
  ['note', ['lost'], { word: 'lost' }],
  ['release', ['released', 2], { word: 'released', failed: 2 }],
  ['release', ['none'], { word: 'none' }],
  ['acquire', ['acquired', 7], { word: 'acquired', token: 7 }],
  [
    'acquire',
    ['busy', 900, 'a1', 1, 4, 6],
    { word: 'busy', pttlMs: 900, holder: 'a1', place: 1, ticket: 4, lastToken: 6 },
  ],
  ['hand', ['handed', 'b1'], { word: 'handed', owner: 'b1' }],
  ['hand', ['released'], { word: 'released' }],
  ['hand', ['none'], { word: 'none' }],
])('%s answers %j', (script, reply, parsed) => {
  expect(parsers[script](reply)).toEqual(parsed);
});

test.each(Object.keys(parsers) as Script[])('a word that %s does not know is told, with the script', (script) => {
  expect(() => parsers[script](['odd', ''])).toThrow(`The script ${script} answered the unknown word odd`);
  expect(() => parsers[script]('odd')).toThrow('A script answered string instead of an array');
});

test('an empty answer has the word of nothing', () => {
  expect(wordsOf([])).toEqual(['']);
});

test('an error says nothing about what happened, and an answer that is not ours is no error of Redis', async () => {
  expect(await orUnknown(Promise.reject(new Error('timed out')), String)).toMatchObject({
    word: 'unknown',
    cause: { message: 'timed out' },
  });
  await expect(orUnknown(Promise.resolve('odd'), parseHand)).rejects.toThrow(TypeError);
});
