// The machines that a run used, and what they cost.
import { use } from '../store.js';
import { W } from '../look/words.en.js';
import { duration, money } from '../look/format.js';
import { awaited, empty, table } from '../parts/bits.js';

/** @param {string} dag @param {string} run */
export function machines(dag, run) {
  const cost = use(`/cost?by=node_pool&run=${encodeURIComponent(dag + '/' + run)}`);
  if (!cost.data) {
    return awaited(cost);
  }
  if (!cost.data.rows.length) {
    return empty(W.admin.machines.empty, W.admin.machines.text);
  }
  return table(
    ['Node pool', '#Machine time', '#Idle', '#Cost'],
    cost.data.rows.map((/** @type {any} */ row) => [
      row.key,
      duration(row.machine_s),
      duration(row.idle_s),
      row.amount ? money(row.amount) : W.admin.machines.unknown
    ])
  );
}
