/** Markup that is safe to insert. Only the `html` tag makes it, so text cannot become markup by accident. */
export class Html {
  constructor(readonly markup: string) {}
}

export type Insert = Html | string | number | undefined | readonly Insert[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Control characters but the white space among them, and what overrides the direction of the text around it. */
const UNSEEN = /(?![\t\n\r])[\p{Control}\u202A-\u202E\u2066-\u2069]/gu;

/** Stands a sign in place of every character that nobody sees and that is no white space: a page shows what it was given. */
export const visible = (text: string): string => text.replace(UNSEEN, '\uFFFD');

const escapeText = (text: string): string => visible(text).replace(/[&<>"'`]/g, (c) => ENTITIES[c] ?? c);

function insert(value: Insert): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.markup;
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number') return String(value);
  return value.map(insert).join('');
}

/** Line breaks and indentation of the template itself: a third of the page, and visible where white space is kept. */
const squeeze = (part: string): string => part.replace(/\s*\n\s*/g, ' ');

/** An attribute up to its value. */
const ATTRIBUTE = / [\w-]+="$/;

/**
 * Template tag: everything inserted is escaped unless it is `Html` itself; lists are joined, undefined is nothing, and an attribute that is
 * undefined is not there. Attribute values must stand in double quotes; what an event handler, a style or a script would read is never inserted.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Insert[]): Html {
  let cut = false;
  const parts = strings.map((string, i) => {
    const part = cut ? squeeze(string).slice(1) : squeeze(string);
    const attribute = i < values.length && values[i] === undefined ? part.search(ATTRIBUTE) : -1;
    cut = attribute >= 0;
    return (cut ? part.slice(0, attribute) : part) + insert(values[i]);
  });
  return new Html(parts.join(''));
}
