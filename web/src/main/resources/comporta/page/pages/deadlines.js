// Deadlines of a night, the likeliest to be late first.
import { html } from 'lit-html';
import { at, withQuery } from '../router.js';
import { W } from '../look/words.en.js';
import { chance, dateAfter, dayTime, duration, evening, ms, near, percent } from '../look/format.js';
import { empty, standing, table, time } from '../parts/bits.js';
import { FOLLOWING, listed, runAddress, sheet } from '../parts/sheet.js';

const A = W.admin;

/** Of earlier nights so many are shown. */
const KEPT = 60;

/** @param {import('../router.js').Route} first @returns {import('../app.js').Page} */
export function open(first) {
  let route = first;
  const view = () => {
    const night = route.query.get('night');
    const path = '/deadlines' + (night ? '?night=' + encodeURIComponent(night) : '');
    return sheet(
      A.deadlines,
      listed(path, A.deadlines, ofNight, () => false)
    );
  };
  return {
    ...FOLLOWING,
    title: () => A.deadlines.title,
    view,
    moved: next => {
      route = next;
      return true;
    }
  };
}

/** @param {any} data */
const ofNight = data =>
  html`${nights(data.date)}${data.items.length ? table(COLUMNS, data.items.map(row)) : empty(A.deadlines.empty, A.deadlines.text)}`;

/** @param {string} date */
const nights = date =>
  html`<div class="pills">
    <a data-instead href=${withQuery({ night: dateAfter(date, -1) })} aria-label=${A.prev}>‹</a><b>${W.night.of(evening(date))}</b
    ><a data-instead href=${withQuery({ night: dateAfter(date, 1) })} aria-label=${A.next}>›</a>
  </div>`;

const COLUMNS = ['Due', 'Run', 'State', '#Chance of being late', '#Likely', '#To spare', 'Start at the latest', 'Earlier nights', 'Owner'];

const row = (/** @type {any} */ each) => [
  time(each.due_at),
  dueOf(each),
  standing(each.run_id || each.status !== 'on_time' ? each.status : 'to_come'),
  chance(each.p_late),
  each.slack_s == null ? '' : time(ms(each.due_at) - each.slack_s * 1000, true),
  duration(each.slack_s),
  each.latest_starts.slice(0, 3).map((/** @type {any} */ start) => html`${start.task_id} ${time(start.at)}<br />`),
  each.history.length ? history(each.history) : '',
  each.owner
];

/** What is due: a run, a task of one, or a run that has not begun. @param {any} each */
const dueOf = each =>
  each.run_id
    ? html`<a class="name" href=${runAddress(each, '/deadlines')}>${each.dag_id}${each.task_id ? ` / ${each.task_id}` : ''}</a>`
    : html`<a class="name" href=${at('dags', each.dag_id)}>${each.dag_id}</a>
        <small class="low">${W.night.line.begins(near(each.begins_at))}</small>`;

/** @param {any[]} kept */
const history = kept =>
  html`<span class="strip">${kept.slice(0, KEPT).toReversed().map(oneNight)}</span>
    ${percent(kept.filter(each => each.met).length / kept.length)}`;

/** @param {any} night */
function oneNight(night) {
  const look = night.met ? 'st-success fill-solid' : 'st-failed fill-stripes';
  const margin = night.margin_s == null ? '' : ', ' + duration(night.margin_s);
  return html`<span class="kept ${look}" title=${`${dayTime(night.date)}: ${night.met ? 'met' : 'missed'}${margin}`}></span>`;
}
