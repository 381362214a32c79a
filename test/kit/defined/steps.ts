import { z } from 'zod';
import { stepSet, stepsFor } from '../../../activities';

const { defineStep } = stepsFor();
const charge = defineStep({
  version: 1,
  input: { cents: z.number(), currency: z.string() },
  output: { paid: z.number() },
  idempotencyKey: ({ cents }) => `charge-${cents}`,
  run: ({ cents }) => Promise.resolve({ paid: cents }),
});

export const shopSteps = stepSet('shop', { charge });
