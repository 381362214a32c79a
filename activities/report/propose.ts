import { z } from 'zod';
import { ref } from '../kit';
import { Problem, textOfCorrections } from './corrections/parse';
import { proposalOf } from './corrections/proposal';
import { defineStep } from './deps';
import { FileFacts, factsOf, textOf } from './fileFacts';
import { SortedTopic } from './model';
import { CorrectionsSource } from './reportInput';

/** Writes what a person is asked to look at before the report is made: as a corrections file, and the same for programs. */
export const propose = defineStep({
  version: 1,
  input: {
    topics: ref(z.array(SortedTopic)),
    corrections: CorrectionsSource.optional(),
    problems: z.array(Problem),
  },
  output: {
    text: ref(z.string()),
    tree: ref(z.string()),
    facts: z.object({ text: FileFacts, tree: FileFacts }),
  },
  async run({ topics, corrections: source, problems }, { deps, runId }) {
    const corrections = source === undefined ? '' : textOfCorrections(await deps.sources.read(runId, source));
    const text = proposalOf({ runId, topics, corrections, problems });
    const tree = textOf({ v: 1, topics });
    return { text, tree, facts: { text: factsOf(text), tree: factsOf(tree) } };
  },
});
