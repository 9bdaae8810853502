// What happened in a run, and what people did to it.
import { html, nothing } from 'lit-html';
import { may } from '../api.js';
import { withQuery } from '../router.js';
import { use } from '../store.js';
import { W } from '../look/words.en.js';
import { hms, ms, value } from '../look/format.js';
import { awaited, stateWord, table } from '../parts/bits.js';
import { idOf } from './tasks.js';

/** @typedef {{at: string, kind: string, of: string, what: unknown}} Event */

/** @param {import('../pages/run.js').Looked} looked what is looked at */
export function events(looked) {
  const entry = use(looked.base() + '/events?limit=1000');
  const subject = `dags/${looked.dag()}/runs/${looked.run()}`;
  const deeds = may('operator') ? (use('/audit?limit=500&subject=' + encodeURIComponent(subject)).data?.items ?? []) : [];
  if (!entry.data) {
    return awaited(entry);
  }
  const kind = looked.asked('kind');
  const all = [...entry.data.items.map(told), ...deeds.map((/** @type {any} */ each) => done(each, subject))];
  const shown = all.filter(each => !kind || each.kind === kind).sort((one, other) => ms(other.at) - ms(one.at));
  const rows = shown.map(each => [hms(each.at), each.of, each.what]);
  return html`<div class="pills">${['', ...Object.keys(W.run.kinds)].map(each => pill(each, each === kind))}</div>
    ${rows.length ? table(['When', 'Of', 'What'], rows) : html`<p class="pad hush">${W.run.noEvents}</p>`}`;
}

/** @param {string} kind @param {boolean} here */
const pill = (kind, here) =>
  html`<a data-instead href=${withQuery({ kind })} aria-current=${here ? 'true' : nothing}>${kind ? W.run.kinds[kind] : W.night.all}</a>`;

/** @param {any} each @returns {Event} */
const told = each => ({
  at: each.at,
  kind: each.kind,
  of: each.task_id ? idOf(each) : each.kind,
  what: each.data.state
    ? html`${stateWord(each.data.state, each.data.cause)} <span class="hush">${each.data.reason ?? ''}</span>`
    : html`<span class="mono">${value(each.data)}</span>`
});

/** @param {any} each entry of the audit @param {string} run as entries name it @returns {Event} */
const done = (each, run) => ({
  at: each.at,
  kind: 'deed',
  of: each.subject.slice(run.length + 1).replace(/^tasks\//, '') || 'run',
  what: html`<p>
    <a href=${'/audit?entry=' + each.seq}>${each.verb}</a> ${W.run.by(each.who)} <span class="hush">${each.why ?? ''}</span>
  </p>`
});
