/** The contents show where the reader is: the last part that begins at the top of the window, at its end the last one. */
export const SPY = `
const nav = document.querySelector('nav');
const parts = all('a', nav).map((link) => ({ link, part: document.getElementById(link.hash.slice(1)) }));
const AT_TOP_PX = 160;
function spy() {
  const atEnd = scrollY + innerHeight > document.documentElement.scrollHeight - 4;
  const line = atEnd ? innerHeight : AT_TOP_PX;
  const current = parts.findLast(({ part }) => part.getClientRects().length > 0 && part.getBoundingClientRect().top < line);
  for (const { link } of parts) link === current?.link ? link.setAttribute('aria-current', 'true') : link.removeAttribute('aria-current');
  if (current) nav.scrollTop = current.link.offsetTop - nav.clientHeight / 2;
}
let spying;
function spySoon() {
  cancelAnimationFrame(spying);
  spying = requestAnimationFrame(spy);
}
nav.classList.add('spied');
addEventListener('scroll', spySoon, { passive: true });
addEventListener('resize', spySoon);
spySoon();
`;
