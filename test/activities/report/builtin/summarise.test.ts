/** Goal: a summary quotes what is understood by itself. */
import { summarise } from '../../../../activities/report/builtin/summarise';
import { toyClaim, toyVectors } from './toyVectors';

const topicOf = (texts: readonly string[]) => ({
  id: 't1',
  title: 'Buses',
  description: '',
  subtopics: [
    {
      id: 's1',
      title: 'Buses',
      description: '',
      claims: texts.map((text, at) => ({ ...toyClaim(`c${at}`, text, `speaker ${at}`), similar: [] })),
    },
  ],
});
/** The texts of the claims that a summary quotes. */
function quoted(texts: readonly string[]): (string | undefined)[] {
  const topic = topicOf(texts);
  const vectors = toyVectors(Object.fromEntries(texts.map((text) => [text, 0])));
  const [summary] = summarise({ topics: [topic], vectors });
  const claims = new Map(topic.subtopics.flatMap((subtopic) => subtopic.claims).map(({ id, text }) => [id, text]));
  return (summary?.claims ?? []).map((id) => claims.get(id));
}

it('quotes no sentence that only points back at another', () => {
  expect(quoted(['This is a game changer.', 'The buses should run at night.'])).toEqual([
    'The buses should run at night.',
  ]);
});

it('quotes nothing where no claim is understood by itself', () => {
  expect(quoted(['This is a game changer.', 'They should know.'])).toEqual([]);
});
