/** `kit.notify`: tells somebody that a run waits for a person. Any address that takes JSON by POST, a chat's webhook too. */
import { ApplicationFailure } from '@temporalio/common';
import { z } from 'zod';
import { stepsFor } from '../authoring/define';
import type { AnyStepDefinition } from '../authoring/define';

/** What one notice may take, so that its lock is not held for long. */
const ANSWER_MS = 10_000;
const MAX_MESSAGE_CHARACTERS = 500;

const Paused = z.object({ step: z.string(), message: z.string() });

/**
 * A guarded step like any other: posted under its lock, once recorded never again. A crash between the post and its
 * record posts twice, with the same `Idempotency-Key`. The address is a secret (webhooks carry their key in the path): it
 * comes from the worker's configuration, and messages name its host only.
 */
export function notifyStep(url: string | undefined): AnyStepDefinition {
  const { defineStep } = stepsFor();
  return defineStep({
    version: 1,
    input: {
      /** With `count`, what tells this notice from others of the same run. */
      execution: z.string(),
      count: z.number(),
      workflowType: z.string(),
      status: z.enum(['paused', 'waiting']),
      paused: z.array(Paused),
      waitingFor: z.array(z.string()),
    },
    output: { posted: z.boolean() },
    async run({ status, workflowType, paused, waitingFor }, step) {
      if (url === undefined) return { posted: false };
      const steps = paused.map((one) => ({ ...one, message: one.message.slice(0, MAX_MESSAGE_CHARACTERS) }));
      const notice = { id: step.runId, workflowType, steps, waitingFor };
      const text = textOf(step.runId, steps, waitingFor);
      step.assertHeld();
      await post(url, { v: 1, event: status, ...notice, text }, step);
      return { posted: true };
    },
  }) as unknown as AnyStepDefinition;
}

/** Chats show `text`, and everybody else finds the facts beside it. */
function textOf(id: string, steps: readonly z.infer<typeof Paused>[], waitingFor: readonly string[]): string {
  const parts = [
    ...steps.map(({ step, message }) => `${step} is paused: ${message} (pipeline-worker retry ${id} ${step})`),
    ...waitingFor.map((name) => `it waits for the answer '${name}'`),
  ];
  return `Run ${id} needs a person: ${parts.join('; ') || 'it was paused by hand'}`;
}

async function post(
  url: string,
  body: object,
  { signal, idempotencyKey }: { signal: AbortSignal; idempotencyKey: string },
): Promise<void> {
  const { host } = new URL(url);
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'error',
    headers: { 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
    body: JSON.stringify(body),
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]),
  }).catch((error: unknown) => {
    throw signal.aborted ? signal.reason : new Error(`${host} took no notice: ${reasonOf(error)}`);
  });
  await response.body?.cancel();
  if (response.ok) return;
  const message = `${host} refused the notice with status ${response.status}; check PIPELINE_NOTIFY_URL`;
  throw response.status >= 500 || response.status === 429
    ? new Error(message)
    : ApplicationFailure.nonRetryable(message, 'NoticeRefused');
}

/** What `fetch` rejects with says nothing; its cause does, and names no path. */
function reasonOf(error: unknown): string {
  const { name = '', cause } = error as { name?: string; cause?: { code?: string } };
  return cause?.code ?? name;
}
