/** One request of an HTTP effect, and what its end means for the step. */
import { ApplicationFailure } from '@temporalio/common';
import { durationMs } from '../../workflows/kit/duration';
import type { Duration } from '../kit/contract';
import type { StepContext } from '../kit/authoring/define';
import { messageOf, nonRetryable } from '../kit/errors';
import { failed, refused } from './failure';
import type { HeaderValues, HttpApi, HttpRequest } from './http';
import { bodyOf, reasonIn, retryAfterMs, TooLong } from './httpAnswer';

/** A longer answer is not read: an effect keeps 4 KiB of it. */
const MAX_ANSWER_BYTES = 1024 * 1024;
/** What is looked at for the reason of a refusal. */
const MAX_REFUSAL_BYTES = 64 * 1024;

interface SendOptions {
  readonly nonRetryable: readonly number[];
  readonly timeout: Duration;
  /** Whether anybody wants to know what the answer says. */
  readonly isRead: boolean;
}

/** Only of a step with a `resource`. */
type Step = StepContext<unknown> & { readonly token?: number };

/** @returns the JSON that the API answered with; null where it answered with nothing. */
export async function send(step: Step, api: HttpApi, request: HttpRequest, options: SendOptions): Promise<unknown> {
  const { method = 'POST' } = request;
  const url = urlOf(api.baseUrl, request.url);
  const what = `${method} ${url.origin}${url.pathname}`;
  const secrets = { ...(typeof api.headers === 'function' ? await api.headers() : api.headers), ...request.headers };
  const { body, type } = encoded(request.body);
  const headers = headersOf({
    accept: 'application/json',
    ...type,
    ...secrets,
    [api.keyHeader ?? 'Idempotency-Key']: printable(step.idempotencyKey),
    ...(step.token === undefined ? {} : { [api.tokenHeader ?? 'Fencing-Token']: String(step.token) }),
  });
  const limit = AbortSignal.timeout(durationMs(options.timeout));
  const signal = AbortSignal.any([step.signal, limit]);
  const { fetch = globalThis.fetch } = api;
  step.assertHeld();
  try {
    // A redirect would take key and secrets to where nobody has sent them.
    const response = await fetch(url, { method, headers, body, signal, redirect: 'manual' });
    if (response.ok && !options.isRead) {
      await response.body?.cancel();
      return undefined;
    }
    if (response.ok) return parsed(what, await bodyOf(response, MAX_ANSWER_BYTES));
    throw await refusal(what, response, options.nonRetryable, secrets);
  } catch (error) {
    step.signal.throwIfAborted();
    if (error instanceof ApplicationFailure) throw error;
    if (error instanceof TooLong) {
      throw nonRetryable(
        'OutputInvalid',
        `${what} answered with more than ${MAX_ANSWER_BYTES} bytes. What it did is done.`,
      );
    }
    const why = limit.aborted ? `no answer within ${options.timeout}` : networkReason(error);
    throw failed('HttpFailed', `${what}: ${why}; whether it was done is not known`);
  }
}

/** The path is appended to the base and cannot leave it: it may come from an input, while secrets are for this API only. */
function urlOf(baseUrl: string, path: string): URL {
  // No message here shows the base: somebody may have written a password into it.
  if (!URL.canParse(baseUrl)) throw new Error('the baseUrl of this HttpApi is no URL: give it like https://host/path');
  const base = new URL(baseUrl.replace(/\/*$/, '/'));
  if (base.username !== '' || base.password !== '')
    throw new Error('the baseUrl of this HttpApi holds a user or password: give an authorization header instead');
  const url = new URL(base.href + path.replace(/^\/+/, ''));
  if (url.pathname.startsWith(base.pathname)) return url;
  throw nonRetryable(
    'InputInvalid',
    `the url of the request leads out of its API to ${url.pathname}: encode what stands in it`,
  );
}

function encoded(body: HttpRequest['body']): { body: string | URLSearchParams | null; type: HeaderValues } {
  if (body === undefined) return { body: null, type: {} };
  if (body instanceof URLSearchParams) return { body, type: {} };
  return { body: JSON.stringify(body), type: { 'content-type': 'application/json' } };
}

/** Node's own message about a header shows its value, which may be a secret. */
function headersOf(values: HeaderValues): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(values)) {
    try {
      headers.set(name, value);
    } catch {
      throw new Error(
        `the header ${JSON.stringify(name)} of this request cannot be sent: a wrong name, or a value with line breaks`,
      );
    }
  }
  return headers;
}

/** Other keys are not taken by every header, or lose the space at their end: percent-encoded they stay what they are. */
const printable = (key: string): string => (/^[!-$&-~]+$/.test(key) ? key : encodeURIComponent(key));

function parsed(what: string, text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw nonRetryable('OutputInvalid', `${what} answered with something that is no JSON. What it did is done.`);
  }
}

async function refusal(
  what: string,
  response: Response,
  endsAt: readonly number[],
  secrets: HeaderValues,
): Promise<ApplicationFailure> {
  const { status } = response;
  const isRedirect = status >= 300 && status < 400;
  const reason = isRedirect
    ? 'a redirect, which is not followed'
    : await reasonIn(response, MAX_REFUSAL_BYTES, secrets);
  const message = `${what} answered ${status}${reason === '' ? '' : `: ${reason}`}`;
  if (isRedirect || endsAt.includes(status)) {
    return refused('HttpRefused', message, { status });
  }
  return failed('HttpFailed', message, { status, delayMs: retryAfterMs(response.headers) });
}

/** `fetch failed` says nothing: its cause has the code. */
function networkReason(error: unknown): string {
  const { cause = error } = Object(error) as { readonly cause?: unknown };
  const { code } = Object(cause) as { readonly code?: unknown };
  return typeof code === 'string' ? code : messageOf(cause);
}
