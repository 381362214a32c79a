import fc from 'fast-check';
import type { LedgerEntry } from '../../../../activities/report/model';
import { buildReport } from '../../../../activities/report/render/report';
import { oneTopic, parts, reportParts, whole } from './trees';

describe('the audit log', () => {
  it('names every input exactly once, and its sums match', () => {
    fc.assert(
      fc.property(reportParts, (given) => {
        const log = buildReport(given).auditLog;
        expect(log?.entries.map((e) => e.commentId)).toEqual(given.ledger.map((e) => e.input));
        expect(log?.inputCommentCount).toBe(given.ledger.length);
        const sum = Object.values(log?.summary ?? {}).reduce((total, n) => total + n, 0);
        expect(sum).toBe(given.ledger.length);
        const rejected = log?.entries.filter((e) => e.action === 'rejected') ?? [];
        expect(rejected.filter((e) => !e.reason)).toEqual([]);
      }),
    );
  });

  it('tells where each input ended', () => {
    const comments = ['Buses must run later', 'Later buses!', 'Hello'].map((text, i) => ({
      id: `c${i}`,
      text,
      speaker: 'Ana',
    }));
    const [first, second] = comments;
    if (!first || !second) throw new Error('unreachable');
    const topic = oneTopic([first]);
    topic.subtopics[0]?.claims[0]?.similar.push(whole(second));
    const ledger: LedgerEntry[] = [
      { input: 'c0', outcome: 'ok' },
      { input: 'c1', outcome: 'ok' },
      { input: 'c2', outcome: 'failed', reason: 'the model refused' },
      { input: 'row 4', outcome: 'skipped', reason: 'empty comment' },
      { input: 'row 5', outcome: 'skipped', reason: 'duplicate id: row 1' },
    ];
    const log = buildReport(parts({ topics: [topic], comments, ledger })).auditLog;
    expect(log?.entries).toEqual([
      { commentId: 'c0', outcome: 'ok', step: 'claims_extraction', action: 'accepted', claimIds: ['claim-c0'] },
      {
        commentId: 'c1',
        outcome: 'ok',
        step: 'deduplication',
        action: 'deduplicated',
        claimIds: ['claim-c1'],
        primaryClaimId: 'claim-c0',
      },
      {
        commentId: 'c2',
        outcome: 'failed',
        step: 'claims_extraction',
        action: 'rejected',
        reason: 'the model refused',
      },
      {
        commentId: 'row 4',
        outcome: 'skipped',
        step: 'meaningfulness_filter',
        action: 'rejected',
        reason: 'empty comment',
      },
      {
        commentId: 'row 5',
        outcome: 'skipped',
        step: 'sanitization_filter',
        action: 'rejected',
        reason: 'duplicate id: row 1',
      },
    ]);
    expect(log).toMatchObject({ version: '1.0', finalQuoteCount: 2, modelName: 'builtin' });
  });
});
