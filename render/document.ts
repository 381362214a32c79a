import { createHash } from 'node:crypto';
import { html, Html } from './escape';

export interface Document {
  readonly language: string;
  readonly title: string;
  readonly style: string;
  readonly script: string;
  readonly body: Html;
}

const hashOf = (content: string): string => `'sha256-${createHash('sha256').update(content).digest('base64')}'`;

/** Not written with the template tag: a browser hashes the element's content to the letter, white space included. */
export const element = (name: 'style' | 'script', content: string): Html => new Html(`<${name}>${content}</${name}>`);

/**
 * A page in one file that asks for nothing. Only its own style and script, named by their hashes, are used in it:
 * whatever a text holds, it cannot run, style or fetch.
 */
export function documentOf({ language, title, style, script, body }: Document): Html {
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${element('style', style)}
      </head>
      <body>
        ${body} ${element('script', script)}
      </body>
    </html> `;
}
