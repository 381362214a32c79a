/**
 * Time as a share of the width. Where nothing happens for long, as while a run waits for a person, time is folded: the axis
 * breaks, and the pieces on both sides keep their scale.
 */

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Axis {
  /** From 0 to 1. */
  at(ms: number): number;
  readonly ticks: readonly { readonly share: number; readonly label: string }[];
  readonly breaks: readonly { readonly share: number; readonly width: number; readonly ms: number }[];
}

/** A gap is folded when it is longer than this share of all the rest. */
const FOLDED_ABOVE = 0.25;
const FOLD_WIDTH = 0.04;
const ALL_FOLDS = 0.3;
const TICKS = 6;
/** Labels of ticks that are nearer would meet. */
const TICK_DISTANCE = 0.09;
const STEPS_S = [
  0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400,
];

interface Piece extends Span {
  readonly isFold: boolean;
}

/** @param busy when something happened; the axis goes from the start of `whole` to its end. */
export function axisOf(busy: readonly Span[], whole: Span): Axis {
  const pieces = piecesOf(busy, whole);
  const folds = pieces.filter((piece) => piece.isFold).length;
  const foldWidth = folds === 0 ? 0 : Math.min(FOLD_WIDTH, ALL_FOLDS / folds);
  const openMs = pieces.reduce((sum, { isFold, from, to }) => sum + (isFold ? 0 : to - from), 0);
  const scale = (1 - folds * foldWidth) / Math.max(1, openMs);
  let share = 0;
  const placed = pieces.map((piece) => {
    const width = piece.isFold ? foldWidth : (piece.to - piece.from) * scale;
    share += width;
    return { ...piece, share: share - width, width };
  });
  const at = (ms: number): number => {
    const piece = placed.find(({ to }) => ms <= to) ?? placed.at(-1);
    if (!piece || piece.to === piece.from) return piece?.share ?? 0;
    return Math.min(1, Math.max(0, piece.share + ((ms - piece.from) / (piece.to - piece.from)) * piece.width));
  };
  const breaks = placed.filter(({ isFold }) => isFold);
  return {
    at,
    ticks: ticksOf(placed, whole.from, openMs),
    breaks: breaks.map((piece) => ({ share: piece.share, width: piece.width, ms: piece.to - piece.from })),
  };
}

/** What overlaps or touches becomes one. */
function merged(spans: readonly Span[]): Span[] {
  const whole: { from: number; to: number }[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = whole.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else whole.push({ from, to });
  }
  return whole;
}

/** How long at least one of them went on. */
export const busyMs = (spans: readonly Span[]): number =>
  merged(spans).reduce((sum, { from, to }) => sum + to - from, 0);

/** Work and the gaps between, in order. */
function piecesOf(busy: readonly Span[], whole: Span): Piece[] {
  const longest = Math.max(1000, busyMs(busy) * FOLDED_ABOVE);
  const ends = [whole.from, whole.to].map((ms) => ({ from: ms, to: ms }));
  const spans = merged([...busy, ...ends]);
  return spans.flatMap((span, i) => {
    const before = spans[i - 1]?.to ?? span.from;
    const gap = { from: before, to: span.from, isFold: span.from - before > longest };
    return [...(gap.to > gap.from ? [gap] : []), { ...span, isFold: false }];
  });
}

function ticksOf(placed: readonly (Piece & { share: number; width: number })[], start: number, openMs: number) {
  const stepMs = (STEPS_S.find((step) => step * 1000 * TICKS >= openMs) ?? 86_400) * 1000;
  const ticks: { share: number; label: string }[] = [];
  for (const { isFold, from, to, share, width } of placed) {
    if (isFold || to === from) continue;
    for (let ms = Math.ceil((from - start) / stepMs) * stepMs; ms <= to - start; ms += stepMs) {
      const place = share + ((ms + start - from) / (to - from)) * width;
      const last = ticks.at(-1);
      if (!last || place - last.share >= TICK_DISTANCE) ticks.push({ share: place, label: labelOf(ms, stepMs) });
    }
  }
  return ticks;
}

/** Time since the start, as a stopwatch shows it. */
function labelOf(ms: number, stepMs: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(stepMs < 1000 ? (stepMs < 100 ? 2 : 1) : 0)} s`;
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0');
  const days = ms >= 86_400_000 ? `${Math.floor(ms / 86_400_000)} d ` : '';
  return `${days}${two((ms / 3_600_000) % 24)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}`;
}
