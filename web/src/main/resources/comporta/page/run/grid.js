// Runs against tasks, a letter for each: only the rows in sight exist, and rows keep their elements while they are scrolled.
import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { draw } from '../app.js';
import { at } from '../router.js';
import { W, STATES, count } from '../look/words.en.js';
import { day, dayTime, duration, whole } from '../look/format.js';
import { LETTERS, SIGNS, fillOf, glyph } from '../parts/bits.js';

const ROW = 20;
const HEIGHT = 620;
/** Beyond so many rows only those in sight exist, and some on either side, so that not every pixel of scrolling draws. */
const MANY = 80;
const STEP = 12;
/** The longest name that the first column makes room for, in characters. */
const LONGEST = 44;
/** Letters of the grid, the worst first. */
const WORST = 'fnuoyrlqdwckxs';

/** @typedef {{run_id: string, logical_date: string, state: string, duration_s: number|null, version: number, cells: string, tries: Record<string, number>}} Run */
/** @typedef {{key: string, group?: string, depth: number, kids?: number[], task?: any, i?: number}} GridRow */

/** The grid of a DAG, which remembers where it was scrolled to and what was folded. @param {string} dag */
export function grids(dag) {
  let top = 0;
  /** Groups that are closed. @type {Set<string>} */
  const folds = new Set();

  /** @param {{tasks: any[], runs: Run[]}} told */
  function view(told) {
    const runs = told.runs.toReversed();
    const when = runs.map(run => dayTime(run.logical_date));
    const hrefs = runs.map(run => at('dags', dag, 'runs', run.run_id));
    const most = Math.max(1, ...runs.map(run => run.duration_s ?? 0));
    const rows = rowsOf(told.tasks);
    const many = rows.length > MANY;
    const from = many ? Math.max(0, (Math.floor(top / ROW / STEP) - 1) * STEP) : 0;
    const part = many ? rows.slice(from, from + Math.ceil(HEIGHT / ROW) + 3 * STEP) : rows;
    const wide = Math.min(LONGEST, Math.max(8, ...told.tasks.map(task => task.label.length + task.depth * 2)));
    const spacer = (/** @type {number} */ n) => n > 0 ? html`<tr role="presentation"><td .style=${`height:${n * ROW}px`}></td></tr>` : nothing;
    const scrolled = (/** @type {any} */ e) => {
      const before = Math.floor(top / ROW / STEP);
      top = e.target.scrollTop;
      if (Math.floor(top / ROW / STEP) !== before) {
        draw();
      }
    };
    return html`<div class="wide" tabindex="0" role="region" aria-label="Grid" .style=${many ? `height:${HEIGHT}px;overflow:auto` : ''} @scroll=${many ? scrolled : nothing} @keydown=${key}><table class="cells" .style=${`--first:calc(${wide}ch + 28px);--n:${runs.length}`}><thead><tr><th scope="col">${W.run.columns.task}</th>${runs.map((run, column) => html`<th scope="col" class="cap"><a tabindex="-1" data-cell=${`-1,${column}`} href=${hrefs[column]} title=${`${whole(run.logical_date)}: ${STATES[run.state]}, ${duration(run.duration_s)}`} aria-label=${`Run of ${when[column]}: ${STATES[run.state]}`}><i class="st-${run.state} fill-${fillOf(run.state)}" .style=${`--h:${Math.round((run.duration_s ?? 0) / most * 100)}%`}></i></a></th>`)}</tr></thead>
      <tbody>${spacer(from)}${repeat(part, row => row.key, (row, i) => html`<tr>${row.kids ? head(row) : html`<th scope="row" .style=${`padding-left:${12 + row.task.depth * 14}px`} title=${row.task.label}>${row.task.label}${row.task.mapped ? ' [ ]' : ''}</th>`}${runs.map((run, column) => row.kids ? together(run, row, when[column]) : cell(run, row, `${from + i},${column}`, when[column], hrefs[column]))}</tr>`)}${spacer(rows.length - from - part.length)}</tbody></table></div>
      <p class="pad low">${day(runs[0].logical_date)} – ${day(runs.at(-1)?.logical_date)}, the newest on the right. Arrow keys reach each cell.</p>`;
  }

  /** Rows of tasks, each group under a row of its own that can be closed. @param {any[]} tasks @returns {GridRow[]} */
  function rowsOf(tasks) {
    /** @type {GridRow[]} */ const rows = [];
    /** @type {GridRow|null} */ let group = null;
    tasks.forEach((task, i) => {
      if (task.group && task.group !== group?.group) {
        group = { key: 'group:' + task.group, group: task.group, depth: task.depth, kids: [] };
        rows.push(group);
      } else if (!task.group) {
        group = null;
      }
      group?.kids?.push(i);
      if (!task.group || !folds.has(task.group)) {
        rows.push({ key: task.task_id, depth: task.depth, task, i });
      }
    });
    return rows;
  }

  /** @param {GridRow} row */
  function head(row) {
    const name = row.group ?? '';
    const toggle = () => { folds.has(name) ? folds.delete(name) : folds.add(name); draw(); };
    return html`<th scope="row" .style=${`padding-left:${4 + (row.depth - 1) * 14}px`}><button class="fold" aria-expanded=${!folds.has(name)} @click=${toggle}>${folds.has(name) ? '▸' : '▾'} ${name}</button></th>`;
  }

  /** A group in a run: the worst of its tasks. @param {Run} run @param {GridRow} row @param {string} when */
  function together(run, row, when) {
    const letters = new Set(row.kids?.map(i => run.cells[i]));
    const state = LETTERS[WORST.split('').find(letter => letters.has(letter)) ?? ''];
    const words = `${row.group}, ${when}: ${STATES[state]}`;
    return html`<td>${state && folds.has(row.group ?? '') ? html`<i class="whole st-${state} fill-${fillOf(state)}" data-sign=${SIGNS[state] ?? ''} role="img" aria-label=${words} title=${words}></i>` : nothing}</td>`;
  }

  /** @param {Run} run @param {GridRow} row @param {string} place @param {string} when @param {string} href of the run */
  function cell(run, row, place, when, href) {
    const state = LETTERS[run.cells[row.i ?? 0]];
    if (!state) {
      return html`<td></td>`;
    }
    const tries = run.tries[String(row.i)];
    const words = `${row.task.label}, ${when}: ${STATES[state]}${tries ? `, ${count(tries, 'try', 'tries')}` : ''}`;
    return html`<td><a tabindex="-1" .pop=${() => html`<p>${glyph(state)} ${words}</p><p class="hush">${W.dag.cellRun(STATES[run.state], duration(run.duration_s), run.version)}</p>`} data-cell=${place} class="st-${state} fill-${fillOf(state)}" href=${`${href}?task=${encodeURIComponent(row.task.task_id)}`} data-sign=${SIGNS[state] ?? ''} aria-label=${words}></a></td>`;
  }

  return { view, rewind: () => { top = 0; } };
}

/** Arrows go from cell to cell. @param {KeyboardEvent} event */
function key(event) {
  const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  const target = /** @type {HTMLElement} */ (event.target);
  const here = target.dataset?.cell?.split(',').map(Number) ?? (target === event.currentTarget ? [-2, 0] : null);
  if (by && here) {
    if (here[0] === -2) {   // from the grid itself into it
      by[0] = 1;
      by[1] = 0;
    }
    for (let [row, column] = [here[0] + by[0], here[1] + by[1]], steps = 0; steps < 40; steps++, row += by[0], column += by[1]) {
      const next = document.querySelector(`[data-cell="${row},${column}"]`);
      if (next instanceof HTMLElement) {
        next.focus();
        break;
      }
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
