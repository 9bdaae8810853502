// Bars on a time axis. The axis is linear in real time; the labels follow the clock of the chosen zone.
import { html, nothing } from 'lit-html';
import { hm, ms, offset, offsetMinutes, day } from '../look/format.js';
import { now } from '../clock.js';
import { silentSince } from '../live.js';
import { STATES, W } from '../look/words.en.js';
import { fillOf } from './bits.js';

const STEPS = [1, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440];
const MINUTE = 60_000;
/** Per cent: nearer than that the label of the first tick, which stands behind its place, would run into the next. */
const FIRST = 9;
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

/** A stretch of the axis is drawn over with the pointer, and shown then; `+`, `−` and the wheel do the same. @param {PointerEvent} event @param {Axis} a @param {(from: number, to: number) => void} done */
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

/** Up to when it is known what happened: the line of now stands still while the server is not heard. */
const known = () => silentSince() || now();

/** The head of the axis. @param {Axis} a @param {any} [due] @param {(from: number, to: number) => void} [zoomed] */
export function axisHead(a, due, zoomed) {
  const at = known();
  const inside = at > a.from && at < a.to;
  const near = (/** @type {number} */ x) => (inside && Math.abs(x - a.x(at)) < 4) || (due && Math.abs(x - a.x(due)) < 6);
  return html`<div
    class="axis ${zoomed ? 'draws' : ''}"
    aria-hidden="true"
    @pointerdown=${(/** @type {PointerEvent} */ e) => {
      if (zoomed) {
        brush(e, a, zoomed);
      }
    }}
  >
    <i class="brush"></i>
    ${a.ticks.map((tick, i) => (tick.x < 1 || tick.x > 98 || near(tick.x) || (tick.x < 4 && (a.ticks[i + 1]?.x ?? 100) - tick.x < FIRST) ? nothing : html`<span class=${tick.x < 4 ? 'first' : ''} .style=${place(tick.x)}>${tick.label}</span>`))}
    ${inside ? html`<span class="at" .style=${place(a.x(at))}>${hm(at)}</span>` : nothing}
    ${due && a.x(due) > 0 && a.x(due) < 100 ? html`<span class="by" .style=${place(a.x(due))}>${W.run.dueHead} ${hm(due)}</span>` : nothing}
  </div>`;
}

/** Lines behind the bars. @param {Axis} a @param {any} [due] */
export function lines(a, due) {
  const at = known();
  a.ruled ??= `background-image:${a.ticks.map(() => RULE).join()};background-position:${a.ticks.map(tick => tick.x.toFixed(3) + '% 0').join()}`; // one element for all: there may be a hundred rows
  return html`<span class="grid-lines" .style=${a.ruled}></span>
    ${at > a.from && at < a.to ? html`<i class="now" .style=${place(a.x(at))}></i>` : nothing}
    ${due && a.x(due) > 0 && a.x(due) < 100 ? html`<i class="due" .style=${place(a.x(due))}></i>` : nothing}`;
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
export function bar(segments, a, due) {
  return segments
    .flatMap(each => parted(each, ms(due)))
    .filter(each => ms(each.p90 ?? each.to) > a.from && ms(each.from) < a.to)
    .map(each => {
      const from = Math.max(0, a.x(each.from));
      const to = Math.min(100, a.x(each.to));
      const fill = fillOf(each.state);
      const look =
        each.kind === 'predicted'
          ? 'guess'
          : each.kind === 'wait'
            ? 'thin fill-hollow'
            : each.kind === 'transition'
              ? 'fill-stripes'
              : fill === 'line'
                ? 'line fill-solid'
                : fill === 'hollow'
                  ? 'thin fill-hollow'
                  : 'fill-' + fill;
      const state = each.isLate ? 'failed' : each.kind === 'predicted' && each.state === 'success' ? 'running' : each.state;
      const tail = each.tail ? Math.max(0, a.x(each.tail)) : to;
      return html`${each.tail ? nothing : html`<i class="seg ${look} st-${state}" .style=${place(from, to - from)}></i>`}${
        each.kind === 'predicted' && each.p90
          ? html`<i class="seg tail st-${state}" .style=${place(tail, Math.min(100, a.x(each.p90)) - tail)}></i>`
          : nothing
      }`;
    });
}

/** @param {any[]} deadlines @param {Axis} a */
export const flags = (deadlines, a) =>
  deadlines
    .filter(each => each && a.x(each.due_at) >= 0 && a.x(each.due_at) <= 100)
    .map(each => html`<i class="flag ${each.status}" title=${`${W.legend.due} ${hm(each.due_at)}`} .style=${place(a.x(each.due_at))}></i>`);

/** Where something was expected, or has to be at the latest. @param {any} from @param {any} to @param {Axis} a */
export const ghost = (from, to, a) =>
  from && to && a.x(to) > 0 && a.x(from) < 100
    ? html`<i class="ghost" .style=${place(Math.max(0, a.x(from)), Math.max(0.3, Math.min(100, a.x(to)) - Math.max(0, a.x(from))))}></i>`
    : nothing;

/** The stretches of a bar in words, the last few of them. @param {any[]} segments */
export const told = segments =>
  html`<ul class="told-by">
    ${segments.slice(-6).map(each => html`<li><i class="key ${each.kind === 'predicted' ? 'guess-key' : 'fill-' + (each.kind === 'wait' ? 'hollow' : each.kind === 'transition' ? 'stripes' : fillOf(each.state))} st-${each.state === 'success' && each.kind === 'predicted' ? 'running' : each.state}"></i>${each.kind === 'predicted' ? W.legend.soon : (STATES[each.state] ?? each.state)}${each.try_number > 1 ? ` (${W.task.tryOf(each.try_number)})` : ''} ${hm(each.from)} – ${each.kind === 'predicted' ? '≈ ' : ''}${hm(each.to)}${each.p90 ? W.forecast.nine(hm(each.p90)) : ''}</li>`)}
  </ul>`;

/** @param {any} step of the critical path @param {Axis} a */
export function rail(step, a) {
  const at = now();
  const piece = (/** @type {number} */ from, /** @type {number} */ to, /** @type {string} */ look) =>
    to > from
      ? html`<i class="rail ${look}" .style=${place(Math.max(0, a.x(from)), Math.min(100, a.x(to)) - Math.max(0, a.x(from)))}></i>`
      : nothing;
  return html`${piece(ms(step.from), Math.min(ms(step.to), at), '')}${piece(Math.max(ms(step.from), at), ms(step.to), 'ahead')}`;
}

/** What the looks of bars mean. */
export const legend = () =>
  html`<div class="legend">
    <span><i class="fill-solid st-running"></i>${W.legend.work}</span><span><i class="fill-hollow st-queued"></i>${W.legend.wait}</span>
    <span><i class="fill-stripes st-launching"></i>${W.legend.transition}</span
    ><span><i class="guess-key st-running"></i>${W.legend.guess}</span> <span><i class="ghost-key"></i>${W.legend.ghost}</span
    ><span>⚑ ${W.legend.due}</span><span>━ ${W.legend.critical}</span>
  </div>`;
