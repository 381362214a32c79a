import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { LedgerEntry } from '../../../../activities/report/model';
import { element } from '../../../../render/document';
import { renderReport } from '../../../../activities/report/render/html';
import { visible } from '../../../../render/escape';
import { buildReport, type ReportParts } from '../../../../activities/report/render/report';
import { SCRIPT } from '../../../../activities/report/render/script';
import { STYLE, TOPIC_COLOURS } from '../../../../activities/report/render/style';
import { SCHEMES } from '../../../../render/colours';
import { HOSTILE, hostileReport } from './hostile';
import { oneTopic, parts, reportParts, whole } from './trees';

const render = (given: ReportParts): string => renderReport(buildReport(given), given.ledger);

/** All a tag of the page may be: known elements, double-quoted attributes of which none can run or fetch anything. */
const ELEMENTS =
  'html head meta title body header h1 h2 h3 p time dl dt dd div nav ol ul li a bdi main section span svg rect details summary blockquote mark table thead tbody tr th td footer form input select option label button output code';
const ATTRIBUTES =
  'lang charset http-equiv content name class href dir datetime title aria-labelledby aria-label aria-hidden aria-live focusable id viewBox preserveAspectRatio role width height x scope tabindex type value placeholder autocomplete spellcheck data-topic data-groups data-found data-none';
const FLAGS = 'open hidden';
const anyOf = (names: string): string => `(${names.replaceAll(' ', '|')})`;
const TAG = new RegExp(
  `^(<!doctype html>|</${anyOf(ELEMENTS)}>|<${anyOf(ELEMENTS)}( ${anyOf(ATTRIBUTES)}="[^"<>]*"| ${anyOf(FLAGS)})*\\s*/?>)`,
);

/** The page without its own style and script, which are the same to the letter in every report. */
const withoutOwn = (page: string): string =>
  page.replace(element('style', STYLE).markup, '').replace(element('script', SCRIPT).markup, '');

const hostileTags = (page: string): string[] =>
  [...withoutOwn(page).matchAll(/<.{0,300}/gs)].map((m) => m[0]).filter((tag) => !TAG.test(tag));

const unescaped = (page: string): string =>
  page.replace(/&(lt|gt|quot|amp|#39|#96);/g, (_, name: string) => {
    const plain: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&', '#39': "'", '#96': '`' };
    return plain[name] ?? '';
  });

describe('the report page', () => {
  it.each(HOSTILE)('shows the hostile text %j everywhere as mere text', (text) => {
    const page = render(hostileReport(text));
    expect(hostileTags(page)).toEqual([]);
    const shown = unescaped(page).split(visible(text)).length - 1;
    expect(shown).toBeGreaterThanOrEqual(20);
  });

  it('links to places in the page only, has no handler, and asks for nothing', () => {
    const page = withoutOwn(render(hostileReport('Buses')));
    const links = [...page.matchAll(/href="([^"]*)"/g)].map((m) => m[1] ?? '');
    expect(links.length).toBeGreaterThan(4);
    for (const link of links) expect(page).toContain(`id="${link.slice(1)}"`);
    expect(page).not.toMatch(/<script|<style|<link|<img|\son\w+=|\sstyle=|url\(|@import/);
    expect(STYLE).not.toMatch(/url\(|@import/);
  });

  it('forbids everything but its own style and script, which it names by their hashes', () => {
    const page = render(hostileReport('Buses'));
    const policy = unescaped(/http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '');
    const hash = (element: string): string => {
      const [, content = ''] = new RegExp(`<${element}>(.*?)</${element}>`, 's').exec(page) ?? [];
      return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
    };
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `style-src ${hash('style')}`,
      `script-src ${hash('script')}`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('has every address once, and a place for every link, whatever the topics are called', () => {
    fc.assert(
      fc.property(reportParts, (given) => {
        const page = withoutOwn(render(given));
        const ids = [...page.matchAll(/ id="([^"]*)"/g)].map((m) => m[1]);
        expect(new Set(ids).size).toBe(ids.length);
        for (const [, link] of page.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(link);
      }),
    );
  });

  it('shows the whole comment with the quoted passage marked, where the claim is a part of it', () => {
    const page = render(hostileReport('Buses'));
    const [, comment = ''] = /<li id="(k-\w+)"> <p class="words">Before\. <mark>Buses<\/mark><\/p>/.exec(page) ?? [];
    expect(page).toContain(`<a class="whole" href="#${comment}">Whole comment</a>`);
  });

  it('shows what is related to a claim as related, set in below it, and counts nobody for it', () => {
    const [bus, car, far] = ['The bus lane is a success', 'The bus lane is a disaster', 'Bus lanes, then?'].map(
      (text, i) => ({
        id: `c${i}`,
        text,
        speaker: `Speaker ${i}`,
      }),
    );
    if (!bus || !car || !far) throw new Error('unreachable');
    const topic = oneTopic([bus, car, far]);
    const [first, second, third] = topic.subtopics[0]?.claims ?? [];
    if (!first || !second || !third) throw new Error('unreachable');
    second.relatedTo = first.id;
    const lone = { ...oneTopic([far]), id: 't2', title: 'Elsewhere' };
    const elsewhere = { ...lone.subtopics[0]?.claims[0], id: 'k9', relatedTo: first.id } as typeof first;
    lone.subtopics[0]?.claims.splice(0, 1, elsewhere);
    const page = render(parts({ topics: [topic, lone], comments: [bus, car, far] }));
    const anchor = /id="(c-\w+)">\s*<p class="words">The bus lane is a success/.exec(page)?.[1] ?? '';
    expect(page).toContain(`<a href="#${anchor}">related</a>`);
    expect(page.match(/class="claim follows"/g)).toHaveLength(1);
    expect(page).toContain(`<a href="#${anchor}">related to: <bdi>The bus lane is a success</bdi></a>`);
    expect(page).not.toContain('class="badge"');
  });

  it('says of a statement whether votes on a whole comment or words of people divide them', () => {
    const given = hostileReport('Buses');
    const [crux] = given.cruxes;
    if (!crux) throw new Error('unreachable');
    const voted: typeof crux = { ...crux, basis: 'votes', agree: [], disagree: [], agreeCount: 60, disagreeCount: 40 };
    expect(render(given)).toContain('2 people, by what they wrote');
    expect(render({ ...given, cruxes: [voted] })).toContain('100 votes on this whole comment');
    expect(render({ ...given, cruxes: [] })).toContain('neither by votes nor');
  });

  it('tells the name once where a topic has one subtopic of its own name', () => {
    const comments = [{ id: 'c1', text: 'Later buses', speaker: 'Ana' }];
    const topic = oneTopic(comments, 'Subtopic');
    expect(render(parts({ topics: [topic], comments })).match(/<h3><bdi>/g)).toBeNull();
    expect(render(parts({ topics: [{ ...topic, title: 'Buses' }], comments })).match(/<h3><bdi>/g)).toHaveLength(1);
  });

  it('counts the comments that were read, people, topics, claims and cruxes in its header', () => {
    const page = render(hostileReport('Buses'));
    const [, told = ''] = /<p class="figures">(.*?)<\/p>/.exec(page) ?? [];
    expect([...told.matchAll(/<span>(.*?)<\/span>/g)].map((m) => m[1])).toEqual([
      '3 comments',
      '3 people',
      '1 topic',
      '3 claims',
      '1 divided statement',
    ]);
    expect(page).toContain('<time datetime="2026-01-02T03:04:05.000Z">2 January 2026');
  });

  it('says that it is partial only when an input failed', () => {
    const ok: LedgerEntry = { input: 'c1', outcome: 'ok' };
    expect(render(parts({ ledger: [ok, { input: 'c2', outcome: 'failed', reason: 'no answer' }] }))).toContain(
      'This report is partial: 1 of 2 comments could not be analysed.',
    );
    expect(render(parts({ ledger: [ok, { input: 'c2', outcome: 'skipped', reason: 'empty' }] }))).not.toContain(
      'is partial',
    );
  });

  it('lists every input that was left out with its reason, a long list cut with its length', () => {
    const ledger: LedgerEntry[] = Array.from({ length: 450 }, (_, i) => ({
      input: `r${i}`,
      outcome: 'skipped',
      reason: 'empty comment',
    }));
    const page = render(parts({ ledger }));
    expect(page).toContain('empty comment');
    expect(page).toContain('<bdi>r199</bdi>');
    expect(page).not.toContain('<bdi>r200</bdi>');
    expect(page).toContain('and 250 more');
  });

  it('folds claims after the first eight of a subtopic and leaves none out', () => {
    const comments = Array.from({ length: 20 }, (_, i) => ({
      id: `c${i}`,
      text: `Comment number ${i}`,
      speaker: 'Ana',
    }));
    const page = render(parts({ topics: [oneTopic(comments)], comments }));
    const [shown = '', folded = ''] = page.split('<details class="rest">');
    expect(shown.match(/class="claim"/g)).toHaveLength(8);
    expect(folded.match(/class="claim"/g)).toHaveLength(12);
    expect(folded).toContain('12 more claims');
  });

  it('folds cruxes after the first five and leaves none out', () => {
    const given = hostileReport('Buses');
    const page = render({ ...given, cruxes: Array.from({ length: 13 }, () => given.cruxes).flat() });
    const [shown = '', folded = ''] = page.split('<details class="rest">');
    expect(shown.match(/class="crux"/g)).toHaveLength(5);
    expect(folded.match(/class="crux"/g)).toHaveLength(8);
    expect(folded).toContain('8 more statements');
  });

  it('names the first 200 cruxes, and says how many there are after them', () => {
    const given = hostileReport('Buses');
    const page = render({ ...given, cruxes: Array.from({ length: 203 }, () => given.cruxes).flat() });
    expect(page.match(/class="crux"/g)).toHaveLength(200);
    expect(page).toContain('The 3 statements after these: report.json.');
  });

  it('stays under 1 MB for 607 comments of 130 characters', () => {
    const comments = Array.from({ length: 607 }, (_, i) => ({
      id: `c${i}`,
      text: `${'A comment. '.repeat(12)}${i}`,
      speaker: `Speaker ${i}`,
    }));
    const topic = oneTopic([]);
    topic.subtopics[0]?.claims.push(
      ...comments.map((c) => ({ ...whole(c), end: 10, text: 'A comment.', similar: [] })),
    );
    expect(Buffer.byteLength(render(parts({ topics: [topic], comments })))).toBeLessThan(1_000_000);
  });

  it('has a contrast of at least 3 for the colours of topics, which are all different, in both schemes', () => {
    const colours = Object.values(TOPIC_COLOURS);
    expect(new Set(colours).size).toBe(10);
    for (const colour of colours)
      for (const { ground, card } of Object.values(SCHEMES))
        for (const behind of [ground, card]) expect(contrast(colour, behind)).toBeGreaterThanOrEqual(3);
  });

  it.each(Object.entries(SCHEMES))(
    'has a contrast of at least 4.5 for every text, and of 3 for the edges of its fields, in the %s scheme',
    (_, scheme) => {
      for (const text of [scheme.ink, scheme.soft, scheme.link, scheme.yes, scheme.no])
        for (const ground of [scheme.ground, scheme.card]) expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(scheme.ink, scheme.mark)).toBeGreaterThanOrEqual(4.5);
      for (const ground of [scheme.ground, scheme.card])
        expect(contrast(scheme.edge, ground)).toBeGreaterThanOrEqual(3);
    },
  );
});

/** WCAG 2 contrast ratio of two `#rrggbb` colours. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const c = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

it('tells a letter that several people sent as one, in one place', () => {
  const letter = 'Please refuse the application. The field is the last one.';
  const [first, ...others] = ['a', 'b', 'c'].map((id) => ({
    ...whole({ id, text: letter, speaker: `Person ${id}` }),
    letter: 'l',
  }));
  if (first === undefined) throw new Error('unreachable');
  const topic = oneTopic([]);
  topic.subtopics[0]?.claims.push({ ...first, similar: others });
  const comments = ['a', 'b', 'c'].map((id) => ({ id, text: letter, speaker: `Person ${id}` }));
  const given = parts({ topics: [topic], comments });
  expect(render(given).split('3 people sent a letter of this wording')).toHaveLength(2);
  const [claim] = buildReport(given).data[1].topics[0]?.subtopics[0]?.claims ?? [];
  expect(claim).toMatchObject({ letter: true, similarClaims: [{}, {}] });
});
