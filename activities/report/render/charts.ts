import { html, type Html } from '../../../render/escape';

const width = (share: number): string => (Math.min(1, Math.max(0, share)) * 100).toFixed(2);

/** A bar whose length is a share of the longest. The number stands beside it as text, so it is hidden from readers. */
export function shareBar(share: number): Html {
  return html`<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">
    <rect class="track" width="100" height="4" />
    <rect class="fill" width="${width(share)}" height="4" />
  </svg>`;
}

/** Disagreement grows to the left of the middle, agreement to the right; each half is the whole group. */
export function divergingBar(agreeShare: number, disagreeShare: number, label: string): Html {
  const left = width(disagreeShare);
  return html`<svg class="diverging" viewBox="0 0 200 10" preserveAspectRatio="none" role="img" aria-label="${label}">
    <rect class="track" width="200" height="10" />
    <rect class="no" x="${(100 - Number(left)).toFixed(2)}" width="${left}" height="10" />
    <rect class="yes" x="100" width="${width(agreeShare)}" height="10" />
    <rect class="middle" x="99.7" width="0.6" height="10" />
  </svg>`;
}
