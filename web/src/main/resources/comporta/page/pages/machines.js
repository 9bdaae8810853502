// Machines: leases of node pools, agents of clusters, and what it costs tonight.
import { html, nothing } from 'lit-html';
import { use } from '../store.js';
import { W } from '../look/words.en.js';
import { duration, money } from '../look/format.js';
import { awaited, empty, sign, table, time } from '../parts/bits.js';
import { actions } from '../parts/dialog.js';
import { FOLLOWING, nothingSaid, panel, runAddress, sheet } from '../parts/sheet.js';

const M = W.admin.machines;

/** @returns {import('../app.js').Page} */
export const open = () => ({
  ...FOLLOWING,
  title: () => M.title,
  view: () => sheet(M, html`${panel(M.leases, leases())}${panel(M.agents, agents())}${panel(M.cost, cost())}`),
  moved: () => true
});

function leases() {
  const entry = use('/leases');
  if (!entry.data) {
    return awaited(entry);
  }
  return entry.data.items.length ? table(LEASES, entry.data.items.map(lease)) : empty(M.empty, M.text);
}

const LEASES = ['Node pool', 'State', '#Machines', 'Of', 'Open since', 'Given back by', '#' + M.soFar, '#' + M.perHour, ''];

const lease = (/** @type {any} */ each) => [
  html`${sign('pool')} <b>${each.node_pool}</b> <span class="hush">${each.slave_type} ${each.market ?? ''}</span>`,
  each.state,
  `${each.registered} of ${each.wanted}`,
  owner(each),
  time(each.opened_at),
  html`${time(each.ttl_at)}${each.kept ? kept(each.kept) : nothing}`,
  amount(each.cost?.so_far),
  amount(each.cost?.per_hour),
  html`<span class="btns">${actions(each.actions, each.node_pool)}</span>`
];

/** @param {any} lease */
const owner = ({ owner: { dag_id, run_id, task_id }, orphaned }) =>
  html`<a href=${runAddress({ dag_id, run_id })}>${dag_id}</a> /
    ${task_id}${orphaned ? html`<br /><span class="bad">${M.orphan}</span>` : nothing}`;

/** @param {{until: string, by?: string}} kept */
const kept = ({ until, by }) => html`<br /><span class="hush">kept until ${time(until)} ${by ?? ''}</span>`;

/** @param {any} sum */
const amount = sum => (sum ? money(sum) : M.unknown);

function agents() {
  const entry = use('/agents');
  if (!entry.data) {
    return awaited(entry, 2);
  }
  return entry.data.items.length ? table(AGENTS, entry.data.items.map(ofType)) : nothingSaid(M.noAgents);
}

const AGENTS = ['Slave type', '#Agents', '#CPUs used', '#Memory used', '#Draining', '#Tasks'];

const ofType = (/** @type {any} */ each) => [
  each.slave_type,
  each.agents,
  `${each.cpus_used} of ${each.cpus_total}`,
  `${Math.round(each.mem_used_mb)} of ${Math.round(each.mem_total_mb)} MB`,
  each.draining,
  each.tasks
];

function cost() {
  const entry = use('/cost?by=node_pool');
  if (!entry.data) {
    return awaited(entry, 2);
  }
  return entry.data.rows.length ? costs(entry.data) : nothingSaid(M.empty);
}

/** @param {any} told */
function costs(told) {
  const rows = told.rows.map((/** @type {any} */ each) => [each.key, duration(each.machine_s), duration(each.idle_s), amount(each.amount)]);
  const together = [html`<b>${M.total}</b>`, duration(told.machine_s), duration(told.idle_s), html`<b>${amount(told.total)}</b>`];
  return html`${table(['Node pool', '#Machine time', '#Idle', '#Cost'], [...rows, together])}
  ${told.missing.length ? nothingSaid(M.missing(told.missing.join(', '))) : nothing}${
    told.prices?.example ? html`<p class="pad low">${M.example}</p>` : nothing
  }`;
}
