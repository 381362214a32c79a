/** A person's hand in a report: corrections, and the question whether it may be made. */
import type { z } from 'zod';
import type { reportSteps } from '../activities/report';
import { Approval, REVIEW, REVIEW_TIMEOUT } from '../activities/report/reportInput';
import type { ReportInput } from '../activities/report/reportInput';
import type { Calls, Run, WaitOptions } from './kit';

type Steps = Pick<Calls<(typeof reportSteps)['steps']>, 'correct' | 'propose'>;
type Uncorrected = Omit<Parameters<Steps['correct']>[0], 'analyser' | 'corrections' | 'mayAsk'>;

/** A person who sends lines that cannot be followed is asked again so often: then the run fails, saying which. */
const MAX_ROUNDS = 20;

/** The parts of a report after a person's corrections, and who signed them off; as they came where nobody has a say in it. */
export async function corrected(run: Run<z.output<typeof ReportInput>>, steps: Steps, parts: Uncorrected) {
  const { analyser, corrections, signedOffBy = '', review = false, reviewTimeout = REVIEW_TIMEOUT } = run.input;
  const { topics, comments, noted } = parts;
  const untouched = { topics, comments, noted, notFound: 0, signedOff: undefined };
  const apply = async (source: typeof corrections, mayAsk: boolean) =>
    source ? steps.correct({ analyser, ...parts, corrections: source, mayAsk }) : { ...untouched, problems: [] };
  let source = corrections;
  let now = await apply(source, review);
  if (!review) {
    return source ? { ...now, signedOff: { by: signedOffBy, at: run.date, reviewed: false } } : untouched;
  }
  for (let round = 1; ; round += 1) {
    const answer = await asked(run, steps, {
      name: round === 1 ? REVIEW : `${REVIEW} ${round}`,
      proposal: { topics, ...(source && { corrections: source }), problems: now.problems },
      timeout: reviewTimeout,
    });
    // The clock of a workflow stands still while it works: when it was told.
    const at = await run.once(`approved ${round}`, () => Promise.resolve(new Date().toISOString()));
    source = answer.corrections ?? source;
    now = await apply(source, round < MAX_ROUNDS);
    if (now.problems.length === 0) return { ...now, signedOff: { by: answer.by, at, reviewed: true } };
  }
}

interface Asking {
  readonly name: string;
  readonly proposal: Parameters<Steps['propose']>[0];
  readonly timeout: NonNullable<WaitOptions['timeout']>;
}

async function asked(run: Run<unknown>, { propose }: Steps, { name, proposal, timeout }: Asking) {
  const { text, tree, facts } = await propose(proposal);
  return run.waitFor(name, Approval, {
    timeout,
    files: [
      { name: 'corrections.txt', ref: text, ...facts.text },
      { name: 'proposal.json', ref: tree, ...facts.tree },
    ],
  });
}
