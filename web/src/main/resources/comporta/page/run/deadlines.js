// What a run has to keep, how likely it does, and how that came about.
import { html, nothing } from 'lit-html';
import { now } from '../clock.js';
import { withQuery } from '../router.js';
import { use } from '../store.js';
import { W } from '../look/words.en.js';
import { chance, duration, hm, ms, percent } from '../look/format.js';
import { awaited, empty, standing, table, tightest, time } from '../parts/bits.js';
import { series } from '../parts/series.js';

/** @param {any} run @param {string} base its path */
export function deadlines(run, base) {
  const entry = use(base + '/forecast');
  const forecast = entry.data;
  return html`${run.deadlines.length ? kept(run.deadlines) : empty('This run has no deadline.', 'deadline: in its DAG file gives it one.')}
  ${forecast?.history.length > 1 ? moved(run, forecast.history) : nothing}${forecast && !run.ended_at ? ahead(forecast) : nothing}${
    forecast ? html`<p class="pad hush">${calibrated(forecast.calibration)}</p>` : awaited(entry, 3)
  }`;
}

/** @param {any[]} all */
const kept = all =>
  table(
    ['Deadline', 'Of', 'State', '#Chance of being late', '#To spare', 'Latest safe start'],
    all.map(each => [
      time(each.due_at),
      each.task_id ?? 'the run',
      standing(each.status),
      chance(each.p_late),
      duration(each.slack_s),
      time(each.latest_safe_start)
    ])
  );

/** @param {any} forecast */
const ahead = forecast =>
  html`<h2 class="pad">Tasks ahead</h2>
    ${forecast.by_task.length ? tasksAhead(forecast.by_task) : html`<p class="pad hush">Nothing is ahead of it.</p>`}
    ${forecast.moved_by.length ? movedBy(forecast.moved_by) : nothing}`;

/** @param {any[]} tasks */
const tasksAhead = tasks =>
  table(
    ['Task', 'Likely', '9 in 10', '#Criticality', '#Slack', 'Latest safe start'],
    tasks.map(each => [
      html`<a data-instead href=${withQuery({ task: each.task_id })}>${each.task_id}</a>`,
      time(each.p50, true),
      each.p90 ? time(each.p90, true) : '',
      percent(each.criticality),
      duration(each.slack_s),
      time(each.latest_safe_start)
    ])
  );

/** @param {any[]} all */
const movedBy = all =>
  html`<h2 class="pad">What moved it</h2>
    <ul class="pad">
      ${all.map(each => html`<li>${hm(each.at)} ${each.text}: ${duration(each.delta_s)}</li>`)}
    </ul>`;

/** @param {any} calibration null: there is none */
const calibrated = calibration =>
  calibration
    ? `Of the last ${calibration.nights} nights ${calibration.within_p90} ended by the nine-in-ten time.`
    : 'No forecasts were kept of earlier nights.';

/** @param {any} run @param {any[][]} history of made_at, p50, p90, p_late */
function moved(run, history) {
  const due = tightest(run.deadlines.filter((/** @type {any} */ each) => each.scope === 'run'))?.due_at;
  const chart = series({
    title: `${W.dag.p50} … ${W.dag.p90}`,
    from: history[0][0],
    to: run.ended_at ?? now(),
    say: hm,
    band: history.map(each => [each[0], ms(each[1]), ms(each[2])]),
    lines: [
      { name: W.dag.p50, look: 'likely', points: history.map(each => [each[0], ms(each[1])]) },
      { name: W.dag.p90, look: 'edge', points: history.map(each => [each[0], ms(each[2])]) }
    ],
    level: due ? { y: ms(due), name: W.run.due } : undefined
  });
  return html`<h2 class="pad">${W.run.how}</h2>
    ${chart}`;
}
