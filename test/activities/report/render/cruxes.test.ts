import type { Crux, SortedTopic } from '../../../../activities/report/model';
import { addOnsOf as addOnsIn } from '../../../../activities/report/render/cruxes';
import { textsFor } from '../../../../activities/report/render/texts';
import { oneTopic } from './trees';

const addOnsOf = (...[topics, cruxes]: readonly [readonly SortedTopic[], readonly Crux[]]) =>
  addOnsIn(topics, cruxes, textsFor('en'));

const comments = ['Ana', 'Ben', 'Cid', 'Dora'].map((speaker, i) => ({ id: `c${i}`, text: `I am ${speaker}`, speaker }));
const topic = oneTopic(comments, 'Streets');

const crux = (given: Partial<Crux>): Crux => ({
  topic: 't',
  subtopic: 's',
  claim: 'claim-c0',
  text: 'Make it car-free',
  basis: 'polarity',
  agree: ['Ana'],
  disagree: ['Ben'],
  agreeCount: 1,
  disagreeCount: 1,
  controversy: 1,
  explanation: 'Two sides',
  ...given,
});

describe('the cruxes of the report', () => {
  it('score camps as shares of all who spoke in the subtopic', () => {
    const found = addOnsOf([topic], [crux({})])?.subtopicCruxes?.[0];
    expect(found).toMatchObject({ agreementScore: 0.25, disagreementScore: 0.25, controversyScore: 0.5 });
    expect(found).toMatchObject({
      speakersInvolved: 2,
      totalSpeakersInSubtopic: 4,
      topic: 'Streets',
      subtopic: 'Subtopic',
    });
  });

  it('count a speaker of both camps in neither, and before scoring', () => {
    const found = addOnsOf([topic], [crux({ agree: ['Ana', 'Cid', 'Ana'], disagree: ['Ben', 'Cid'] })])
      ?.subtopicCruxes?.[0];
    expect(found).toMatchObject({ agree: ['1:Ana'], disagree: ['2:Ben'], no_clear_position: ['3:Cid'] });
    expect(found?.controversyScore).toBe(0.5);
  });

  it('score votes among those who voted, and keep the totals', () => {
    const votes = { basis: 'votes', agreeCount: 80, disagreeCount: 20 } as const;
    const found = addOnsOf([topic], [crux(votes)])?.subtopicCruxes?.[0];
    expect(found).toMatchObject({ agreementScore: 0.8, disagreementScore: 0.2, controversyScore: 0.4 });
    expect(found?.votes).toEqual({ agree: 80, disagree: 20 });
  });

  it('are 0 where nobody voted', () => {
    const found = addOnsOf([topic], [crux({ basis: 'votes', agreeCount: 0, disagreeCount: 0 })])?.subtopicCruxes?.[0];
    expect(found).toMatchObject({ agreementScore: 0, disagreementScore: 0, controversyScore: 0 });
  });

  it('never score above 1, though a named speaker has no claim left in the subtopic', () => {
    const named = ['E', 'F', 'G', 'H', 'I', 'J'];
    const found = addOnsOf([oneTopic([])], [crux({ agree: named.slice(0, 3), disagree: named.slice(3) })])
      ?.subtopicCruxes?.[0];
    expect(found).toMatchObject({ agreementScore: 0.5, disagreementScore: 0.5, controversyScore: 1 });
  });

  it('keep two topics apart that have a subtopic of the same id', () => {
    const other = { ...oneTopic(comments.slice(0, 2), 'Parks'), id: 'u' };
    const found = addOnsOf([topic, other], [crux({}), crux({ topic: 'u' })]);
    expect(found?.subtopicCruxes?.map((c) => [c.topic, c.totalSpeakersInSubtopic])).toEqual([
      ['Streets', 4],
      ['Parks', 2],
    ]);
    expect(found?.topicScores).toEqual([
      { topic: 'Streets', averageControversy: 0.5, subtopicCount: 1, totalSpeakers: 4 },
      { topic: 'Parks', averageControversy: 1, subtopicCount: 1, totalSpeakers: 2 },
    ]);
  });

  it('make a matrix of the speakers who stand somewhere', () => {
    const found = addOnsOf([topic], [crux({}), crux({ agree: ['Ben'], disagree: ['Dora'] })]);
    expect(found?.speakerCruxMatrix).toEqual({
      speakers: ['1:Ana', '2:Ben', '4:Dora'],
      cruxLabels: ['Streets → Subtopic', 'Streets → Subtopic'],
      matrix: [
        ['agree', 'no_position'],
        ['disagree', 'agree'],
        ['no_position', 'disagree'],
      ],
    });
  });

  it('are absent where there are none', () => {
    expect(addOnsOf([topic], [])).toBeUndefined();
  });
});
