// Elasticity: jobs that follow their deadlines with their CPUs, and of each when it will likely end and why its CPUs were changed.
import { html } from 'lit-html';
import { at } from '../router.js';
import { use } from '../store.js';
import { W } from '../look/words.en.js';
import { chance, hm, ms } from '../look/format.js';
import { awaited, table, time } from '../parts/bits.js';
import { series } from '../parts/series.js';
import { FOLLOWING, listed, nothingSaid, panel, runAddress, sheet } from '../parts/sheet.js';

const A = W.admin;
const E = A.elasticity;

/** @param {import('../router.js').Route} first @returns {import('../app.js').Page} */
export function open(first) {
  let route = first;
  return {
    ...FOLLOWING,
    title: () => E.title,
    view: () => sheet(E, route.args.id ? one(route.args.id) : listed('/elasticity', E, data => table(JOBS, data.items.map(job)))),
    moved: next => {
      route = next;
      return true;
    }
  };
}

const JOBS = ['Job', 'Run', '#CPUs', '#Least', '#Most'];

const job = (/** @type {any} */ each) => [
  html`<a class="name" href=${at('elasticity', each.job)}>${each.job}</a>`,
  html`<a href=${runAddress(each)}>${each.dag_id} / ${each.task_id}</a>`,
  each.cpus ?? '',
  each.min_cpus,
  each.max_cpus
];

/** @param {string} name of a job */
function one(name) {
  const entry = use(at('elasticity', name) + '/series?points=400');
  const told = entry.data;
  if (!told) {
    return html`<section class="panel">${awaited(entry)}</section>`;
  }
  return panel(
    name,
    html`${told.rows.length ? charts(told) : nothingSaid(E.noSeries)}
      <h2 class="pad">${E.moves}</h2>
      ${told.moves.length ? table(MOVES, told.moves.map(move)) : nothingSaid(E.noMoves)}`
  );
}

const MOVES = [A.when, '#CPUs', '#Late before', '#Late after', A.why, 'Became'];

const move = (/** @type {any} */ each) => [
  time(each.at),
  `${each.from_cpus} → ${each.to_cpus}`,
  chance(each.p_late_before),
  chance(each.p_late_after),
  each.why.text,
  each.outcome
];

/** Its likely end against the deadline, and its CPUs. @param {any} told */
function charts(told) {
  const [when, cpus, p50, p90] = ['at', 'cpus', 'p50', 'p90'].map(name => told.columns.indexOf(name));
  const range = { from: told.rows[0][when], to: told.rows.at(-1)[when] };
  /** @type {any[][]} */
  const ends = told.rows.filter((/** @type {any[]} */ row) => row[p50] && row[p90]);
  return html`${series({
    ...range,
    title: E.ends,
    say: hm,
    lines: [
      { name: W.dag.p50, look: 'likely', points: ends.map(row => [row[when], ms(row[p50])]) },
      { name: W.dag.p90, look: 'edge', points: ends.map(row => [row[when], ms(row[p90])]) }
    ],
    band: ends.map(row => [row[when], ms(row[p50]), ms(row[p90])]),
    level: told.deadline ? { y: ms(told.deadline), name: E.due } : undefined
  })}
  ${series({
    ...range,
    title: E.cpus,
    floor: 0,
    say: n => W.task.cpu(Number(n.toFixed(1))),
    lines: [{ name: E.cpus, look: 'steps', points: told.rows.map((/** @type {any[]} */ row) => [row[when], row[cpus]]) }],
    level: { y: told.max_cpus, name: W.task.most },
    marks: told.moves.map((/** @type {any} */ each) => ({ at: each.at, y: each.to_cpus, words: each.why.text }))
  })}`;
}
