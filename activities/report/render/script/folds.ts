/** What is folded opens when it is the target of a link, and for print; afterwards it is as it was. */
export const FOLDS = `
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

function unfold(element) {
  for (let at = element.parentElement; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
}

function goToTarget() {
  const target = document.getElementById(location.hash.slice(1));
  if (!target) return;
  if (target.closest('[hidden]') || getComputedStyle(target).display === 'none') clear();
  unfold(target);
  target.scrollIntoView();
}

let openedForPrint = [];
addEventListener('beforeprint', () => {
  openedForPrint = all('details:not([open])');
  for (const fold of openedForPrint) fold.open = true;
});
addEventListener('afterprint', () => {
  for (const fold of openedForPrint) fold.open = false;
});
`;
