import { z } from 'zod';

export const SumInput = z.object({ count: z.number().int().positive(), shardSize: z.number().default(500) });
export type SumInput = z.input<typeof SumInput>;
