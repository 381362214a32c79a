/** Reports whose every text tries to be more than a text. */
import type { ReportParts } from '../../../../activities/report/render/report';
import { oneTopic, parts, whole } from './trees';

export const HOSTILE = [
  '</script><img src=x onerror=alert(1)>',
  '</style></title></textarea><script>alert(1)</script>',
  '"><svg onload=alert(1)><text>x</text></svg>',
  "' onmouseover='alert(1)",
  'javascript:alert(1)',
  '<a href="javascript:alert(1)">click</a>',
  '<!-- <!doctype html> -->',
  '<meta http-equiv="refresh" content="0;url=http://evil.example">',
  '${7*7} &lt;b&gt; &amp;',
  'NUL \0 and turned text \u202e',
];

/** Every place a text of the input can reach: title, description, topic, subtopic, summary, claim, speaker, crux, ledger. */
export function hostileReport(text: string): ReportParts {
  const comments = [text, `${text} twice`, `Before. ${text}`].map((t, i) => ({
    id: `${text}${i}`,
    text: t,
    speaker: `${text}${i}`,
  }));
  const [first, second, third] = comments;
  if (!first || !second || !third) throw new Error('unreachable');
  const topic = oneTopic([first], text);
  const [subtopic] = topic.subtopics;
  subtopic?.claims[0]?.similar.push({ ...whole(third), start: 8, text });
  subtopic?.claims.push({ ...whole(second), similar: [] });
  const described = { title: text, description: text };
  return parts({
    ...described,
    topics: [
      {
        ...topic,
        ...described,
        subtopics: topic.subtopics.map((s) => ({ ...s, ...described, title: `${text} part` })),
      },
    ],
    summaries: [{ topic: 't', text }],
    cruxes: [
      {
        topic: 't',
        subtopic: 's',
        claim: 'claim',
        text,
        basis: 'polarity',
        agree: [first.speaker],
        disagree: [second.speaker],
        agreeCount: 1,
        disagreeCount: 1,
        controversy: 1,
        explanation: text,
      },
    ],
    comments,
    ledger: [{ input: text, outcome: 'failed', reason: text }],
    analyser: text,
  });
}
