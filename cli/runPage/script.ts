/**
 * Filters the ledger. Everything else of the page needs no script. The same in every page (the policy names it by its hash);
 * texts of the run it only compares and sets as text.
 */
export const SCRIPT = `(() => {
'use strict';
const source = document.getElementById('rows');
if (!source) return;
const { shown, outcomes, reasons, rows } = JSON.parse(source.textContent);
const form = document.getElementById('filter');
const found = document.getElementById('found');
const more = document.getElementById('more');
const body = document.querySelector('.rows tbody');
const plain = (text) => text.normalize('NFD').replace(/\\p{M}/gu, '').toLowerCase();
const plainReasons = reasons.map(plain);
const number = (n) => n.toLocaleString('en-GB');
let matches = rows;
let limit = shown;

function cell(name, text, attributes) {
  const element = document.createElement(name);
  element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function line([input, outcome, reason]) {
  const { outcome: word, sign, tone } = outcomes[outcome];
  const row = document.createElement('tr');
  const head = cell('th', '', { scope: 'row' });
  head.append(cell('bdi', input, {}));
  row.append(cell('td', sign + ' ' + word, { class: tone }), head, cell('td', reasons[reason], { dir: 'auto' }));
  return row;
}

function show(from) {
  const lines = matches.slice(from, limit).map(line);
  if (from === 0) body.replaceChildren(...lines);
  else body.append(...lines);
  more.hidden = matches.length <= limit;
  found.textContent = matches.length === 0 ? 'no row matches' : number(Math.min(limit, matches.length)) + ' shown of ' + number(matches.length);
  return lines[0];
}

function apply() {
  const wanted = new FormData(form);
  const words = plain(wanted.get('q')).split(/\\s+/).filter(Boolean);
  const outcome = outcomes.findIndex((one) => one.outcome === wanted.get('outcome'));
  matches = rows.filter(
    (row) =>
      (outcome < 0 || row[1] === outcome) &&
      words.every((word) => plainReasons[row[2]].includes(word) || plain(row[0]).includes(word)),
  );
  limit = shown;
  show(0);
}

let waiting;
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('input', () => {
  clearTimeout(waiting);
  waiting = setTimeout(apply, 80);
});
more.addEventListener('click', () => {
  const from = limit;
  limit += 1000;
  const first = show(from);
  first?.setAttribute('tabindex', '-1');
  first?.focus();
});
form.hidden = false;
apply();
})();`;
