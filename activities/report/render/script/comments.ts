/** The whole comment under its claim. Without this its link leads to the comment among all of them. */
export const COMMENTS = `
const commentOf = (claim) => {
  const link = claim.querySelector(':scope > .meta > .whole');
  return link ? document.getElementById(link.hash.slice(1)).querySelector('.words') : null;
};

/** Whether it was not shown before. */
function showComment(claim) {
  const link = claim.querySelector(':scope > .meta > .whole');
  if (!link || link.ariaExpanded === 'true') return false;
  const from = commentOf(claim);
  const quote = document.createElement('blockquote');
  for (const name of ['lang', 'dir']) if (from.hasAttribute(name)) quote.setAttribute(name, from.getAttribute(name));
  quote.append(...[...from.childNodes].map((node) => node.cloneNode(true)));
  const own = claim.querySelector('.words').textContent;
  const marks = all('mark', quote);
  if (marks.some((mark) => mark.textContent === own))
    for (const mark of marks) if (mark.textContent !== own) mark.replaceWith(mark.textContent);
  quote.normalize();
  link.parentElement.after(quote);
  link.ariaExpanded = 'true';
  return true;
}

function hideComment(claim) {
  const link = claim.querySelector(':scope > .meta > .whole');
  if (link.ariaExpanded !== 'true') return;
  link.ariaExpanded = 'false';
  link.parentElement.nextElementSibling.remove();
}

for (const link of all('.whole')) link.ariaExpanded = 'false';
addEventListener('click', (event) => {
  const link = event.target.closest?.('.whole');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const claim = link.closest('li');
  if (link.ariaExpanded === 'true') hideComment(claim);
  else showComment(claim);
});
`;
