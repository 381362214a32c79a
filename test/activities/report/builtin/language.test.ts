import { checkEnglish } from '../../../../activities/report/builtin/language';
import type { Comment } from '../../../../activities/report/model';

const ENGLISH = 'The city should build safer bicycle lanes and plant more trees along the main streets.';
const GERMAN = 'Die Stadt sollte sichere Radwege bauen und mehr Bäume entlang der Hauptstraßen pflanzen lassen.';

function file(english: number, german: number): Comment[] {
  const texts = [...Array.from({ length: english }, () => ENGLISH), ...Array.from({ length: german }, () => GERMAN)];
  return texts.map((text, at) => ({ id: String(at), text, speaker: 'Ann' }));
}

describe('the language check', () => {
  it('refuses a file whose long rows are mostly not English', () => {
    expect(checkEnglish(file(4, 6))).toEqual({ english: false, language: 'de', longRows: 10, englishRows: 4 });
  });

  it('accepts a file with some rows in another language', () => {
    expect(checkEnglish(file(6, 4)).english).toBe(true);
  });

  it('accepts a file with too few long rows to tell', () => {
    expect(checkEnglish(file(0, 4)).english).toBe(true);
    expect(checkEnglish(file(0, 9).map((comment) => ({ ...comment, text: 'Mehr Bäume bitte' }))).english).toBe(true);
    expect(checkEnglish([]).english).toBe(true);
  });
});
