/** The contents show where the reader is. */
export const SPY = `
const links = new Map(all('nav a').map((link) => [link.hash.slice(1), link]));
const inView = new Set();
const spy = new IntersectionObserver(
  (changes) => {
    for (const { target, isIntersecting } of changes) isIntersecting ? inView.add(target) : inView.delete(target);
    const current = [...links.keys()].findLast((id) => inView.has(document.getElementById(id)));
    for (const [id, link] of links) id === current ? link.setAttribute('aria-current', 'true') : link.removeAttribute('aria-current');
  },
  { rootMargin: '-15% 0px -80%' },
);
for (const id of links.keys()) {
  const part = document.getElementById(id);
  if (part) spy.observe(part);
}
`;
