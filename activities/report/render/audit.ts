/** The audit log: what became of every input, once each, told in the steps and actions the report format knows. */
import { shortHash } from '../hash';
import type { Comment, LedgerEntry, SortedTopic } from '../model';
import type { AuditEntry, AuditLog } from '../report-schema';

type Fate = { claims: string[]; primaryOf: string | undefined; isPrimary: boolean };

/** Where each comment ended up in the tree: with claims of its own, or only under the claims of others. */
function fates(topics: readonly SortedTopic[]): Map<string, Fate> {
  const byComment = new Map<string, Fate>();
  const note = (comment: string, claim: string, primary?: string): void => {
    const fate = byComment.get(comment) ?? { claims: [], primaryOf: primary, isPrimary: false };
    fate.claims.push(claim);
    fate.isPrimary ||= primary === undefined;
    byComment.set(comment, fate);
  };
  for (const claim of topics.flatMap((t) => t.subtopics.flatMap((s) => s.claims))) {
    note(claim.comment, claim.id);
    for (const similar of claim.similar) note(similar.comment, similar.id, claim.id);
  }
  return byComment;
}

/** Load refuses for many reasons; only "nothing was said" is the format's meaningfulness filter. */
const saysNothing = (reason: string | undefined): boolean =>
  /^(?:empty|no answer|emoji only|a number only|an address only|a test)/.test(reason ?? '');

function auditEntry(entry: LedgerEntry, fate: Fate | undefined, wasRead: boolean): AuditEntry {
  const common = {
    commentId: entry.input,
    outcome: entry.outcome,
    ...(entry.reason === undefined ? {} : { reason: entry.reason }),
  };
  if (fate?.isPrimary) return { step: 'claims_extraction', action: 'accepted', ...common, claimIds: fate.claims };
  if (fate) {
    const primary = fate.primaryOf === undefined ? {} : { primaryClaimId: fate.primaryOf };
    return { step: 'deduplication', action: 'deduplicated', ...common, claimIds: fate.claims, ...primary };
  }
  if (wasRead) return { step: 'claims_extraction', action: 'rejected', reason: 'no claim found', ...common };
  return {
    step: saysNothing(entry.reason) ? 'meaningfulness_filter' : 'sanitization_filter',
    action: 'rejected',
    ...common,
  };
}

/**
 * Builds the audit log from the ledger. `createdAt` is the epoch, as in reproducible archives: the log is a function of
 * the input, and the moment of the run stands in the report's `date`.
 */
export function auditLogOf(o: {
  topics: readonly SortedTopic[];
  comments: ReadonlyMap<string, Comment>;
  ledger: readonly LedgerEntry[];
  analyser: string;
}): AuditLog {
  const byComment = fates(o.topics);
  const entries = o.ledger.map((e) => auditEntry(e, byComment.get(e.input), o.comments.has(e.input)));
  const rejectedAt = (step: AuditEntry['step']): number =>
    entries.filter((e) => e.step === step && e.action === 'rejected').length;
  return {
    version: '1.0',
    reportId: shortHash('report', JSON.stringify(entries), JSON.stringify(o.topics)),
    createdAt: new Date(0).toISOString(),
    inputCommentCount: o.ledger.length,
    finalQuoteCount: [...byComment.values()].reduce((sum, fate) => sum + fate.claims.length, 0),
    modelName: o.analyser,
    entries,
    summary: {
      rejectedBySanitization: rejectedAt('sanitization_filter'),
      rejectedByMeaningfulness: rejectedAt('meaningfulness_filter'),
      rejectedByClaimsExtraction: rejectedAt('claims_extraction'),
      deduplicated: entries.filter((e) => e.action === 'deduplicated').length,
      accepted: entries.filter((e) => e.action === 'accepted').length,
    },
  };
}
