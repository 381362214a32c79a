import { maskPersonalData, pseudonyms } from '../../../../activities/report/input/personal';

describe('masking of personal data', () => {
  it.each([
    ['write to ann.lee+x@mail.example.co.uk now', 'write to [EMAIL] now'],
    ['call 415 555 0100', 'call [PHONE]'],
    ['call +1 (415) 555-0100 today', 'call [PHONE] today'],
    ['my number is 123-45-6789', 'my number is [SSN]'],
    ['card 4111 1111 1111 1111.', 'card [CARD].'],
    ['card 4111111111111111', 'card [CARD]'],
  ])('masks %s', (text, masked) => {
    expect(maskPersonalData(text)).toBe(masked);
  });

  it.each(['it costs $4155550100', 'in 2017-2018 we paid 1,000,000 and 12345', 'route 65 at 5:30', 'a@b'])(
    'leaves %s',
    (text) => {
      expect(maskPersonalData(text)).toBe(text);
    },
  );

  it('takes time in proportion to a hostile text', () => {
    const hostile = [
      'a'.repeat(10_000),
      '1'.repeat(10_000),
      '@'.repeat(10_000),
      'a@a.'.repeat(2_500),
      '1 '.repeat(5_000),
    ];
    const start = performance.now();
    for (const text of hostile) maskPersonalData(text);
    // Measured 20 ms; a pattern that backtracks without bound takes minutes.
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it('leaves names alone, and salts pseudonyms with all addresses of the file', () => {
    const alone = pseudonyms(['ann@example.org', 'Ann']);
    const together = pseudonyms(['ann@example.org', 'bob@example.org']);
    expect([...alone.keys()]).toEqual(['ann@example.org']);
    expect(alone.get('ann@example.org')).not.toBe(together.get('ann@example.org'));
  });
});
