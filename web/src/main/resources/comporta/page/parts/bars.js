// Bars on a time axis. The axis is linear in real time; the labels follow the clock of the chosen zone.
import { html, nothing, svg } from 'lit-html';
import { hm, ms, offset, offsetMinutes, day } from '../look/format.js';
import { now } from '../clock.js';
import { go, withQuery } from '../router.js';
import { silentSince } from '../live.js';
import { STATES, W } from '../look/words.en.js';
import { fillOf } from './bits.js';

const STEPS = [1, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440];
const MINUTE = 60_000;
/** Per cent: a tick before it has its label behind its place, as there is no room around it. */
const BEGIN = 4;
/** Per cent: nearer than that the label of such a tick would run into the next. */
const FIRST = 9;
/** Of work, by the fill of its state. */
const LOOKS = { solid: 'fill-solid', stripes: 'fill-stripes', hollow: 'thin fill-hollow', line: 'line fill-solid' };
const RULE = 'linear-gradient(var(--line), var(--line))';

/** @typedef {{from: number, to: number, x: (at: any) => number, ticks: {x: number, label: string}[], ruled?: string}} Axis */

/** @param {number} from @param {number} to @param {number} [most] ticks @returns {Axis} */
export function axis(from, to, most = 12) {
  const length = Math.max(1000, to - from);
  const x = (/** @type {any} */ at) => ((ms(at) - from) / length) * 100;
  const ticks = [];
  if (length < 4 * MINUTE) {
    const step = [1, 5, 10, 15, 30, 60].find(each => length / 1000 / each <= most) ?? 60;
    for (let at = Math.ceil(from / 1000 / step) * step * 1000; at < to; at += step * 1000) {
      ticks.push({ x: x(at), label: step < 60 ? hm(at) + ':' + String(new Date(at).getUTCSeconds()).padStart(2, '0') : hm(at) });
    }
    return { from, to: from + length, x, ticks };
  }
  const step = (STEPS.find(each => length / MINUTE / each <= most) ?? 1440) * MINUTE;
  const seen = new Set();
  let zoneThen = offsetMinutes(from);
  let at = Math.ceil((from + zoneThen * MINUTE) / step) * step - zoneThen * MINUTE;
  while (at < to) {
    const zoneNow = offsetMinutes(at);
    if (zoneNow !== zoneThen) {
      // the clocks were changed: full hours stay full hours, and the one that comes twice says which it is
      at = step > 60 * MINUTE ? at - (zoneNow - zoneThen) * MINUTE : at;
      zoneThen = zoneNow;
    }
    const label = hm(at);
    ticks.push({
      x: x(at),
      label: step >= 1440 * MINUTE ? day(at) : seen.has(label) && length < 25 * 60 * MINUTE ? `${label} ${offset(at)}` : label
    });
    seen.add(label);
    at += step;
  }
  return { from, to: from + length, x, ticks };
}

/** Places an element; style attributes are forbidden, properties are not. @param {number} x @param {number} [w] per cent */
export const place = (x, w) => `--x:${x.toFixed(3)}%` + (w === undefined ? '' : `;--w:${Math.max(0, w).toFixed(3)}%`);

/**
 * A stretch of the axis is drawn over with the pointer, and shown then; `+`, `−` and the wheel do the same.
 * @param {PointerEvent} event @param {Axis} a @param {(from: number, to: number) => void} done
 */
export function brush(event, a, done) {
  const head = /** @type {HTMLElement} */ (event.currentTarget);
  const mark = /** @type {HTMLElement} */ (head.querySelector('.brush'));
  const box = head.getBoundingClientRect();
  const share = (/** @type {PointerEvent} */ e) => Math.max(0, Math.min(1, (e.clientX - box.left) / box.width));
  const begin = share(event);
  if (event.button !== 0) {
    return;
  }
  head.setPointerCapture(event.pointerId);
  head.onpointermove = e => {
    mark.style.setProperty('--x', Math.min(begin, share(e)) * 100 + '%');
    mark.style.setProperty('--w', Math.abs(share(e) - begin) * 100 + '%');
  };
  head.onpointerup = head.onpointercancel = e => {
    head.onpointermove = head.onpointerup = head.onpointercancel = null;
    mark.style.setProperty('--w', '0%');
    const [from, to] = [Math.min(begin, share(e)), Math.max(begin, share(e))];
    if (e.type === 'pointerup' && to - from > 0.01) {
      done(a.from + from * (a.to - a.from), a.from + to * (a.to - a.from));
    }
  };
}

/** A stretch of time is shown, and stands in the address. @param {number} from @param {number} to */
export const show = (from, to) => go(withQuery({ from: new Date(from).toISOString(), to: new Date(to).toISOString() }), true);

/** More or less of it around now, if that can be seen. @param {Axis} a @param {number} factor below 1: closer */
export function zoom(a, factor) {
  const middle = now() > a.from && now() < a.to ? now() : (a.from + a.to) / 2;
  show(middle - (middle - a.from) * factor, middle + (a.to - middle) * factor);
}

/** Up to when it is known what happened: the line of now stands still while the server is not heard. */
const known = () => silentSince() || now();

/** The head of the axis. @param {Axis} a @param {any} [due] @param {(from: number, to: number) => void} [zoomed] */
export function axisHead(a, due, zoomed) {
  const at = known();
  const isNear = (/** @type {number} */ x) => (isInside(at, a) && Math.abs(x - a.x(at)) < 4) || (due && Math.abs(x - a.x(due)) < 6);
  const runsIntoNext = (/** @type {number} */ x, /** @type {number} */ i) => x < BEGIN && (a.ticks[i + 1]?.x ?? 100) - x < FIRST;
  const hasRoom = (/** @type {number} */ x, /** @type {number} */ i) => x >= 1 && x <= 98 && !isNear(x) && !runsIntoNext(x, i);
  const label = (/** @type {{x: number, label: string}} */ tick) =>
    html`<span class=${tick.x < BEGIN ? 'first' : ''} .style=${place(tick.x)}>${tick.label}</span>`;
  const pressed = (/** @type {PointerEvent} */ e) => {
    if (zoomed) {
      brush(e, a, zoomed);
    }
  };
  return html`<div class="axis ${zoomed ? 'draws' : ''}" aria-hidden="true" @pointerdown=${pressed}>
    <i class="brush"></i>
    ${a.ticks.map((tick, i) => (hasRoom(tick.x, i) ? label(tick) : nothing))}
    ${isInside(at, a) ? html`<span class="at" .style=${place(a.x(at))}>${hm(at)}</span>` : nothing}
    ${isInside(due, a) ? html`<span class="by" .style=${place(a.x(due))}>${W.run.dueHead} ${hm(due)}</span>` : nothing}
  </div>`;
}

/** @param {any} at @param {Axis} a */
const isInside = (at, a) => Boolean(at) && a.x(at) > 0 && a.x(at) < 100;

/** Lines behind the bars. @param {Axis} a @param {any} [due] */
export function lines(a, due) {
  const at = known();
  a.ruled ??= ruled(a);
  return html`<span class="grid-lines" .style=${a.ruled}></span>
    ${isInside(at, a) ? html`<i class="now" .style=${place(a.x(at))}></i>` : nothing}
    ${isInside(due, a) ? html`<i class="due" .style=${place(a.x(due))}></i>` : nothing}`;
}

/** All lines as the background of one element: there may be a hundred rows. @param {Axis} a */
function ruled(a) {
  const places = a.ticks.map(tick => tick.x.toFixed(3) + '% 0');
  return `background-image:${a.ticks.map(() => RULE).join()};background-position:${places.join()}`;
}

/** What is predicted beyond what is due is late. @param {any} segment @param {number} due @returns {any[]} */
function parted(segment, due) {
  if (segment.kind !== 'predicted' || Number.isNaN(due) || ms(segment.p90 ?? segment.to) <= due) {
    return [segment];
  }
  const at = new Date(due).toISOString();
  const late = { ...segment, isLate: true };
  return ms(segment.to) <= due
    ? [
        { ...segment, p90: at },
        { ...late, from: segment.to, to: segment.to, tail: at }
      ]
    : [
        ...(ms(segment.from) < due ? [{ ...segment, to: at, p90: undefined }] : []),
        { ...late, from: ms(segment.from) < due ? at : segment.from }
      ];
}

/** @param {any[]} segments @param {Axis} a @param {any} [due] beyond it is late */
export const bar = (segments, a, due) =>
  segments
    .flatMap(each => parted(each, ms(due)))
    .filter(each => ms(each.p90 ?? each.to) > a.from && ms(each.from) < a.to)
    .map(each => piece(each, a));

/** @param {any} segment @param {Axis} a */
function piece(segment, a) {
  const from = Math.max(0, a.x(segment.from));
  const to = Math.min(100, a.x(segment.to));
  const state = colourOf(segment);
  const body = html`<i class="seg ${lookOf(segment)} st-${state}" .style=${place(from, to - from)}></i>`;
  if (segment.kind !== 'predicted' || !segment.p90) {
    return segment.tail ? nothing : body;
  }
  const begin = segment.tail ? Math.max(0, a.x(segment.tail)) : to;
  const tail = html`<i class="seg tail st-${state}" .style=${place(begin, Math.min(100, a.x(segment.p90)) - begin)}></i>`;
  return segment.tail ? tail : [body, tail];
}

/** The state whose colour a stretch has. @param {any} segment */
function colourOf(segment) {
  if (segment.isLate) {
    return 'failed';
  }
  return segment.kind === 'predicted' && segment.state === 'success' ? 'running' : segment.state;
}

/** Full or thin, and how it is filled. @param {any} segment */
function lookOf(segment) {
  switch (segment.kind) {
    case 'predicted':
      return 'guess';
    case 'wait':
      return 'thin fill-hollow';
    case 'transition':
      return 'fill-stripes';
    default:
      return LOOKS[fillOf(segment.state)];
  }
}

/** @param {any[]} deadlines @param {Axis} a */
export const flags = (deadlines, a) =>
  deadlines
    .filter(each => each && a.x(each.due_at) >= 0 && a.x(each.due_at) <= 100)
    .map(each => html`<i class="flag ${each.status}" title=${`${W.legend.due} ${hm(each.due_at)}`} .style=${place(a.x(each.due_at))}></i>`);

/** Where something was expected, or has to be at the latest. @param {any} from @param {any} to @param {Axis} a */
export function ghost(from, to, a) {
  if (!from || !to || a.x(to) <= 0 || a.x(from) >= 100) {
    return nothing;
  }
  const begin = Math.max(0, a.x(from));
  return html`<i class="ghost" .style=${place(begin, Math.max(0.3, Math.min(100, a.x(to)) - begin))}></i>`;
}

/** The stretches of a bar in words, the last few of them. @param {any[]} segments */
export const told = segments =>
  html`<ul class="told-by">
    ${segments.slice(-6).map(toldOf)}
  </ul>`;

/** @param {any} segment */
function toldOf(segment) {
  const isPredicted = segment.kind === 'predicted';
  const name = isPredicted ? W.legend.soon : (STATES[segment.state] ?? segment.state);
  const tried = segment.try_number > 1 ? ` (${W.task.tryOf(segment.try_number)})` : '';
  const until = (isPredicted ? '≈ ' : '') + hm(segment.to) + (segment.p90 ? W.forecast.nine(hm(segment.p90)) : '');
  const state = isPredicted && segment.state === 'success' ? 'running' : segment.state;
  return html`<li><i class="key ${keyOf(segment)} st-${state}"></i>${name}${tried} ${hm(segment.from)} – ${until}</li>`;
}

/** The look of a stretch where it stands for itself. @param {any} segment */
function keyOf(segment) {
  switch (segment.kind) {
    case 'predicted':
      return 'guess-key';
    case 'wait':
      return 'fill-hollow';
    case 'transition':
      return 'fill-stripes';
    default:
      return 'fill-' + fillOf(segment.state);
  }
}

/** @param {any} step of the critical path @param {Axis} a */
export function rail(step, a) {
  const split = Math.max(ms(step.from), Math.min(ms(step.to), now()));
  return [railPiece(ms(step.from), split, '', a), railPiece(split, ms(step.to), 'ahead', a)];
}

/** @param {number} from @param {number} to @param {string} look @param {Axis} a */
function railPiece(from, to, look, a) {
  if (to <= from || to <= a.from || from >= a.to) {
    return nothing;
  }
  const begin = Math.max(0, a.x(from));
  return html`<i class="rail ${look}" .style=${place(begin, Math.min(100, a.x(to)) - begin)}></i>`;
}

/**
 * How many machines there were, and will likely be, as steps.
 * @param {[string, number][]} actual @param {[string, number, number][]} predicted @param {Axis} a
 */
export function steps(actual, predicted, a) {
  const most = Math.max(1, ...actual.map(each => each[1]), ...predicted.map(each => each[2] ?? each[1]));
  const x = (/** @type {any} */ at) => Math.max(0, Math.min(100, a.x(at))).toFixed(2);
  const y = (/** @type {number} */ n) => 96 - (n / most) * 86;
  const path = (/** @type {any[]} */ points, /** @type {number} */ until, /** @type {number} */ first) =>
    `M${x(points[0][0])} ${y(first)}` + points.map((point, i) => `V${y(point[1])}H${x(points[i + 1]?.[0] ?? until)}`).join('');
  const line = path(actual, Math.min(now(), a.to), 0);
  const words = W.night.machinesAre(actual.map(each => each[1]).join(', '));
  const ahead = predicted.length ? svg`<path class="ahead" d=${path(predicted, a.to, actual.at(-1)?.[1] ?? 0)}></path>` : nothing;
  return svg`<svg class="steps" viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label=${words}>
    <path class="area" d=${`${line}V96H${x(actual[0][0])}Z`}></path><path class="edge" d=${line}></path>${ahead}</svg>`;
}

/** What the looks of bars mean. */
export const legend = () =>
  html`<div class="legend">
    <span><i class="fill-solid st-running"></i>${W.legend.work}</span><span><i class="fill-hollow st-queued"></i>${W.legend.wait}</span>
    <span><i class="fill-stripes st-launching"></i>${W.legend.transition}</span
    ><span><i class="guess-key st-running"></i>${W.legend.guess}</span> <span><i class="ghost-key"></i>${W.legend.ghost}</span
    ><span>⚑ ${W.legend.due}</span><span>━ ${W.legend.critical}</span>
  </div>`;
