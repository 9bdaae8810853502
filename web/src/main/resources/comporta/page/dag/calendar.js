// The days of a year, each in the colour of the worst that became of a DAG's runs in it.
import { html, nothing } from 'lit-html';
import { withQuery } from '../router.js';
import { W, STATES, count } from '../look/words.en.js';
import { duration } from '../look/format.js';
import { awaited, fillOf, stateWord, table } from '../parts/bits.js';

const DAY = 86_400_000;

/** @param {import('../store.js').Entry} entry @param {number} year */
export function calendar(entry, year) {
  return html`<div class="pills">
      <a data-instead href=${withQuery({ year: String(year - 1) })}>‹ ${year - 1}</a><b>${year}</b
      ><a data-instead href=${withQuery({ year: String(year + 1) })}>${year + 1} ›</a>
    </div>
    ${entry.data ? html`${squares(entry.data.days, year)}${list(entry.data.days)}` : awaited(entry)}`;
}

/** @param {any[]} days @param {number} year */
function squares(days, year) {
  const known = new Map(days.map(each => [each.date, each]));
  const dates = datesOf(year);
  /** Days of its first week that are of the year before. */
  const blank = (new Date(Date.UTC(year, 0, 1)).getUTCDay() + 6) % 7;
  const place = (/** @type {number} */ i) => `--w:${Math.floor((i + blank) / 7) + 2};--d:${((i + blank) % 7) + 2}`;
  const month = (/** @type {string} */ date, /** @type {number} */ i) =>
    date.endsWith('-01')
      ? html`<span .style=${`--w:${Math.floor((i + blank + 6) / 7) + 2};--d:1`}>${W.dag.months[Number(date.slice(5, 7)) - 1]}</span>`
      : nothing;
  return html`<div class="year" role="img" tabindex="0" aria-label=${`${W.dag.year} ${year}: ${count(days.length, 'day')} with runs`}>
    ${W.dag.weekdays.map((each, i) => html`<span .style=${`--w:1;--d:${i + 2}`}>${each}</span>`)}${dates.map(month)}
    ${dates.map((date, i) => square(date, known.get(date), place(i)))}
  </div>`;
}

/** @param {number} year */
function datesOf(year) {
  const dates = [];
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += DAY) {
    dates.push(new Date(at).toISOString().slice(0, 10));
  }
  return dates;
}

/** @param {string} date @param {any} each what was on that day, if anything was @param {string} place */
function square(date, each, place) {
  const look = each ? `st-${each.worst} fill-${fillOf(each.worst)} ${each.margin_s < 0 ? 'over' : ''}` : '';
  return html`<i class=${look} title=${each ? words(each) : date} .style=${place}></i>`;
}

/** @param {any} each */
const words = each =>
  [
    `${each.date}: ${count(each.runs, 'run')}`,
    STATES[each.worst],
    each.margin_s == null ? '' : W.night.toSpare(duration(each.margin_s)),
    each.missed ? `${each.missed} ${STATES.missed}` : ''
  ]
    .filter(Boolean)
    .join(', ');

/** @param {any[]} days */
const list = days =>
  html`<details class="pad">
    <summary>As a table</summary>
    ${table(
      ['Date', '#Runs', 'Worst', '#To spare', '#Missed', '#Skipped'],
      days.map(each => [each.date, each.runs, stateWord(each.worst), duration(each.margin_s), each.missed, each.skipped])
    )}
  </details>`;
