/** Which request does what. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PipelineClient, RunHandle } from 'pipeline-worker/client';
import { startReport } from 'pipeline-worker-report/start';
import { answer, Refusal } from './answers';
import { sendFile } from './files';
import { servePage } from './page';
import { streamRun } from './stream';
import { readJson, readUpload } from './upload';

export interface ServiceOptions {
  readonly client: PipelineClient;
  /** Where copies of finished reports are kept, by their sha256. */
  readonly folder: string;
  readonly maxUploadBytes: number;
}

export interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** Fires when the visitor has gone, or the service stops. */
  readonly signal: AbortSignal;
}

/** `parts` are what the path's brackets hold. */
type Serve = (visit: Visit, ...parts: string[]) => void | Promise<void>;
type Route = readonly [method: 'GET' | 'POST', path: RegExp, serve: Serve];

const MAX_UPLOADS = 4;
const MAX_STREAMS = 200;
const MAX_TITLE_CHARACTERS = 200;
/** Ids as `startReport` makes them: whoever asks for another asks for somebody else's run. */
const ID = '(report-[0-9a-f]{12})';
const FILE = '(report\\.html|report\\.json|ledger\\.json|claims\\.csv)';

export function routesFor({ client, folder, maxUploadBytes }: ServiceOptions): readonly Route[] {
  const run = (serve: (visit: Visit, handle: RunHandle, ...rest: string[]) => void | Promise<void>): Serve => {
    return (visit, id = '', ...rest) => serve(visit, client.handle(id), ...rest);
  };
  const upload: Serve = async ({ request, response, url }) => {
    const csv = await readUpload(request, maxUploadBytes);
    const title = (url.searchParams.get('title') ?? '').trim().slice(0, MAX_TITLE_CHARACTERS);
    const { handle, how } = await startReport(client, csv, title === '' ? {} : { title });
    answer(response, how === 'started' ? 201 : 200, { id: handle.id, how });
  };
  const status = run(async ({ response }, handle) => {
    answer(response, 200, { id: handle.id, running: await handle.isRunning() });
  });
  const cancel = run(async ({ response }, handle) => {
    await handle.cancel();
    answer(response, 202, { id: handle.id });
  });
  /** A form, or a webhook: the pipeline says what it takes. */
  const answerTo = run(async ({ request, response }, handle, name = '') => {
    await handle.answer(decodeURIComponent(name), await readJson(request));
    answer(response, 200, { id: handle.id });
  });
  const file = run(({ response }, handle, name = '') => sendFile(handle, name, folder, response));
  return [
    ['GET', /^\/$/, servePage(maxUploadBytes)],
    ['POST', /^\/runs$/, atMost(MAX_UPLOADS, upload)],
    ['GET', new RegExp(`^/runs/${ID}$`), status],
    [
      'GET',
      new RegExp(`^/runs/${ID}/events$`),
      atMost(
        MAX_STREAMS,
        run((visit, handle) => streamRun(handle, visit)),
      ),
    ],
    ['POST', new RegExp(`^/runs/${ID}/cancel$`), cancel],
    ['POST', new RegExp(`^/runs/${ID}/answers/([^/]{1,600})$`), answerTo],
    ['GET', new RegExp(`^/runs/${ID}/${FILE}$`), file],
  ];
}

/** An upload is held in memory, and a stream asks Temporal three times a second: not all may come at once. */
function atMost(limit: number, serve: Serve): Serve {
  let now = 0;
  return async (visit, ...parts) => {
    if (now >= limit) throw new Refusal(503, 'Too many at once. Try again in a moment.');
    now += 1;
    try {
      await serve(visit, ...parts);
    } finally {
      now -= 1;
    }
  };
}
