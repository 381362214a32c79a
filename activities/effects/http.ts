/** An effect over HTTP as a step: its author writes the request, and nothing of keys, tokens, signals or retries. */
import type { Data, Duration, Fields, Json, Step, WireInput, WireOutput } from '../kit/contract';
import type { GivesNothing, InlineOutput, Renamed, StepContext } from '../kit/authoring/define';
import { withOutput } from '../kit/authoring/nothing';
import { send } from './httpSend';

export type HeaderValues = Readonly<Record<string, string>>;

/** An API as its worker knows it: part of `deps`, so that neither secrets nor addresses come into a history. */
export interface HttpApi {
  /** What the `url` of a request is appended to: `https://bank.example/v1`. Without user and password: give a header. */
  readonly baseUrl: string;
  /** Sent with every request; secrets stand here. A function is asked before each request. */
  readonly headers?: HeaderValues | (() => HeaderValues | Promise<HeaderValues>);
  /** The header in which this API takes idempotency keys. Default `Idempotency-Key`. */
  readonly keyHeader?: string;
  /** The header in which it takes the fencing token of a step with a `resource`. Default `Fencing-Token`. */
  readonly tokenHeader?: string;
  /** In place of Node's own: a proxy, a fake. */
  readonly fetch?: typeof globalThis.fetch;
}

export interface HttpRequest {
  /** Path and query below the API's `baseUrl`: `/charge`. Encode what stands in it: it cannot lead out of the base. */
  readonly url: string;
  /** Default `POST`. */
  readonly method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Besides those of the API. */
  readonly headers?: HeaderValues;
  /** Sent as JSON; `URLSearchParams` as a form. */
  readonly body?: Json | URLSearchParams;
}

/** What needs no `to`: an API of the name `http` in `deps`. */
export interface HttpDeps {
  readonly http: HttpApi;
}

interface HttpEffectBase<I extends Fields, D> extends Renamed {
  /** Raise it when the request would be another for the same input. */
  readonly version: number;
  readonly input: I;
  /** The business key, as people know it (`order-4711`), the same whatever is lost: what makes a second try harmless. */
  idempotencyKey(input: Data<I>): string;
  /** Names the outside thing that only one attempt anywhere may touch at a time; its fencing token is sent along. */
  resource?(input: Data<I>): string;
  /** Which of the APIs in `deps`. Default: `deps.http`. */
  to?(deps: D): HttpApi;
  /** A function of its arguments: every attempt must send the same. */
  request(input: Data<I>, deps: D): HttpRequest;
  /** Statuses that asking again does not mend (`[402, 422]`): they end the step, with the reason that the answer gives. */
  readonly nonRetryable?: readonly number[];
  /** How long one request may take, up to the last byte of its answer. Default 30 s. */
  readonly timeout?: Duration;
}

export interface HttpEffectDefinition<I extends Fields, O extends InlineOutput, D> extends HttpEffectBase<I, D> {
  /** What the answer (JSON) must hold; what else it holds is left out. At most 4 KiB of it. */
  readonly output: O;
  /** The output when a person skips the step; only then can it be skipped. */
  readonly whenSkipped?: Data<O>;
}
/** The same where only the status of the answer counts: nobody reads it. */
export type QuietHttpEffectDefinition<I extends Fields, D> = HttpEffectBase<I, D> & GivesNothing;

/**
 * A step that asks an HTTP API to do something, once.
 *
 * Each attempt sends the same request with the same `Idempotency-Key` (and a fencing token, with a `resource`), right after
 * it made sure that its locks are held. The step's signal and `timeout` end it. A status in `nonRetryable` ends the step
 * (`HttpRefused`), and so does a redirect, which is not followed. Any other that is not 2xx, silence and a broken connection
 * are tried again (`HttpFailed`), after as long as `Retry-After` says (at most an hour), each counting as a failure of the step.
 * Without an `output` nothing of its answer is read. One of another shape, or of more than 1 MiB, ends the step (`OutputInvalid`): what was done is done.
 *
 * Once, if the API remembers the key for as long as attempts may come; see docs/guarantees.md.
 */
export function httpEffect<const I extends Fields, const O extends InlineOutput>(
  definition: HttpEffectDefinition<I, O, HttpDeps>,
): Step<WireInput<I>, WireOutput<O>, HttpDeps>;
export function httpEffect<const I extends Fields, const O extends InlineOutput, D>(
  definition: HttpEffectDefinition<I, O, D> & { to(deps: D): HttpApi },
): Step<WireInput<I>, WireOutput<O>, D>;
export function httpEffect<const I extends Fields>(
  definition: QuietHttpEffectDefinition<I, HttpDeps>,
): Step<WireInput<I>, null, HttpDeps>;
export function httpEffect<const I extends Fields, D>(
  definition: QuietHttpEffectDefinition<I, D> & { to(deps: D): HttpApi },
): Step<WireInput<I>, null, D>;
export function httpEffect<I extends Fields, D>(
  definition: HttpEffectBase<I, D> & { readonly output?: InlineOutput | undefined },
): { readonly kind: 'step' } {
  const { nonRetryable = [], timeout = '30s', output } = definition;
  const run = (data: Data<I>, step: StepContext<D>): Promise<unknown> => {
    const api = definition.to?.(step.deps) ?? (step.deps as HttpDeps).http;
    return send(step, api, definition.request(data, step.deps), {
      nonRetryable,
      timeout,
      isRead: output !== undefined,
    });
  };
  const step = { kind: 'step', ...withOutput({ ...definition, run }) } as const;
  return step;
}
