import { arrayFromPayloads } from '@temporalio/common';
import type { LoadedDataConverter, Payload } from '@temporalio/common';

/** The values in payloads, through the codecs of the data converter. */
export async function valuesOf(
  { payloadConverter, payloadCodecs }: Pick<LoadedDataConverter, 'payloadConverter' | 'payloadCodecs'>,
  payloads: readonly Payload[] | null | undefined,
): Promise<unknown[]> {
  let read = [...(payloads ?? [])];
  for (const codec of payloadCodecs.toReversed()) read = await codec.decode(read);
  return arrayFromPayloads(payloadConverter, read);
}
