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
const summaryOf = (texts: readonly string[]): string =>
  summarise({ topics: [topicOf(texts)], vectors: toyVectors(Object.fromEntries(texts.map((text) => [text, 0]))) })[0]
    ?.text ?? '';

it('quotes no sentence that only points back at another', () => {
  const text = summaryOf(['This is a game changer.', 'The buses should run at night.']);
  expect(text).toContain('“The buses should run at night.”');
  expect(text).not.toContain('game changer');
});

it('counts those who made claims, whether these are quoted or not', () => {
  expect(summaryOf(['This is a game changer.', 'They should know.'])).toBe('2 people made 2 claims on this topic.');
});
