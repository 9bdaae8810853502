// Two runs side by side.
import { html, nothing } from 'lit-html';
import { at } from '../router.js';
import { use } from '../store.js';
import { W, STATES } from '../look/words.en.js';
import { dayTime, duration, ms } from '../look/format.js';
import { awaited, empty, forecastWords, glyph, stateWord } from '../parts/bits.js';

/** More seconds than this, and than a quarter, stand out. */
const MUCH = 5;

/** @param {number} one seconds @param {number} other */
const difference = (one, other) =>
  html`<span class=${other - one > Math.max(MUCH, one * 0.25) ? 'warn' : 'low'}>${other >= one ? '+' : ''}${duration(other - one)}</span>`;

/** @param {import('../router.js').Route} first @returns {import('../app.js').Page} */
export function open(first) {
  let route = first;
  const names = () => ['a', 'b'].map(each => (route.query.get(each) ?? '').split('/'));

  /** Seconds of work. @param {any} row */
  function worked(row) {
    const work = (row?.segments ?? []).filter((/** @type {any} */ each) => each.kind === 'work');
    return work.length
      ? work.reduce((/** @type {number} */ sum, /** @type {any} */ each) => sum + ms(each.to) - ms(each.from), 0) / 1000
      : null;
  }

  function view() {
    const runs = names();
    if (runs.some(each => each.length !== 2 || !each[0] || !each[1])) {
      return html`<h1 tabindex="-1">${W.compare.title}</h1>
        ${empty(W.compare.choose)}`;
    }
    const entries = runs.map(([dag, run]) => use(at('dags', dag, 'runs', run) + '/timeline?fold=none'));
    const [one, other] = entries.map(each => each.data);
    if (!one || !other) {
      return html`<h1 tabindex="-1">${W.compare.title}</h1>
        ${entries.map(each => awaited(each))}`;
    }
    const rows = new Map(
      [...one.rows, ...other.rows]
        .filter((/** @type {any} */ row) => row.kind !== 'group')
        .map((/** @type {any} */ row) => [row.id, row.label])
    );
    const of = (/** @type {any} */ data) => new Map(data.rows.map((/** @type {any} */ row) => [row.id, row]));
    const [left, right] = [of(one), of(other)];
    const cell = (/** @type {any} */ row) =>
      row ? html`${glyph(row.state, row.cause)} ${duration(worked(row)) || STATES[row.state]}` : html`<span class="low">–</span>`;
    return html`<h1 tabindex="-1">${W.compare.title}</h1>
      <div class="two">
        ${[one, other].map(
          data =>
            html`<section class="panel">
              <header>
                <h2>
                  <a href=${at('dags', data.run.dag_id, 'runs', data.run.run_id)}>${data.run.dag_id}, ${dayTime(data.run.logical_date)}</a>
                </h2>
              </header>
              <p class="pad">${stateWord(data.run.state, data.run.cause)}. ${forecastWords(data.run)}</p>
            </section>`
        )}
      </div>
      <section class="panel">
        <div class="wide" tabindex="0" role="region" aria-label=${W.compare.title}>
          <table>
            <thead>
              <tr>
                <th scope="col">${W.compare.task}</th>
                <th scope="col">${dayTime(one.run.logical_date)}</th>
                <th scope="col">${dayTime(other.run.logical_date)}</th>
                <th scope="col" class="num">${W.compare.difference}</th>
              </tr>
            </thead>
            <tbody>
              ${[...rows].map(([id, label]) => {
                const [a, b] = [worked(left.get(id)), worked(right.get(id))];
                return html`<tr>
                  <td>${label}</td>
                  <td>${cell(left.get(id))}</td>
                  <td>${cell(right.get(id))}</td>
                  <td class="num">${a != null && b != null ? difference(a, b) : nothing}</td>
                </tr>`;
              })}
            </tbody>
          </table>
        </div>
      </section>`;
  }

  return {
    title: () => W.compare.title,
    view,
    moved: next => {
      route = next;
      return true;
    }
  };
}
