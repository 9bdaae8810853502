// Small parts that occur by the hundred: functions that give templates, not elements.
import { html, svg, nothing } from 'lit-html';
import { STATES, SAYS, W, lower } from '../look/words.en.js';
import { now } from '../clock.js';
import { chance, duration, hm, near, whole } from '../look/format.js';

/** @typedef {'solid'|'stripes'|'hollow'|'line'} Fill */

/** @type {Record<string, Fill>} */
const FILLS = {
  running: 'solid',
  success: 'solid',
  failed: 'solid',
  cancelled: 'solid',
  launching: 'stripes',
  stopping: 'stripes',
  unreachable: 'stripes',
  waiting: 'hollow',
  queued: 'hollow',
  deferred: 'hollow',
  up_for_retry: 'hollow',
  skipped: 'line',
  upstream_failed: 'line',
  removed: 'line',
  paused: 'hollow',
  to_come: 'hollow',
  missed: 'hollow'
};

/** Letters of the grid. @type {Record<string, string>} */
export const LETTERS = {
  w: 'waiting',
  q: 'queued',
  l: 'launching',
  r: 'running',
  s: 'success',
  f: 'failed',
  k: 'skipped',
  u: 'upstream_failed',
  c: 'cancelled',
  x: 'removed',
  d: 'deferred',
  y: 'up_for_retry',
  o: 'stopping',
  n: 'unreachable'
};

/** Signs of states where there is no room for a glyph. @type {Record<string, string>} */
export const SIGNS = {
  running: '▶',
  success: '✓',
  failed: '✕',
  cancelled: '−',
  launching: '↑',
  stopping: '◼',
  unreachable: '?',
  waiting: '○',
  queued: '≡',
  deferred: '⧗',
  up_for_retry: '↻',
  skipped: '»',
  upstream_failed: '⧄',
  removed: '□'
};

export const REST = new Set(['success', 'failed', 'skipped', 'upstream_failed', 'cancelled', 'removed']);

const BLANK = '\u00a0';
const line = (/** @type {string} */ d) =>
  svg`<path d=${d} fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"></path>`;
const solid = (/** @type {string} */ d) => svg`<path d=${d} fill="currentColor" fill-rule="evenodd"></path>`;
/** A small circle that begins there, at its left. */
const ring = (/** @type {string} */ begin) => begin + 'a1.500 1.500 0 1 0 3 0 1.500 1.500 0 0 0-3 0';
const DISC = 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1z';
const SQUARE = 'M3.500 1.500h9a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2z';

/** @type {Record<string, unknown>} */
const GLYPHS = {
  running: solid('M3 2l11 6-11 6z'),
  success: [
    solid(DISC),
    svg`<path d="M4.800 8.200l2.200 2.300 4.200-4.800" fill="none" stroke="var(--surface)" stroke-width="1.8"></path>`
  ],
  failed: [
    solid(SQUARE),
    svg`<path d="M5.300 5.300l5.400 5.400M10.700 5.300l-5.400 5.400" stroke="var(--surface)" stroke-width="1.8"></path>`
  ],
  cancelled: [solid(DISC), svg`<path d="M4.500 8h7" stroke="var(--surface)" stroke-width="2"></path>`],
  launching: line('M8 14V3M3.500 7.200L8 2.500l4.500 4.700'),
  stopping: [line('M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z'), solid('M5.800 5.800h4.400v4.400H5.800z')],
  unreachable: [
    svg`<circle cx="8" cy="8" r="6.200" fill="none" stroke="currentColor" stroke-width="1.700" stroke-dasharray="3.200 1.900"></circle>`,
    line('M6.300 6.600c0-2.600 3.600-2.200 3.300-.2-.2 1-1.500 1.100-1.600 2.300M8 11.200v.1')
  ],
  waiting: line('M8 2.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11z'),
  queued: line('M2.500 4h11M2.500 8h11M2.500 12h11'),
  deferred: line('M4 2h8M4 14h8M4.500 2c0 4 3.500 4 3.500 6S4.500 10 4.500 14M11.500 2c0 4-3.500 4-3.500 6s3.500 2 3.500 6'),
  up_for_retry: line('M13 8a5 5 0 1 1-1.700-3.800M13.500 1.800v3.200h-3.200'),
  skipped: line('M3 3.500L7.500 8 3 12.500M8.500 3.500L13 8l-4.500 4.500'),
  upstream_failed: line('M3 2.500h10v11H3zM4 12.500l8-9'),
  removed: svg`<path d="M2.500 2.500h11v11h-11z" fill="none" stroke="currentColor" stroke-width="1.8" stroke-dasharray="2.2 1.9"></path>`,
  paused: line('M5.500 3v10M10.500 3v10'),
  to_come: line('M8 2.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11z'),
  missed: line('M3 3h10v10H3z'),
  warning: line('M8 2L1.500 13.500h13zM8 6.500v3.200M8 11.700v.1'),
  pool: line('M2 3h12v4.200H2zM2 8.800h12V13H2zM4.500 5.100h.1M4.500 10.900h.1'),
  cpu: line(
    'M4 4h8v8H4zM6.500 1.500V4M9.500 1.500V4M6.500 12v2.500M9.500 12v2.500M1.500 6.500H4M1.500 9.500H4M12 6.500h2.500M12 9.500h2.500'
  ),
  night: line('M13 10A6 6 0 0 1 6 2.500 6 6 0 1 0 13 10z'),
  dags: ['M3.500 8h3M9.500 4.500L6.500 8l3 3.500', ring('M2 8'), ring('M10 3.500'), ring('M10 12.500')].map(line),
  find: line('M7 2.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9zM10.500 10.500L14 14')
};

/** A sign without a state. @param {string} name */
export const sign = name => html`<svg class="st" viewBox="0 0 16 16" aria-hidden="true">${GLYPHS[name] ?? nothing}</svg>`;

/** The glyph of a state, with its name for those who do not see it. @param {string} state @param {string} [cause] */
export function glyph(state, cause) {
  const name = (STATES[state] ?? state) + (cause ? ` (${cause})` : '');
  return html`<svg class="st st-${state}" viewBox="0 0 16 16" role="img" aria-label=${name}>
    ${GLYPHS[state] ?? GLYPHS.waiting}
    <title>${SAYS[state] ? name + ': ' + SAYS[state] : name}</title>
  </svg>`;
}

/** Glyph and name. @param {string} state @param {string|null} [cause] */
export const stateWord = (state, cause) =>
  html`<svg class="st st-${state}" viewBox="0 0 16 16" aria-hidden="true">${GLYPHS[state] ?? GLYPHS.waiting}</svg>
    ${STATES[state] ?? state}${cause ? ` (${cause})` : ''}`;

/** @param {string} state @returns {Fill} */
export const fillOf = state => FILLS[state] ?? 'hollow';

/** The path of a state's glyph for a canvas is drawn by these, too. */
export const isRest = (/** @type {string} */ state) => REST.has(state);

/** A time, the whole of it as its title. @param {any} at @param {boolean} [predicted] */
export const time = (at, predicted = false) =>
  at
    ? html`<time datetime=${typeof at === 'number' ? new Date(at).toISOString() : at} title=${whole(at)}
        >${predicted ? '≈ ' : ''}${near(at)}</time
      >`
    : nothing;

/** How a deadline stands: a word, as its colour alone would tell nobody. @param {string} status */
export const standing = status =>
  html`<span class=${{ late: 'bad', missed: 'bad', at_risk: 'warn', met: 'low', off: 'low' }[status] ?? ''}
    >${STATES[status] ?? status}</span
  >`;

/** How likely it is to be late: a word or a number first. @param {any} deadline */
export function risk(deadline) {
  if (!deadline) {
    return nothing;
  }
  if (deadline.status === 'late' || deadline.status === 'missed') {
    return html`<span class="bad">${STATES[deadline.status]}</span>`;
  }
  if (deadline.status === 'met' || deadline.status === 'off') {
    return html`<span class="low">${STATES[deadline.status]}</span>`;
  }
  if (deadline.p_late != null) {
    return html`<span class=${weight(deadline)}>${chance(deadline.p_late)}</span>`;
  }
  return deadline.status === 'at_risk'
    ? html`<span class="warn">${STATES.at_risk}</span>`
    : html`<span class="low">${STATES.on_time}</span>`;
}

/** How much attention a chance of being late is worth. @param {any} deadline */
function weight(deadline) {
  if (deadline.p_late >= (deadline.at_risk || 1)) {
    return 'warn';
  }
  return deadline.p_late < 0.05 ? 'low' : 'strong';
}

/** Milliseconds after which a forecast says when it was made. */
const OLD = 600_000;

/** Seconds from one instant to another. @param {string} from @param {string} to */
const between = (from, to) => (Date.parse(to) - Date.parse(from)) / 1000;

/** The forecast of a run in one sentence; of one that is over: how it ended. @param {any} run @returns {string} */
export function forecastWords(run) {
  const deadline = run.deadline ?? tightest(run.deadlines ?? []);
  if (run.ended_at) {
    return endWords(run, deadline);
  }
  const F = W.forecast;
  const forecast = run.forecast;
  if (!forecast) {
    const words = run.started_at || run.state === 'running' ? F.none : F.queued;
    return words + (deadline?.status === 'late' ? ` ${F.passed(hm(deadline.due_at))}.` : '');
  }
  const likely = F.likely(near(forecast.p50)) + (forecast.p90 ? F.nine(near(forecast.p90)) : '');
  const basis = forecast.p90 ? '' : `, ${F[forecast.basis] ?? F.history}`;
  const isOld = forecast.made_at && now() - Date.parse(forecast.made_at) > OLD;
  return `${withDeadline(likely, deadline)}${basis}${isOld ? ', ' + F.asOf(hm(forecast.made_at)) : ''}.`;
}

/** @param {any} run @param {any} deadline */
function endWords(run, deadline) {
  const F = W.forecast;
  const over = F.over(STATES[run.state] ?? run.state, near(run.ended_at), duration(between(run.started_at ?? run.queued_at, run.ended_at)));
  if (deadline?.status === 'met') {
    return `${over} ${F.met(near(deadline.due_at), duration(between(run.ended_at, deadline.due_at)))}`;
  }
  return deadline?.status === 'missed' ? `${over} ${F.missed(near(deadline.due_at))}` : over;
}

/** @param {string} likely when it ends, in words @param {any} deadline */
function withDeadline(likely, deadline) {
  if (!deadline || ['met', 'missed', 'off'].includes(deadline.status)) {
    return likely;
  }
  return deadline.status === 'late'
    ? `${W.forecast.passed(near(deadline.due_at))}; ${lower(likely)}`
    : likely + W.forecast.due(near(deadline.due_at)) + chanceWords(deadline);
}

/** How likely a deadline is not to be kept; where that is not known, by how much it likely is. @param {any} deadline */
function chanceWords({ p_late: share, slack_s: slack }) {
  if (share != null) {
    return W.forecast.chance(chance(share));
  }
  if (slack == null) {
    return '';
  }
  return slack < 0 ? W.forecast.lateBy(duration(-slack)) : W.forecast.slack(duration(slack));
}

/** @param {any[]} deadlines */
export function tightest(deadlines) {
  const open = deadlines.filter(each => ['on_time', 'at_risk', 'late'].includes(each.status));
  return (open.length ? open : deadlines).toSorted(
    (one, other) => (one.slack_s ?? Infinity) - (other.slack_s ?? Infinity) || Date.parse(one.due_at) - Date.parse(other.due_at)
  )[0];
}

/**
 * The server's words say times in its own zone: here they end before, and the time is shown in the reader's.
 * @param {string} text
 */
export const untimed = text => text.replace(/(?:, likely|: would start at) (?:\d{1,2} \p{L}+ )?\d\d:\d\d(?=[.,; ]|$)/gu, '');

/** @param {any} reason */
export const reasonWords = reason => (reason.until ? untimed(reason.text) : reason.text);

/** Why, with the time it should end. @param {any} reason */
export function reasonLine(reason) {
  const until = reason.until ? html` ${time(reason.until, reason.until_is !== 'exact')}` : nothing;
  const atWorst = reason.until_p90 ? html`<span class="low">${W.forecast.nine('')}${time(reason.until_p90)}</span>` : nothing;
  return html`${reasonWords(reason)}${until}${atWorst}`;
}

/** What the state of loading is, when there is nothing to show. @param {import('../store.js').Entry} entry @param {number} [rows] */
export function awaited(entry, rows = 6) {
  if (entry.data !== undefined) {
    return nothing;
  }
  return entry.error
    ? trouble(entry)
    : html`<div aria-busy="true">
        <span class="away">${W.loading}</span>${Array.from({ length: rows }, () => html`<div class="bone"></div>`)}
      </div>`;
}

/** The head of a page before anything is known of it, as high as it will be. @param {string} name */
export const headBones = name =>
  html`<nav class="crumbs" aria-hidden="true"><span>${BLANK}</span></nav>
    <div class="head">
      <h1 tabindex="-1">${name}</h1>
      <span class="chip">${BLANK}</span>
    </div>
    <p class="say">${BLANK}</p>`;

/** What went wrong with it, above what is still known. @param {import('../store.js').Entry} entry */
export function trouble(entry) {
  if (!entry.error) {
    return nothing;
  }
  const words = [entry.error.title, entry.error.detail].filter(Boolean).join(': ');
  return html`<div class="bar err" role="alert">
    ${sign('warning')}<span>${entry.data === undefined ? words : W.stale(words, whole(entry.at))}</span><span class="grow"></span>
    <button class="btn" @click=${() => dispatchEvent(new CustomEvent('co-retry'))}>${W.retry}</button>
  </div>`;
}

/** Why there is nothing, and what to do next. @param {string} title @param {unknown} [text] */
export const empty = (title, text) =>
  html`<div class="empty">
    <h2>${title}</h2>
    ${text ? html`<p>${text}</p>` : nothing}
  </div>`;

/** What to do where there is no DAG yet. */
export const firstSteps = () =>
  html`<div class="empty">
    <h2>${W.night.first.title}</h2>
    <p>${W.night.first.text}</p>
    <pre class="code">${W.night.first.command}</pre>
  </div>`;

/** Columns from which on a row that has too little room becomes a list of its cells, each with the name of its column. */
const MANY = 5;

/** @param {string[]} names @param {any[][]} rows cells; those of columns that begin with # stand right */
export function table(names, rows) {
  const look = names.map(name => (name.startsWith('#') ? 'num' : ''));
  const head = (/** @type {string} */ name, /** @type {number} */ i) =>
    html`<th scope="col" class=${look[i]}>${plain(name) || html`<span class="away">…</span>`}</th>`;
  const cell = (/** @type {any} */ content, /** @type {number} */ i) =>
    html`<td class=${look[i] ?? ''} data-name=${plain(names[i] ?? '')}>${content}</td>`;
  return html`<div class="wide" tabindex="0" role="region" aria-label=${names.filter(Boolean).map(plain).join(', ')}>
    <table class=${names.length >= MANY ? 'many' : ''}>
      <thead>
        <tr>
          ${names.map(head)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          cells =>
            html`<tr>
              ${cells.map(cell)}
            </tr>`
        )}
      </tbody>
    </table>
  </div>`;
}

const plain = (/** @type {string} */ name) => name.replace('#', '');
