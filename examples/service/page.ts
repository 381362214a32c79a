/** The page: one file, and only its own style and script, named by their hashes, may be used in it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SAFE_HEADERS } from './answers';
import type { Visit } from './routes';

export function servePage(maxUploadBytes: number): (visit: Visit) => void {
  const html = readFileSync(join(__dirname, '..', 'page.html'), 'utf8').replace(
    '{{maxUploadBytes}}',
    String(maxUploadBytes),
  );
  const hashOf = (element: string): string => {
    const [, content = ''] = new RegExp(`<${element}>([^]*)</${element}>`).exec(html) ?? [];
    return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
  };
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf('script')}`,
    `style-src ${hashOf('style')}`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return ({ response }) => {
    response.writeHead(200, {
      ...SAFE_HEADERS,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
    });
    response.end(html);
  };
}
