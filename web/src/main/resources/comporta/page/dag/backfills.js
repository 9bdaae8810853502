// Backfills of a DAG, how far each is, and what can be done with it.
import { html, nothing } from 'lit-html';
import { deed } from '../api.js';
import { at } from '../router.js';
import { W, STATES } from '../look/words.en.js';
import { dayTime } from '../look/format.js';
import { awaited, empty, table, time } from '../parts/bits.js';
import { act } from '../parts/dialog.js';

const B = W.dag.backfill;
const OVER = ['done', 'cancelled'];

/** @param {import('../store.js').Entry} entry @param {any} dag */
export function backfills(entry, dag) {
  const mayBegin = dag.actions.some((/** @type {any} */ each) => each.verb === 'trigger');
  const begin = async () => (await import('../pages/backfill.js')).backfillDialog(dag);
  return html`${mayBegin ? html`<div class="pills"><button class="btn" @click=${begin}>${B.begin}…</button></div>` : nothing}${
    entry.data ? listed(entry.data.items, dag.dag_id, mayBegin) : awaited(entry)
  }`;
}

/** @param {any[]} items @param {string} dag @param {boolean} mayEnd */
const listed = (items, dag, mayEnd) =>
  items.length
    ? table(
        [B.backfill, B.state, B.progress, B.from, B.until, B.by, ''],
        items.map(each => [
          html`#${each.id}<br /><span class="low">${each.reason}</span>`,
          each.state,
          progress(each),
          dayTime(each.from),
          dayTime(each.until),
          html`${each.user}<br />${time(each.created_at)}`,
          mayEnd && !OVER.includes(each.state) ? deedsOf(each, dag) : ''
        ])
      )
    : empty(W.dag.noBackfills, B.text);

/** @param {any} each */
function progress(each) {
  const over = each.succeeded + each.failed + each.cancelled;
  const all = each.total - each.left_out;
  const active = each.active ? `, ${each.active} ${STATES.running}` : '';
  const failed = each.failed ? html` <span class="bad">${each.failed} ${STATES.failed}</span>` : nothing;
  return html`<progress max=${Math.max(1, all)} value=${over} aria-label=${B.done(over, all)}></progress><br /><span class="low"
      >${B.done(over, all)}${active}</span
    >${failed}`;
}

/** @param {any} each @param {string} dag */
function deedsOf(each, dag) {
  const button = (/** @type {string} */ verb, danger = false) => {
    const wish = deed(verb, B[verb], `${at('dags', dag, 'backfills', String(each.id))}/${verb}`, danger);
    return html`<button class="btn ${danger ? 'danger' : ''}" @click=${() => act(wish, B.one(each.id))}>${B[verb]}…</button>`;
  };
  return html`<span class="btns">${button(each.state === 'paused' ? 'resume' : 'pause')}${button('cancel', true)}</span>`;
}
