/**
 * How values become payloads inside a workflow. As Temporal's own converter does, with one difference: a payload that cannot
 * be read becomes `Unreadable` instead of an error. Arguments and memo are read before any code of the run exists, where an
 * error would fail its first task for ever (measured, SDK 1.24.0).
 */
import { defaultPayloadConverter } from '@temporalio/common';
import type { PayloadConverter } from '@temporalio/common';

/** Stands for what could not be read. No schema takes it for anything else. */
export class Unreadable {
  constructor(readonly why: string) {}
}

export const payloadConverter: PayloadConverter = {
  toPayload: (value) => defaultPayloadConverter.toPayload(value),
  fromPayload: <T>(payload: Parameters<PayloadConverter['fromPayload']>[0]): T => {
    try {
      return defaultPayloadConverter.fromPayload<T>(payload);
    } catch (error) {
      return new Unreadable(error instanceof Error ? error.message : String(error)) as T;
    }
  },
};
