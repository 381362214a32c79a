import { nameOf, type BeginReply, type ItemResult, type StepRecord } from '../../../redis';
import * as spec from '../spec';
import type { Answer, Now, RunState, StepName } from '../spec';
import type { Facts, Run, Server } from './server';

/** The specification of the run scripts, to be asked like a RunStore; `commit` may be another one. */
export function specRun(now: () => Now, commit = spec.commit): Pick<Server, 'run' | 'facts' | 'backup'> {
  let state = spec.emptyRun;
  /** One call of a script. */
  const call = <Args, Reply>(
    script: (state: RunState, now: Now, args: Args) => Answer<RunState, Reply>,
    args: Args,
  ): Promise<Reply> => {
    const answer = script(state, now(), args);
    state = answer.state;
    return Promise.resolve(answer.reply);
  };
  const run: Run = {
    begin: async (request) => beginReply(request, await call(spec.begin, { floor: 0, alone: false, ...request })),
    renew: (locks) => call(spec.renew, locks),
    record: (lock, entries) => call(spec.record, { ...lock, entries }),
    note: (lock, item) => call(spec.note, { ...lock, item }),
    async commit(request) {
      const { floor = 0, record, blobs } = request;
      const output = String(record.output);
      const reply = await call(commit, { ...request, floor, output, blobs: blobs.map(({ sha }) => sha) });
      return reply.word === 'committed' ? { word: 'committed', record: stored(request, reply.record) } : reply;
    },
    release: (request) => call(spec.release, request),
    async reset(step, { floor }) {
      await call(spec.reset, { step, raiseFloor: floor });
    },
    items: (step, keys) => Promise.resolve(keys.map((key) => itemOf(state, step, key))),
    putBlob(bytes) {
      const blob = nameOf(bytes);
      state = { ...state, blobs: [...state.blobs, blob.sha] };
      return Promise.resolve(blob);
    },
    dropBlob({ sha }) {
      state = { ...state, blobs: state.blobs.filter((name) => name !== sha) };
      return Promise.resolve();
    },
  };
  const backup = () => {
    const kept = state;
    return () => void (state = kept);
  };
  return { run, facts: () => Promise.resolve(factsOf(state, now())), backup };
}

/** The record as a RunStore writes it; the body is the one of drive.ts. */
function stored({ step, hash }: StepName, { gen, owner, output }: spec.StepRecord): StepRecord {
  return { gen, output, durationMs: 1, attempt: 1, step, hash, owner };
}

function beginReply(name: StepName, reply: spec.BeginReply): BeginReply {
  if (reply.word === 'committed') return { word: 'committed', record: stored(name, reply.record) };
  if (reply.word !== 'acquired') return reply;
  const { previous, notes, ...rest } = reply;
  return { ...rest, notes: [...notes], ...(previous && { previous: stored(name, previous) }) };
}

function itemOf(state: RunState, step: string, key: string): ItemResult | null {
  const item = state.items[step]?.[key];
  const isOpen = !item || (item.outcome !== 'ok' && item.token < (state.floors[step] ?? 0));
  return isOpen ? null : { outcome: item.outcome, value: item.value };
}

function factsOf(state: RunState, now: Now): Facts {
  const names = Object.keys(state.steps).map((field): StepName => {
    const [step = '', hash = ''] = field.split(':');
    return { step, hash };
  });
  return {
    records: names.flatMap((name) => {
      const record = spec.visibleRecord(state, name, 0);
      return record ? [stored(name, record)] : [];
    }),
    counters: names.map((name) => {
      const { failed, starts } = spec.stepOf(state, name);
      return { ...name, failed, starts: starts.length };
    }),
    locks: names.flatMap((name) => {
      const lock = spec.live(spec.stepOf(state, name).lock, now);
      if (!lock) return [];
      const { expiresAtMs, ...fact } = lock;
      return [{ ...name, ...fact, pttlMs: expiresAtMs - now.ms }];
    }),
  };
}
