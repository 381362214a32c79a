import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readComments } from '../../../../activities/report/input';

const sample = readComments(readFileSync(join(__dirname, '../../../../examples/comments.csv')));

describe('the sample file', () => {
  it('has about 150 usable comments of about 60 people', () => {
    expect(sample.comments).toHaveLength(152);
    expect(new Set(sample.comments.map((c) => c.speaker)).size).toBe(60);
  });

  it('holds one row of each common fault', () => {
    expect(sample.skipped.map((e) => e.reason?.split(':')[0])).toEqual(['empty comment', 'no answer']);
    expect(sample.duplicates).toHaveLength(1);
  });

  it('holds votes that divide, rows without votes, quotes, accents and a line break', () => {
    const divided = sample.comments.filter(
      (c) => Math.abs((c.agrees ?? 0) - (c.disagrees ?? 99)) < 10 && (c.agrees ?? 0) > 40,
    );
    expect(divided.length).toBeGreaterThanOrEqual(8);
    expect(sample.comments.filter((c) => c.agrees === undefined)).toHaveLength(2);
    const all = sample.comments.map((c) => `${c.text} ${c.speaker}`).join(' ');
    for (const piece of ['"due"', '£22', 'Chloé', 'Nguyễn', 'Whatever you build:\nkeep']) expect(all).toContain(piece);
  });
});
