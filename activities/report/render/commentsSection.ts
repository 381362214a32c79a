import type { Context } from './context';
import { html, type Html } from '../../../render/escape';
import type { WholeComment } from './listing';
import { textOf } from './listing';
import { speakerIn } from './ownNames';
import type { Texts } from './texts/index';
import { shown, voice } from './voice';

function marked(text: string, spans: WholeComment['spans'], texts: Texts): Html[] {
  const parts: Html[] = [];
  let at = 0;
  for (const [start, end] of spans) {
    const [before, within] = [text.slice(at, start), text.slice(start, end)].map((part) => shown(part, texts));
    parts.push(html`${before}<mark>${within}</mark>`);
    at = end;
  }
  return [...parts, shown(text.slice(at), texts)];
}

function item({ source, anchor, spans, unlisted }: WholeComment, { texts, groupsOf }: Context): Html {
  const text = textOf(source) ?? '';
  const { lang, dir } = voice(text, source.lang, texts);
  // What a search finds by itself; of all others it finds the claims.
  const [kind, found] = unlisted ? ['unlisted', groupsOf(source.interview)] : [];
  return html`<li id="${anchor}" class="${kind}" data-groups="${found}">
    <p class="words" lang="${lang}" dir="${dir}">${marked(text, spans, texts)}</p>
    <bdi class="who">${speakerIn(source.interview, texts)}</bdi>
  </li>`;
}

/** Every comment that no claim is all of, once: claims lead here, and the script shows it under the claim. */
export function commentsSection(context: Context): Html | undefined {
  const { listing, texts } = context;
  if (listing.comments.size === 0) return undefined;
  return html`<section id="comments">
    <h2>${texts.text('comments')}</h2>
    <p class="description">${texts.text('commentsNote')}</p>
    <details class="rest">
      <summary>${texts.count('comments', listing.comments.size)}</summary>
      <ul class="comments" role="list">
        ${[...listing.comments.values()].map((comment) => item(comment, context))}
      </ul>
    </details>
  </section>`;
}
