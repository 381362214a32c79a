import { createHash } from 'node:crypto';
import { Html } from '../../activities/report/render/escape';
import { SCRIPT } from './script';
import { STYLE } from './style';

const hashOf = (content: string): string => `'sha256-${createHash('sha256').update(content).digest('base64')}'`;

/** Not written with the template tag: a browser hashes the element's content to the letter, white space included. */
export const STYLE_ELEMENT = new Html(`<style>${STYLE}</style>`);
export const SCRIPT_ELEMENT = new Html(`<script>${SCRIPT}</script>`);

/** Only the page's own style and script, named by their hashes: whatever an id or a message holds, it cannot run or fetch. */
export const POLICY = [
  "default-src 'none'",
  `style-src ${hashOf(STYLE)}`,
  `script-src ${hashOf(SCRIPT)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
