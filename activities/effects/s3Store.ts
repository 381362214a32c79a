/** Requests to an S3 store: signed, bounded in time, their refusals told in one line. */
import { createHash } from 'node:crypto';
import type { ApplicationFailure } from '@temporalio/common';
import { AwsV4Signer } from 'aws4fetch';
import { failed } from './failure';

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface S3Options {
  /** Of a store that is not AWS: `http://minio:9000`. Default: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, else AWS. */
  readonly endpoint?: string;
  /** Default: AWS_REGION, AWS_DEFAULT_REGION, else `us-east-1`. */
  readonly region?: string;
  /**
   * Asked before each request. Default: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN. Where a machine has its rights
   * in another way, give what `@aws-sdk/credential-providers` has.
   */
  readonly credentials?: () => Promise<S3Credentials>;
}

export interface S3Request {
  readonly method: 'HEAD' | 'PUT' | 'DELETE';
  readonly bucket: string;
  readonly key: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly signal: AbortSignal;
  /** Called when all is signed, right before it is sent. */
  readonly before?: () => void;
}

export interface S3Answer {
  readonly status: number;
  readonly headers: Headers;
  /** What the store says of a refusal, in one line. */
  readonly said: string;
}

/** Longer than any store needs for 128 MiB. */
const TIMEOUT_MS = 120_000;
const MAX_SAID_CHARACTERS = 300;

/** Tried again, whatever it is: rights and buckets can be given while it is. */
export function refusal(
  { bucket, key }: Pick<S3Request, 'bucket' | 'key'>,
  method: string,
  { status, said }: S3Answer,
): ApplicationFailure {
  const message = `${method} s3://${bucket}/${key} answered ${status}${said === '' ? '' : ` (${said})`}`;
  return failed('S3Refused', message, { status });
}

export class S3Store {
  readonly endpoint: string | undefined;
  private readonly region: string;
  private readonly credentials: () => Promise<S3Credentials>;

  constructor({ endpoint, region, credentials }: S3Options) {
    const { env } = process;
    this.endpoint = endpoint ?? env['AWS_ENDPOINT_URL_S3'] ?? env['AWS_ENDPOINT_URL'];
    this.region = region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1';
    this.credentials = credentials ?? fromEnvironment;
  }

  /** Resolves with every status. Rejects with the signal's reason, and with what kept the request from being answered. */
  async ask(request: S3Request): Promise<S3Answer> {
    const { method, bucket, key, body, signal, before } = request;
    const signer = new AwsV4Signer({
      method,
      url: this.urlOf(bucket, key),
      headers: {
        ...request.headers,
        'x-amz-content-sha256': createHash('sha256')
          .update(body ?? '')
          .digest('hex'),
      },
      service: 's3',
      region: this.region,
      ...(await this.credentials()),
    });
    const { url, headers } = await signer.sign();
    const limit = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    before?.();
    try {
      const response = await fetch(url, { method, headers, body: body ?? null, signal: limit, redirect: 'manual' });
      return { status: response.status, headers: response.headers, said: saidIn(await response.text()) };
    } catch (error) {
      signal.throwIfAborted();
      const { cause = error } = error as Error;
      const { code, message } = cause as { code?: unknown; message?: unknown };
      throw new Error(`${method} s3://${bucket}/${key}: no answer (${String(code ?? message)})`);
    }
  }

  /** AWS has a host for each bucket; other stores, and buckets with a dot (no certificate fits them), have a path. */
  private urlOf(bucket: string, key: string): string {
    const path = key.split('/').map(encodeURIComponent).join('/');
    if (this.endpoint !== undefined) return `${this.endpoint.replace(/\/+$/, '')}/${bucket}/${path}`;
    const aws = `s3.${this.region}.amazonaws.com`;
    return bucket.includes('.') ? `https://${aws}/${bucket}/${path}` : `https://${bucket}.${aws}/${path}`;
  }
}

function fromEnvironment(): Promise<S3Credentials> {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (AWS_ACCESS_KEY_ID === undefined || AWS_SECRET_ACCESS_KEY === undefined)
    return Promise.reject(
      new Error(
        'no credentials for S3: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY for the worker, or give s3Sink `credentials`',
      ),
    );
  return Promise.resolve({
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: AWS_SESSION_TOKEN }),
  });
}

/** Refusals of S3 are XML with a code and a message. */
function saidIn(xml: string): string {
  const of = (tag: string): string => new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml)?.[1] ?? '';
  return [of('Code'), of('Message')]
    .filter((text) => text !== '')
    .join(': ')
    .slice(0, MAX_SAID_CHARACTERS);
}
