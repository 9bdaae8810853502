// When a DAG runs next, and what became of the ticks that were.
import { html, nothing } from 'lit-html';
import { at } from '../router.js';
import { said } from '../look/cron.js';
import { W } from '../look/words.en.js';
import { dayTime, setDagZone, whole } from '../look/format.js';
import { awaited, table } from '../parts/bits.js';

/** @param {import('../store.js').Entry} entry @param {string} dag */
export function schedule(entry, dag) {
  const told = entry.data;
  if (!told) {
    return awaited(entry);
  }
  setDagZone(told.zone);
  const cron = told.schedule.args?.cron;
  return html`<p class="pad">
      <b>${said(told.schedule)}</b>${cron ? html` <code class="hush">${cron}</code>` : nothing}
      <span class="low">${W.dag.inZone(told.zone)}</span>
    </p>
    <h2 class="pad">${W.dag.nextTicks}</h2>
    ${told.next.length ? next(told.next) : html`<p class="pad hush">${W.dag.noTicks}</p>`}
    ${told.settled.length ? settled(told.settled, dag) : nothing}`;
}

/** @param {any[]} ticks */
const next = ticks =>
  table(
    ['When', 'In the zone of the DAG', 'Data from', 'to', ''],
    ticks.map(each => [
      whole(each.tick),
      html`<span class="mono">${each.local}</span>`,
      dayTime(each.interval_start),
      dayTime(each.interval_end),
      each.note ?? ''
    ])
  );

/** @param {any[]} ticks @param {string} dag */
const settled = (ticks, dag) =>
  html`<h2 class="pad">${W.dag.settled}</h2>
    ${table(
      ['Tick', 'Became', 'Run', 'Why'],
      ticks.map(each => [
        whole(each.tick),
        each.state,
        each.run_id ? html`<a href=${at('dags', dag, 'runs', each.run_id)}>${each.run_id}</a>` : '',
        each.reason ?? ''
      ])
    )}`;
