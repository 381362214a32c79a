/** In which language and direction a text of somebody stands: for screen readers, fonts, hyphens, and the side on which it begins. */
import { html, type Html } from '../../../render/escape';
import { aroundMasks } from '../input';
import type { Texts } from './texts/index';

const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/gu;
const LETTER = /\p{L}/gu;
const CODE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

/**
 * By most of its letters, as a person would see it: by the first one, which is what browsers look at, an Arabic sentence that begins with a
 * name in Latin letters stands the wrong way round.
 */
export function isRightToLeft(text: string): boolean {
  const turned = text.match(RIGHT_TO_LEFT)?.length ?? 0;
  return turned > 0 && turned * 2 > (text.match(LETTER)?.length ?? 0);
}

export interface Voice {
  readonly lang: string | undefined;
  readonly dir: 'rtl' | undefined;
}

/** The attributes of an element that holds this text alone: none where it is as the page is. */
export function voice(text: string, language: string | undefined, texts: Texts): Voice {
  const isForeign = language !== undefined && CODE.test(language) && language !== texts.language;
  return { lang: isForeign ? language : undefined, dir: isRightToLeft(text) ? 'rtl' : undefined };
}

/** Somebody's words. What was masked in them the page tells in its own language: nobody wrote it. */
export function shown(text: string, texts: Texts): Html {
  const pieces = aroundMasks(text).map((piece, at) => {
    if (at % 2 === 0) return html`${piece}`;
    const word = texts.mask(piece);
    return word === piece ? html`[${piece}]` : html`<bdi lang="${texts.language}">[${word}]</bdi>`;
  });
  return html`${pieces}`;
}

/** A name of somebody's words: it stands for itself whatever is around it. */
export function named(title: string, language: string | undefined, texts: Texts): Html {
  const { lang, dir } = voice(title, language, texts);
  return html`<bdi lang="${lang}" dir="${dir}">${title}</bdi>`;
}

interface Marked {
  readonly startIdx: number;
  readonly endIdx: number;
  readonly lang: string;
}

/** A text of the page in which somebody's words are marked with their language and direction. */
export function spoken(text: string, quoted: readonly Marked[] = [], texts: Texts): Html[] {
  const pieces: Html[] = [];
  let at = 0;
  for (const { startIdx, endIdx, lang: language } of quoted) {
    const words = text.slice(startIdx, endIdx);
    const { lang, dir } = voice(words, language, texts);
    const isForeign = lang !== undefined || dir !== undefined;
    pieces.push(shown(text.slice(at, startIdx), texts));
    pieces.push(isForeign ? html`<bdi lang="${lang}" dir="${dir}">${shown(words, texts)}</bdi>` : shown(words, texts));
    at = endIdx;
  }
  return [...pieces, shown(text.slice(at), texts)];
}
