// A run: its time line, its tasks, and the task that was chosen beside it.
import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { may } from '../api.js';
import { draw } from '../app.js';
import { now } from '../clock.js';
import { at, go, withQuery } from '../router.js';
import { patch, peek, refresh, refreshShown, use } from '../store.js';
import { W, STATES } from '../look/words.en.js';
import { chance, day, dayTime, duration, hm, hms, money, ms, percent, value } from '../look/format.js';
import {
  awaited,
  empty,
  forecastWords,
  glyph,
  headBones,
  isRest,
  reasonLine,
  standing,
  stateWord,
  table,
  tightest,
  time,
  trouble
} from '../parts/bits.js';
import { axis, axisHead, bar, flags, ghost, legend, lines, rail, told as toldBy } from '../parts/bars.js';
import { act, actions } from '../parts/dialog.js';
import { series } from '../parts/series.js';
import { chosenTry, pairs, taskPane, taskPath } from '../run/task-pane.js';
import { nightOf } from './nights.js';

const ROW = 25;
/** What can be done to several tasks at once. */
const BULK = ['clear', 'mark', 'rerun'];
/** Beyond so many rows only those in sight exist. */
const MANY = 150;

/** @param {import('../router.js').Route} route */
const baseOf = route => at('dags', route.args.dag, 'runs', route.args.run);
/** @param {import('../router.js').Route} route */
const taskOf = route => route.args.alone ?? route.query.get('task') ?? '';

/** @param {import('../router.js').Route} route */
export const needs = route => [
  baseOf(route) + (route.args.tab && !route.args.alone ? '' : '/timeline'),
  ...(taskOf(route) ? [taskPath(route.args.dag, route.args.run, taskOf(route))] : [])
];

/** @param {import('../router.js').Route} first @returns {import('../app.js').Page} */
export function open(first) {
  let route = first;
  let all = false;
  let filter = '';
  let top = 0;
  let order = '';
  /** Groups that the reader has closed or opened. @type {Map<string, boolean>} */
  const folds = new Map();
  /** @type {Map<string, number>} */
  const grown = new Map();
  /** Choice for deeds with many tasks. @type {Set<string>} */
  const chosen = new Set();

  const dag = () => route.args.dag;
  const run = () => route.args.run;
  const base = () => baseOf(route);
  const timelinePath = () => base() + '/timeline' + (all ? '?fold=none' : '');
  const tasksPath = () => base() + '/tasks?limit=500';
  const tab = () => route.args.tab ?? '';
  const selected = () => taskOf(route);

  function view() {
    const entry = use(tab() === '' || route.args.alone ? timelinePath() : base());
    const told = entry.data?.run ?? entry.data ?? peek(base()).data;
    if (!told) {
      needs(route).forEach(use);
      return html`${headBones(dag())}
        <section class="panel">${awaited(entry, 12)}</section>`;
    }
    if (route.args.alone) {
      return html`${crumbs(told, route.args.alone)}
        <h1 tabindex="-1" class="away">${route.args.alone}</h1>
        ${pane(true)}`;
    }
    const pick = selected();
    return html`${trouble(entry)}${crumbs(told)}${head(told)}
      <div class="runsplit ${pick ? '' : 'alone'}">
        <section class="panel" aria-label="Run">${tabs()}${content(told, entry)}</section>
        ${pick ? pane(false) : nothing}
      </div>`;
  }

  /** @param {boolean} alone */
  const pane = alone =>
    taskPane({
      dag: dag(),
      run: run(),
      task: selected(),
      tab: route.query.get('tab') ?? '',
      tryNumber: route.query.get('try') ?? '',
      line: route.query.get('line') ?? '',
      grown: grown.get(selected()) ?? 0,
      alone
    });

  /** @param {any} told @param {string} [task] */
  const crumbs = (told, task) =>
    html`<nav class="crumbs" aria-label="Where">
      <a href=${'/night/' + nightOf(told.started_at ?? told.queued_at)}
        >${W.night.of(day(nightOf(told.started_at ?? told.queued_at) + 'T12:00:00Z'))}</a
      ><span><a href=${at('dags', told.dag_id)}>${told.dag_id}</a></span
      ><span>${task ? html`<a href=${base()}>${W.run.of(dayTime(told.logical_date))}</a>` : W.run.of(dayTime(told.logical_date))}</span
      >${task ? html`<span>${task}</span>` : nothing}
    </nav>`;

  /** @param {any} told */
  function head(told) {
    const path = peek(timelinePath()).data?.critical_path ?? [];
    const ahead = path.filter((/** @type {any} */ step) => ms(step.to) > now()).map((/** @type {any} */ step) => step.task_id);
    return html`<div class="head">
        ${glyph(told.state, told.cause)}
        <h1 tabindex="-1">${told.dag_id}</h1>
        <span class="chip">${W.run.tasks(told.done, told.total)}</span
        ><a class="chip hide-phone" href=${at('dags', told.dag_id, 'versions')}>${W.run.version(told.dag_version)}</a
        ><span class="chip hide-phone">${told.run_type}</span>${told.cost ? html`<span class="chip">${money(told.cost)}</span>` : nothing}
        <span class="btns ${selected() ? 'hide-phone' : ''}"
          >${actions(told.actions, told.dag_id, verb => (chosen.size && ['clear', 'rerun'].includes(verb) ? { tasks: [...chosen].map(inWish) } : {}))}</span
        >
      </div>
      <p class="say ${selected() ? 'hide-phone' : ''}">
        ${forecastWords(told)}
        ${!told.ended_at && ahead.length ? html`<span class="hush">${W.run.decided(ahead.slice(0, 6).join(', then '))}</span>` : nothing}${told.reason ? html` <span class="hush">${told.reason}</span>` : nothing}
      </p>
      ${told.ended_at || tab() !== '' || selected() || !ahead.length ? nothing : decider(ahead[0])}`;
  }

  /** What to look at first, where there is no room for all. @param {string} id */
  function decider(id) {
    const row = peek(timelinePath()).data.rows.find((/** @type {any} */ each) => each.id === id);
    const link = (/** @type {string} */ tab, /** @type {string} */ words) =>
      html`<a class="btn" href=${taskPath(dag(), run(), id) + '?tab=' + tab}>${words}</a>`;
    return row
      ? html`<article class="need soft only-phone">
          ${glyph(row.state, row.cause)}
          <p>
            ${W.run.decides(row.label || id)} ${forecastWords({ forecast: rest(row), started_at: row.segments[0]?.from, state: row.state })}
            ${row.slack_s == null ? nothing : W.run.slack(duration(row.slack_s))}
          </p>
          <div class="btns">${row.try_number ? link('log', W.night.readLog) : nothing}${link('why', W.night.why)}</div>
        </article>`
      : nothing;
  }

  const tabs = () =>
    html`<div class="tabs" role="navigation" aria-label="Of the run">
      ${Object.entries(W.run.tabs).map(([key, words]) => html`<a href=${withQuery({}, base() + (key ? '/' + key : ''))} aria-current=${key === tab() ? 'page' : nothing}>${words}</a>`)}
      <span class="grow"></span
      >${tab() === '' ? html`<button class="hide-phone" aria-pressed=${route.query.get('path') === 'only'} @click=${pathOnly}>${W.run.criticalOnly}</button>` : nothing}
    </div>`;

  const pathOnly = () => go(withQuery({ path: route.query.get('path') === 'only' ? null : 'only' }), true);

  /** @param {any} told @param {any} entry */
  function content(told, entry) {
    switch (tab()) {
      case 'graph':
        return graph(told);
      case 'tasks':
        return tasks();
      case 'deadlines':
        return deadlines(told);
      case 'machines':
        return machines();
      case 'events':
        return events();
      case 'source':
        return source(told);
      default:
        return entry.data?.rows ? timeline(entry.data) : awaited(entry, 12);
    }
  }

  /** @param {any} data @returns {{row: any, kids: boolean, closed: boolean}[]} */
  function visible(data) {
    const words = filter.toLowerCase();
    const only = route.query.get('path') === 'only';
    const parents = new Set(data.rows.map((/** @type {any} */ row) => row.parent).filter(Boolean));
    /** @type {Map<string, boolean>} */
    const hidden = new Map();
    const shown = [];
    for (const row of data.rows) {
      const closed = folds.get(row.id) ?? (row.kind !== 'task' && data.rows.length > 60 && isRest(row.state));
      const away = !!row.parent && (hidden.get(row.parent) ?? false);
      hidden.set(row.id, away || closed);
      if (words || only) {
        if ((!words || row.label.toLowerCase().includes(words) || row.state === words) && (!only || row.critical)) {
          shown.push({ row, kids: false, closed });
        }
      } else if (!away) {
        shown.push({ row, kids: parents.has(row.id), closed });
      }
    }
    if (order === 'start') {
      shown.sort((one, other) => (ms(one.row.segments[0]?.from) || Infinity) - (ms(other.row.segments[0]?.from) || Infinity));
    } else if (order === 'slack') {
      shown.sort((one, other) => (one.row.slack_s ?? Infinity) - (other.row.slack_s ?? Infinity));
    }
    return shown;
  }

  /** @param {any} data */
  function axisOf(data) {
    const asked = ['from', 'to'].map(name => ms(route.query.get(name)));
    if (asked.every(each => !Number.isNaN(each)) && asked[0] < asked[1]) {
      return axis(asked[0], asked[1], 8);
    }
    const due = data.run.deadlines.map((/** @type {any} */ each) => ms(each.due_at));
    const length = Math.max(ms(data.to), data.run.ended_at ? 0 : now()) - ms(data.from);
    const ends = [ms(data.to), ...due.filter((/** @type {number} */ each) => each < ms(data.to) + 2 * length)];
    const to = Math.max(...ends, data.run.ended_at ? 0 : now());
    const pad = Math.max(1000, (to - ms(data.from)) * 0.08);
    return axis(ms(data.from) - pad / 3, to + pad, 8);
  }

  /** @param {any} data */
  function timeline(data) {
    if (data.rows.length === 0) {
      return empty(W.run.noTasks);
    }
    const a = axisOf(data);
    const rows = visible(data);
    const due = tightest(data.run.deadlines.filter((/** @type {any} */ each) => each.scope === 'run'))?.due_at;
    const path = new Map(data.critical_path.map((/** @type {any} */ step) => [step.task_id, step]));
    const joined = joints(rows, data.critical_path);
    const many = rows.length > MANY;
    const height = 600;
    const firstRow = many ? Math.max(0, Math.floor(top / ROW) - 10) : 0;
    const part = many ? rows.slice(firstRow, firstRow + Math.ceil(height / ROW) + 20) : rows;
    return html`<div class="pills">
        <input
          type="search"
          aria-label=${W.run.filter}
          placeholder=${W.run.filter}
          .value=${filter}
          @input=${(/** @type {any} */ e) => {
            filter = e.target.value;
            draw();
          }}
        />
        <select
          class="hide-phone"
          aria-label="Order"
          @change=${(/** @type {any} */ e) => {
            order = e.target.value;
            draw();
          }}
        >
          <option value="">as written</option>
          <option value="start">by start</option>
          <option value="slack">by slack</option>
        </select>
        <span class="grow"></span><button class="hide-phone" aria-label="Closer" @click=${() => zoom(a, 0.6)}>+</button
        ><button class="hide-phone" aria-label="Wider" @click=${() => zoom(a, 1.6)}>−</button
        ><a class="hide-phone" data-instead href=${withQuery({ from: null, to: null })}>${W.night.fit}</a>
      </div>
      <div role="treegrid" aria-label="Tasks on time" data-list>
        <div role="row" class="trow hd">
          <span role="columnheader">${W.run.columns.task}</span><span role="columnheader" class="num">${W.run.columns.took}</span
          ><span role="columnheader" class="num slack">${W.run.columns.slack}</span
          ><span role="columnheader"><span class="away">Time</span>${axisHead(a, due, show)}</span>
        </div>
        <div
          role="rowgroup"
          class=${many ? 'window' : ''}
          tabindex=${many ? 0 : nothing}
          @scroll=${
            many
              ? (/** @type {any} */ e) => {
                  top = e.target.scrollTop;
                  draw();
                }
              : nothing
          }
          @wheel=${(/** @type {WheelEvent} */ e) => {
            if (e.ctrlKey) {
              e.preventDefault();
              zoom(a, e.deltaY < 0 ? 0.8 : 1.25);
            }
          }}
          .style=${many ? `height:${height}px;overflow:auto` : ''}
        >
          ${many ? html`<div role="presentation" .style=${`height:${firstRow * ROW}px`}></div>` : nothing}${repeat(
            part,
            each => each.row.id,
            each => line(each, a, path, due, joined)
          )}${many ? html`<div role="presentation" .style=${`height:${Math.max(0, rows.length - firstRow - part.length) * ROW}px`}></div>` : nothing}
        </div>
      </div>
      ${rows.length ? nothing : html`<p class="pad hush">${W.run.noneSuch}</p>`}
      ${
        !all && data.rows.some((/** @type {any} */ row) => row.folded)
          ? html`<div class="pad">
              <button
                class="btn"
                @click=${() => {
                  all = true;
                  draw();
                }}
              >
                ${W.run.unfold}
              </button>
            </div>`
          : nothing
      }${legend()}`;
  }

  /** Lines down from one row to another where the critical path goes on there. @param {{row: any}[]} rows @param {any[]} path */
  function joints(rows, path) {
    const at = new Map(rows.map(({ row }, i) => [row.id, i]));
    /** @type {Map<string, any[]>} */
    const found = new Map();
    path.slice(1).forEach((step, i) => {
      const [from, to] = [at.get(path[i].task_id), at.get(step.task_id)];
      if (from !== undefined && to !== undefined && from !== to) {
        const upper = rows[Math.min(from, to)].row.id;
        found.set(upper, [...(found.get(upper) ?? []), { at: step.from, n: Math.abs(to - from), then: path[i].then }]);
      }
    });
    return found;
  }

  /** @param {{row: any, kids: boolean, closed: boolean}} each @param {any} a @param {Map<string, any>} path @param {any} due @param {Map<string, any[]>} joined */
  function line({ row, kids, closed }, a, path, due, joined) {
    const isTask = row.kind === 'task' || row.kind === 'index' || row.kind === 'map';
    const work = row.segments.filter((/** @type {any} */ each) => each.kind === 'work' || each.kind === 'transition');
    const took = work.length
      ? work.reduce((/** @type {number} */ sum, /** @type {any} */ each) => sum + ms(each.to) - ms(each.from), 0) / 1000
      : null;
    const name = row.id.replace(/^group:/, '');
    const pick = isTask && selected() === row.id;
    const toggle = () => {
      folds.set(row.id, !closed);
      draw();
    };
    return html`<div
      role="row"
      class="trow ${row.critical ? 'critical' : ''}"
      data-row
      .pop=${() => more(row)}
      aria-level=${row.depth + 1}
      aria-selected=${pick}
      aria-expanded=${kids ? String(!closed) : nothing}
      @keydown=${(/** @type {KeyboardEvent} */ e) => {
        if (kids && ((e.key === 'ArrowRight' && closed) || (e.key === 'ArrowLeft' && !closed))) {
          toggle();
        }
      }}
    >
      <span role="gridcell" class="task" .style=${`--d:${row.depth}`}
        >${glyph(row.state, row.cause)}${kids ? html`<button class="fold" aria-label=${closed ? `Open ${row.label}` : `Close ${row.label}`} @click=${toggle}>${closed ? '▸' : '▾'}</button>` : nothing}${isTask ? html`<a data-item data-instead href=${withQuery({ task: pick ? null : row.id, try: null, line: null })}>${row.label || name}</a>` : html`<button class="fold" data-item @click=${toggle}>${row.label || name}</button>`}${row.folded ? html`<span class="low">${W.run.folded(row.folded)}</span>` : nothing}</span
      >
      <span role="gridcell" class="num low"
        >${took == null ? (row.try_number > 1 ? W.task.tryOf(row.try_number) : '') : duration(took)}</span
      ><span role="gridcell" class="num slack">${row.state === 'running' || !isRest(row.state) ? duration(row.slack_s) : ''}</span>
      <span role="gridcell" class="time"
        ><span class="track" role="img" aria-label=${spoken(row)}
          >${lines(a, due)}${row.deadlines.filter((/** @type {any} */ each) => each.latest_safe_start && !isRest(row.state)).map((/** @type {any} */ each) => ghost(each.latest_safe_start, each.due_at, a))}${bar(row.segments, a, tightest(row.deadlines)?.due_at)}${flags(row.deadlines, a)}${path.has(name) ? rail(path.get(name), a) : nothing}</span
        >${(joined.get(row.id) ?? []).filter(each => a.x(each.at) >= 0 && a.x(each.at) <= 100).map(each => html`<i class="joint" title=${W.run.then[each.then] ?? ''} .style=${`--x:${a.x(each.at).toFixed(3)}%;--n:${each.n}`}></i>`)}</span
      >
    </div>`;
  }

  /** What there is to say of a row. @param {any} row */
  function more(row) {
    const ahead = peek(base() + '/forecast').data?.by_task.find((/** @type {any} */ each) => each.task_id === row.id);
    const due = tightest(row.deadlines);
    return html`<p>
        ${glyph(row.state, row.cause)}
        <b>${row.label || row.id}</b> ${STATES[row.state] ?? row.state}${row.end_reason ? `: ${row.end_reason}` : ''}
      </p>
      ${row.reason ? html`<p>${reasonLine(row.reason)}</p>` : nothing}
      ${due ? html`<p class="hush">${forecastWords({ deadline: due, forecast: ahead ? { p50: ahead.p50, p90: ahead.p90, basis: '' } : rest(row), started_at: row.segments[0]?.from, ended_at: isRest(row.state) ? row.segments.at(-1)?.to : null, state: row.state })}</p>` : nothing}
      ${isRest(row.state) ? nothing : html`<p class="hush">${[ahead && ahead.criticality > 0 && ahead.criticality < 1 ? W.run.critically(percent(ahead.criticality)) : row.critical ? W.task.critical : '', row.slack_s == null ? '' : W.run.slack(duration(row.slack_s)), ahead?.latest_safe_start && !row.try_number ? W.run.latest(hm(ahead.latest_safe_start)) : ''].filter(Boolean).join(' ')}</p>`}${toldBy(row.segments)}`;
  }

  /** What its bar says of its end. @param {any} row */
  function rest(row) {
    const last = row.segments.at(-1);
    return last?.kind === 'predicted' ? { p50: last.to, p90: last.p90, basis: '' } : null;
  }

  /** @param {any} row */
  function spoken(row) {
    const last = row.segments.at(-1);
    return [
      STATES[row.state] ?? row.state,
      row.reason?.text,
      last?.kind === 'predicted' ? `likely until ${hm(last.to)}` : last ? `until ${hm(last.to)}` : ''
    ]
      .filter(Boolean)
      .join(', ');
  }

  /** @param {number} from @param {number} to */
  const show = (from, to) => go(withQuery({ from: new Date(from).toISOString(), to: new Date(to).toISOString() }), true);

  /** @param {any} a @param {number} factor */
  function zoom(a, factor) {
    const middle = now() > a.from && now() < a.to ? now() : (a.from + a.to) / 2;
    show(middle - (middle - a.from) * factor, middle + (a.to - middle) * factor);
  }

  /** @param {any} told */
  function graph(told) {
    import('../run/graph.js');
    const path = at('dags', dag(), 'graph') + '?version=' + told.dag_version;
    const layout = use(path);
    const states = use(tasksPath());
    return layout.data
      ? html`<co-graph
            .layout=${layout.data}
            .states=${states.data?.items ?? []}
            .selected=${selected()}
            @select=${(/** @type {CustomEvent} */ e) => go(withQuery({ task: e.detail }), true)}
          ></co-graph>
          <p class="pad low">${W.graph.key}. <a href=${withQuery({}, base() + '/tasks')}>${W.graph.list}</a></p>`
      : awaited(layout);
  }

  function tasks() {
    const state = route.query.get('state') ?? '';
    const q = route.query.get('q') ?? '';
    const path = state || q ? `${tasksPath()}${state ? '&state=' + state : ''}${q ? '&q=' + encodeURIComponent(q) : ''}` : tasksPath();
    const entry = use(path);
    const mayChoose = may('operator', dag());
    const over = (peek(timelinePath()).data?.run ?? peek(base()).data)?.ended_at;
    const whys = new Map(
      (over ? [] : (use(base() + '/why').data?.items ?? []))
        .filter((/** @type {any} */ each) => each.reasons.length)
        .map((/** @type {any} */ each) => [each.task_id, each.reasons[0]])
    );
    return html`<div class="pills">
        <input
          type="search"
          aria-label=${W.run.filter}
          placeholder=${W.run.filter}
          .value=${q}
          @change=${(/** @type {any} */ e) => go(withQuery({ q: e.target.value }), true)}
        />
        <select aria-label="State" @change=${(/** @type {any} */ e) => go(withQuery({ state: e.target.value }), true)}>
          <option value="">${W.night.all}</option>
          ${Object.keys(STATES)
            .slice(0, 14)
            .map(each => html`<option value=${each} ?selected=${each === state}>${STATES[each]}</option>`)}</select
        >${chosen.size ? html`<span class="strong">${W.run.chosen(chosen.size)}</span>${BULK.map(verb => html`<button class="btn" @click=${() => bulk(verb)}>${W.run.bulk[verb]}…</button>`)}` : nothing}
      </div>
      ${
        entry.data
          ? entry.data.items.length
            ? table(
                [...(mayChoose ? ['Chosen'] : []), 'Task', 'State', 'Operator', '#Try', 'Started', '#Took', '#Slack', 'Reason'],
                entry.data.items.map((/** @type {any} */ task) => {
                  const id = task.map_index == null ? task.task_id : `${task.task_id}~${task.map_index}`;
                  return [
                    ...(mayChoose
                      ? [
                          html`<input
                            type="checkbox"
                            aria-label=${`Choose ${id}`}
                            .checked=${chosen.has(id)}
                            @change=${(/** @type {any} */ e) => {
                              e.target.checked ? chosen.add(id) : chosen.delete(id);
                              draw();
                            }}
                          />`
                        ]
                      : []),
                    html`<a class="name" data-instead href=${withQuery({ task: id })}>${id}</a
                      >${task.map_label ? html` <span class="low">${task.map_label}</span>` : nothing}`,
                    stateWord(task.state, task.cause),
                    task.operator ?? '',
                    task.try_number ?? '',
                    hms(task.started_at),
                    task.started_at ? duration(((task.ended_at ? ms(task.ended_at) : now()) - ms(task.started_at)) / 1000) : '',
                    duration(task.slack_s),
                    whys.has(id) ? reasonLine(whys.get(id)) : (task.reason ?? '')
                  ];
                })
              )
            : empty(W.run.noneSuch)
          : awaited(entry)
      }${entry.data?.next ? html`<p class="pad hush">Only the first 500 are shown: filter them.</p>` : nothing}`;
  }

  /** Does it to all that are chosen; then none is. @param {string} verb */
  const bulk = verb =>
    act(
      { verb, label: W.run.bulk[verb], method: 'POST', href: `${base()}/${verb}`, dry_run: true, danger: false, primary: false },
      W.run.those(chosen.size),
      { tasks: [...chosen].map(inWish) },
      () => chosen.clear()
    );

  /** As wishes name instances. @param {string} id */
  const inWish = id => id.replace(/~(\d+)$/, '[$1]');

  /** @param {any} told */
  function deadlines(told) {
    const entry = use(base() + '/forecast');
    const forecast = entry.data;
    return html`${
      told.deadlines.length
        ? table(
            ['Deadline', 'Of', 'State', '#Chance of being late', '#To spare', 'Latest safe start'],
            told.deadlines.map((/** @type {any} */ each) => [
              time(each.due_at),
              each.task_id ?? 'the run',
              standing(each.status),
              chance(each.p_late),
              duration(each.slack_s),
              time(each.latest_safe_start)
            ])
          )
        : empty('This run has no deadline.', 'deadline: in its DAG file gives it one.')
    }
    ${forecast?.history.length > 1 ? moved(told, forecast.history) : nothing}${
      forecast && !told.ended_at
        ? html`<h2 class="pad">Tasks ahead</h2>
            ${
              forecast.by_task.length
                ? table(
                    ['Task', 'Likely', '9 in 10', '#Criticality', '#Slack', 'Latest safe start'],
                    forecast.by_task.map((/** @type {any} */ each) => [
                      html`<a data-instead href=${withQuery({ task: each.task_id })}>${each.task_id}</a>`,
                      time(each.p50, true),
                      each.p90 ? time(each.p90, true) : '',
                      percent(each.criticality),
                      duration(each.slack_s),
                      time(each.latest_safe_start)
                    ])
                  )
                : html`<p class="pad hush">Nothing is ahead of it.</p>`
            }
            ${
              forecast.moved_by.length
                ? html`<h2 class="pad">What moved it</h2>
                    <ul class="pad">
                      ${forecast.moved_by.map((/** @type {any} */ each) => html`<li>${hm(each.at)} ${each.text}: ${duration(each.delta_s)}</li>`)}
                    </ul>`
                : nothing
            }`
        : nothing
    }${forecast ? html`<p class="pad hush">${forecast.calibration ? `Of the last ${forecast.calibration.nights} nights ${forecast.calibration.within_p90} ended by the nine-in-ten time.` : 'No forecasts were kept of earlier nights.'}</p>` : awaited(entry, 3)}`;
  }

  /** @param {any} told @param {any[][]} history of made_at, p50, p90, p_late */
  function moved(told, history) {
    const due = tightest(told.deadlines.filter((/** @type {any} */ each) => each.scope === 'run'))?.due_at;
    return html`<h2 class="pad">${W.run.how}</h2>
      ${series({
        title: `${W.dag.p50} … ${W.dag.p90}`,
        from: history[0][0],
        to: told.ended_at ?? now(),
        say: hm,
        band: history.map(each => [each[0], ms(each[1]), ms(each[2])]),
        lines: [
          { name: W.dag.p50, look: 'likely', points: history.map(each => [each[0], ms(each[1])]) },
          { name: W.dag.p90, look: 'edge', points: history.map(each => [each[0], ms(each[2])]) }
        ],
        level: due ? { y: ms(due), name: W.run.due } : undefined
      })}`;
  }

  function machines() {
    const cost = use(`/cost?by=node_pool&run=${encodeURIComponent(dag() + '/' + run())}`);
    return cost.data
      ? cost.data.rows.length
        ? table(
            ['Node pool', '#Machine time', '#Idle', '#Cost'],
            cost.data.rows.map((/** @type {any} */ row) => [
              row.key,
              duration(row.machine_s),
              duration(row.idle_s),
              row.amount ? money(row.amount) : W.admin.machines.unknown
            ])
          )
        : empty(W.admin.machines.empty, W.admin.machines.text)
      : awaited(cost);
  }

  function events() {
    const entry = use(base() + '/events?limit=1000');
    const subject = `dags/${dag()}/runs/${run()}`;
    const deeds = may('operator') ? (use('/audit?limit=500&subject=' + encodeURIComponent(subject)).data?.items ?? []) : [];
    const kind = route.query.get('kind') ?? '';
    if (!entry.data) {
      return awaited(entry);
    }
    const told = entry.data.items.map((/** @type {any} */ each) => ({
      at: each.at,
      kind: each.kind,
      of: each.task_id ? each.task_id + (each.map_index == null ? '' : '~' + each.map_index) : each.kind,
      what: each.data.state
        ? html`${stateWord(each.data.state, each.data.cause)} <span class="hush">${each.data.reason ?? ''}</span>`
        : html`<span class="mono">${value(each.data)}</span>`
    }));
    const done = deeds.map((/** @type {any} */ each) => ({
      at: each.at,
      kind: 'deed',
      of: each.subject.slice(subject.length + 1).replace(/^tasks\//, '') || 'run',
      what: html`<p>
        <a href=${'/audit?entry=' + each.seq}>${each.verb}</a> ${W.run.by(each.who)} <span class="hush">${each.why ?? ''}</span>
      </p>`
    }));
    const shown = [...told, ...done].filter(each => !kind || each.kind === kind).sort((one, other) => ms(other.at) - ms(one.at));
    return html`<div class="pills">
        ${['', ...Object.keys(W.run.kinds)].map(each => html`<a data-instead href=${withQuery({ kind: each })} aria-current=${each === kind ? 'true' : nothing}>${each ? W.run.kinds[each] : W.night.all}</a>`)}
      </div>
      ${
        shown.length
          ? table(
              ['When', 'Of', 'What'],
              shown.map(each => [hms(each.at), each.of, each.what])
            )
          : html`<p class="pad hush">${W.run.noEvents}</p>`
      }`;
  }

  /** @param {any} told */
  function source(told) {
    const entry = use(at('dags', dag(), 'source') + '?version=' + told.dag_version);
    return html`${newer(told)}${pairs(told.params, W.run.params)}${told.note ? html`<p class="pad">${W.run.note}: ${told.note}</p>` : nothing}${
      entry.data
        ? html`<p class="pad low mono">${entry.data.path}, ${W.run.version(entry.data.version)}</p>
            <pre class="code" tabindex="0">${entry.data.source}</pre>`
        : awaited(entry)
    }`;
  }

  /** A run goes on by the version that it began with, unless somebody wants it otherwise. @param {any} told */
  function newer(told) {
    const version = use(at('dags', dag())).data?.version;
    if (!version || version <= told.dag_version) {
      return nothing;
    }
    const difference = use(`${at('dags', dag(), 'difference')}?from=${told.dag_version}&to=${version}`).data;
    const names = difference ? [...difference.added, ...difference.removed, ...Object.keys(difference.changed), ...difference.keys] : [];
    return html`<p class="pad">
      ${W.run.newer(version)} ${names.length ? html`${W.run.differs}: ${names.join(', ')}.` : nothing}
      ${told.ended_at || !may('operator', dag()) ? nothing : html`<button class="btn" @click=${() => act({ verb: 'move', label: W.run.moveTo(version), method: 'POST', href: base() + '/move', dry_run: true, danger: false, primary: false }, dag(), { to: version })}>${W.run.moveTo(version)}…</button>`}
    </p>`;
  }

  /** @param {any} data */
  function mine(data) {
    return data.dag_id === dag() && data.run_id === run();
  }

  return {
    title: () => {
      const told = peek(timelinePath()).data?.run ?? peek(base()).data;
      const late = told && tightest(told.deadlines)?.p_late;
      return [
        late != null ? chance(late) : told && told.state !== 'running' ? STATES[told.state] : '',
        selected() ? `${selected()} · ${dag()}` : dag()
      ]
        .filter(Boolean)
        .join(' · ');
    },
    view,
    topics: () => {
      const task = selected() ? peek(taskPath(dag(), run(), selected())).data : null;
      const tried = chosenTry(task, route.query.get('try') ?? '');
      return [`run:${dag()}/${run()}`, ...(tried && !tried.ended_at ? [`log:${dag()}/${run()}/${selected()}/${tried.number}`] : [])];
    },
    moved: next => {
      const same =
        next.args.dag === dag() &&
        next.args.run === run() &&
        (next.args.alone ?? '') === (route.args.alone ?? '') &&
        (next.args.tab ?? '') === tab();
      const here = next.args.dag === dag() && next.args.run === run() && !next.args.alone === !route.args.alone;
      if (here) {
        route = next;
      }
      return same || here;
    },
    heard: ({ name, data }) => {
      if (!mine(data)) {
        return;
      }
      if (name === 'log.grew') {
        grown.set(data.task, data.stdout + data.stderr);
        return;
      }
      if (name === 'task.changed') {
        const news = new Map(data.items.map((/** @type {any} */ each) => [each.task, each]));
        const newer = (/** @type {any} */ row, /** @type {string} */ id) => {
          const item = /** @type {any} */ (news.get(id));
          return item && item.version > row.version
            ? { ...row, state: item.state, cause: item.cause, try_number: item.try_number, version: item.version }
            : row;
        };
        patch(timelinePath(), old => ({ ...old, rows: old.rows.map((/** @type {any} */ row) => newer(row, row.id)) }));
        patch(tasksPath(), old => ({
          ...old,
          items: old.items.map((/** @type {any} */ task) =>
            newer(task, task.map_index == null ? task.task_id : `${task.task_id}~${task.map_index}`)
          )
        }));
      }
      if (name === 'run.changed') {
        const newer = (/** @type {any} */ old) =>
          old.version < data.version ? { ...old, state: data.state, done: data.done, total: data.total, counts: data.counts } : old;
        patch(timelinePath(), old => ({ ...old, run: newer(old.run) }));
        patch(base(), newer);
      }
      refreshShown(path => path.startsWith(base()), 400);
      refresh(timelinePath(), 400);
    },
    key: event => {
      const task = selected();
      if (event.key === 'Escape' && task && !route.args.alone) {
        go(withQuery({ task: null, tab: null, try: null, line: null }), true);
      } else if ((event.key === 'w' || event.key === 'l') && task) {
        go(withQuery({ tab: event.key === 'w' ? 'why' : 'log' }), true);
      } else if (event.key === 'g') {
        go(base() + '/graph');
      } else if (event.key === 'p') {
        pathOnly();
      } else if (event.key === '0') {
        go(withQuery({ from: null, to: null }), true);
      } else if (event.key === '/') {
        /** @type {HTMLElement|null} */ (document.querySelector('.pills input[type=search]'))?.focus();
      } else {
        return false;
      }
      return true;
    }
  };
}
