// Writing a DAG: what a text would be, before it is put anywhere.
import { html, nothing } from 'lit-html';
import { draw } from '../app.js';
import { consult, may, problemOf, send } from '../api.js';
import { said } from '../look/cron.js';
import { W, count } from '../look/words.en.js';
import { dayTime, duration, hm, ms, value } from '../look/format.js';
import { go, withQuery } from '../router.js';
import { empty, glyph, sign, stateWord, table } from '../parts/bits.js';
import { axis, axisHead, bar, lines } from '../parts/bars.js';
import { tell } from '../parts/dialog.js';

const KEPT = 'comporta.author';
const BEGIN = `dag: my-first
description: Says what day it is
schedule: {cron: "0 1 * * *"}
tasks:
  today: {run: "date"}
  done: {run: "echo done", depends_on: today}
`;

/** @param {import('../router.js').Route} first @returns {import('../app.js').Page} */
export function open(first) {
  const A = W.author;
  let route = first;
  let [path, text] = kept();
  let busy = false;
  let stale = false;
  /** @type {any} */ let found = null;
  /** @type {import('../api.js').Problem|null} */ let refused = null;
  /** @type {any} */ let timer = 0;
  let asked = 0;
  let line = 0;

  /** What was being written stays in this tab. @returns {string[]} */
  function kept() {
    try {
      return JSON.parse(sessionStorage.getItem(KEPT) ?? 'null') ?? ['new.yaml', ''];
    } catch {
      return ['new.yaml', ''];
    }
  }

  function keep() {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify([path, text]));
    } catch {
      // storage is closed to us
    }
  }

  async function check() {
    clearTimeout(timer);
    const mine = ++asked; // what is still being checked is no longer wanted
    if (!text.trim()) {
      found = refused = null;
      busy = stale = false;
      draw();
      return;
    }
    busy = true;
    draw();
    try {
      const answer = await consult('/dagfiles/check', { path, text });
      if (mine !== asked) {
        return;
      }
      found = answer;
      refused = null;
      stale = false;
      import('../run/graph.js');
    } catch (e) {
      if (mine !== asked) {
        return;
      }
      refused = problemOf(e, W.notDone);
    }
    busy = false;
    draw();
  }

  async function push() {
    busy = true;
    draw();
    try {
      await send('POST', '/dags/push', { files: { [path]: text } });
      tell(W.admin.saved, { audit: true });
      await check();
    } catch (e) {
      refused = problemOf(e, W.notDone);
    }
    busy = false;
    draw();
  }

  function wrote(/** @type {string} */ now) {
    text = now.replace(/\r\n?/g, '\n'); // as the field has it, so that places are the same in both
    stale = true;
    keep();
    clearTimeout(timer);
    timer = setTimeout(check, 500);
    draw();
  }

  async function opened(/** @type {any} */ event) {
    const file = event.target.files?.[0];
    if (file) {
      path = file.name;
      wrote(await file.text());
      draw();
    }
  }

  /** To the place that a problem is in. @param {any} problem */
  function jump(problem) {
    const area = /** @type {HTMLTextAreaElement|null} */ (document.querySelector('#author-text'));
    if (area && problem.line) {
      const rows = text.split('\n');
      const start = rows.slice(0, problem.line - 1).join('\n').length + (problem.line > 1 ? 1 : 0);
      area.focus();
      area.setSelectionRange(start + Math.max(0, problem.column - 1), start + (rows[problem.line - 1]?.length ?? 0));
      area.scrollTop = (problem.line - 6) * lineHeight(area);
      line = problem.line;
      draw();
    }
  }

  /** @param {HTMLElement} area */
  const lineHeight = area => parseFloat(getComputedStyle(area).lineHeight) || 18;

  /** In which line the reader is, so that its problems stand out. @param {any} event */
  function moved(event) {
    const now = text.slice(0, event.target.selectionStart).split('\n').length;
    if (now !== line) {
      line = now;
      draw();
    }
  }

  /** Line numbers beside the text, those with problems marked; they scroll with it. */
  function gutter() {
    const bad = new Map((found?.problems ?? []).map((/** @type {any} */ each) => [each.line, each.severity]));
    const look = (/** @type {number} */ at) => (bad.get(at) === 'error' ? 'bad' : bad.has(at) ? 'warn' : '');
    return html`<pre class="gutter" aria-hidden="true">
${text.split('\n').map((_, i) => html`<span class=${look(i + 1)}>${i + 1 + '\n'}</span>`)}</pre>`;
  }

  const scrolled = (/** @type {any} */ event) => {
    const beside = event.target.previousElementSibling;
    beside.scrollTop = event.target.scrollTop;
  };

  /** What keeps it from running first. @param {any[]} all */
  const problems = all =>
    html`<ul class="problems">
      ${all.toSorted((one, other) => Number(one.severity !== 'error') - Number(other.severity !== 'error')).map(problem)}
    </ul>`;

  /** @param {any} each */
  const problem = each =>
    html`<li class=${each.line === line ? 'here' : ''}>
      ${each.severity === 'error' ? glyph('failed') : html`<span class="warn">${sign('warning')}</span>`}<span
        ><button class="btn quiet mono" @click=${() => jump(each)} aria-label=${`Line ${each.line}, column ${each.column}`}>
          ${each.line}:${each.column}
        </button>
        ${each.what}. <span class="hush">${each.fix}</span></span
      >
    </li>`;

  function result() {
    if (refused) {
      return html`<div class="pad bad" role="alert">
        ${refused.detail || refused.title}${refused.errors.map(each => html`<br />${each.pointer} ${each.detail}`)}
      </div>`;
    }
    if (!found) {
      return html`${empty(A.nothing, A.nothingText)}
        <p class="pad"><button class="btn" @click=${() => wrote(BEGIN)}>${A.begin}</button></p>`;
    }
    return html`${found.problems.length ? problems(found.problems) : nothing} ${found.dag ? asDag(found.dag) : asNone()}`;
  }

  /** @param {any} dag */
  function asDag(dag) {
    const show = route.query.get('show') ?? '';
    return html`<p class="pad">
        <b>${found.problems.length ? A.warned : A.ok}</b> ${dag.dag_id}: ${count(dag.tasks, 'task')}. ${said(dag.schedule)}.
      </p>
      <div class="tabs" role="navigation" aria-label=${A.result}>
        ${Object.entries(A.tabs).map(([key, words]) => tab(key, words, key === show))}
      </div>
      ${part(dag, show)}`;
  }

  const tab = (/** @type {string} */ key, /** @type {string} */ words, /** @type {boolean} */ isShown) =>
    html`<a data-instead href=${withQuery({ show: key })} aria-current=${isShown ? 'true' : nothing}>${words}</a>`;

  function asNone() {
    const errors = found.problems.filter((/** @type {any} */ each) => each.severity === 'error').length;
    return html`<p class="pad hush">${A.wrong(count(errors, 'error'))}</p>`;
  }

  /** @param {any} dag @param {string} show */
  function part(dag, show) {
    if (show === 'ticks') {
      return dag.next.length ? table(TICKS, dag.next.map(tick)) : html`<p class="pad hush">${W.dag.noTicks}</p>`;
    }
    if (show === 'night') {
      return night(dag.night);
    }
    if (show === 'difference') {
      return difference(dag.difference);
    }
    return html`<co-graph
      .layout=${dag.graph}
      .states=${NONE}
      .selected=${route.query.get('task') ?? ''}
      @select=${(/** @type {CustomEvent} */ e) => go(withQuery({ task: e.detail }), true)}
    ></co-graph>`;
  }

  /** @param {any} played */
  function night(played) {
    if (!played) {
      return html`<p class="pad hush">${A.tooMany}</p>`;
    }
    const length = ms(played.to) - ms(played.from);
    const a = axis(ms(played.from) - length * 0.02, ms(played.to) + Math.max(1000, length * 0.04), 6);
    return html`<p class="pad">
        ${A.played(duration(length / 1000), hm(played.from), hm(played.to))} ${stateWord(played.state)}.
        ${played.met == null ? nothing : html`<b class=${played.met ? '' : 'bad'}>${played.met ? A.met : A.notMet}</b>`}
      </p>
      <div class="played">
        <div class="trow hd">
          <span>${W.run.columns.task}</span><span class="num">${W.run.columns.took}</span><span>${axisHead(a)}</span>
        </div>
        ${played.tasks.map((/** @type {any} */ each) => ofNight(each, played.to, a))}
      </div>
      ${
        played.notes.length
          ? html`<details class="pad">
              <summary>${A.madeUp}</summary>
              <ul>
                ${played.notes.map((/** @type {string} */ each) => html`<li>${each}</li>`)}
              </ul>
            </details>`
          : nothing
      }`;
  }

  /** @param {any} each @param {string} end of the night @param {import('../parts/bars.js').Axis} a */
  const ofNight = (each, end, a) =>
    html`<div class="trow">
      <span class="task">${glyph(each.state)} ${each.task_id}</span
      ><span class="num low">${each.from && each.to ? duration((ms(each.to) - ms(each.from)) / 1000) : ''}</span
      ><span class="time"><span class="track">${lines(a)}${each.from ? work(each, end, a) : nothing}</span></span>
    </div>`;

  /** @param {any} each @param {string} end @param {import('../parts/bars.js').Axis} a */
  const work = (each, end, a) => bar([{ kind: 'work', state: each.state, from: each.from, to: each.to ?? end }], a);

  /** @param {any} told */
  function difference(told) {
    if (!told) {
      return html`<p class="pad hush">${A.isNew}</p>`;
    }
    const rows = [[A.added, told.added], [A.removed, told.removed], ...Object.entries(told.changed), [A.dagItself, told.keys]].filter(
      ([, what]) => !Array.isArray(what) || what.length
    );
    return rows.length
      ? html`<p class="pad low">${A.against(told.from)}</p>
          <dl class="pairs">${rows.map(([name, what]) => pair(name, Array.isArray(what) ? what.join(', ') : value(what)))}</dl>`
      : html`<p class="pad hush">${W.dag.same}</p>`;
  }

  const pair = (/** @type {string} */ name, /** @type {string} */ words) =>
    html`<dt>${name}</dt>
      <dd>${words}</dd>`;

  function named(/** @type {any} */ event) {
    path = event.target.value;
    keep();
  }

  const file = () =>
    html`<div class="pills">
      <label class="away" for="author-path">${A.path}</label><input id="author-path" .value=${path} @input=${named} @change=${check} />
      <label class="btn filer">${A.open}<input type="file" accept=".yaml,.yml" @change=${opened} /></label><span class="grow"></span
      ><span class="low" role="status">${busy ? A.checking : stale ? '…' : ''}</span>
      <button class="btn" ?disabled=${busy || !found?.dag} @click=${push}>${A.push}</button>
    </div>`;

  const editor = () =>
    html`<div class="editor">
      ${gutter()}<textarea
        id="author-text"
        class="mono"
        aria-label=${A.text}
        spellcheck="false"
        autocomplete="off"
        wrap="off"
        .value=${text}
        @input=${(/** @type {any} */ e) => wrote(e.target.value)}
        @keyup=${moved}
        @click=${moved}
        @scroll=${scrolled}
      ></textarea>
    </div>`;

  if (text) {
    queueMicrotask(check);
  }

  return {
    title: () => A.title,
    moved: next => {
      route = next;
      return true;
    },
    leave: () => clearTimeout(timer),
    view: () =>
      html`<div class="head">
          <h1 tabindex="-1">${A.title}</h1>
          <span class="hush">${A.kept}</span>
        </div>
        ${
          may('author')
            ? html`<div class="two author">
                <section class="panel" aria-label=${A.text}>${file()}${editor()}</section>
                <section class="panel" aria-live="polite" aria-label=${A.result}>${result()}</section>
              </div>`
            : empty(W.admin.needs('author'))
        }`
  };
}

/** @type {any[]} */
const NONE = [];

const TICKS = [W.author.when, W.author.local, W.author.dataFrom, W.author.dataTo, ''];

const tick = (/** @type {any} */ each) => [
  dayTime(each.tick),
  html`<span class="mono">${each.local}</span>`,
  dayTime(each.interval_start),
  dayTime(each.interval_end),
  each.note ?? ''
];
