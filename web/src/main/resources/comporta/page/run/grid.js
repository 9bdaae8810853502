// Runs against tasks, a letter for each: only the rows in sight exist, and scrolling gives those that have left to what comes.
import { html } from 'lit-html';
import { at } from '../router.js';
import { W, STATES, count } from '../look/words.en.js';
import { day, dayTime, duration, whole } from '../look/format.js';
import { LETTERS, SIGNS, fillOf, glyph } from '../parts/bits.js';

const ROW = 20;
const WIDE = 18;
const HEIGHT = 620;
/** Beyond so many rows only those in sight exist, and some on either side, so that fast scrolling shows no gap. */
const MANY = 80;
const BEYOND = 8;
/** Times the longest run: a deadline that is farther off would make all of them look alike. */
const FAR = 2;
/** Milliseconds without scrolling. */
const SETTLED = 200;
/** The longest name that the first column makes room for, in characters. */
const LONGEST = 44;
/** Letters of the grid, the worst first. */
const WORST = 'fnuoyrlqdwckxs';

/**
 * @typedef {{run_id: string, logical_date: string, state: string, duration_s: number|null, deadline_s?: number|null, version: number,
 *   cells: string, tries: Record<string, number>}} Run
 */
/** @typedef {{group?: string, depth: number, kids?: number[], task?: any, i?: number}} GridRow */
/** @typedef {HTMLAnchorElement & {pop?: () => unknown}} Cell */
/**
 * A row of elements, which row of the grid it is, what its cells show, and whether they lead there.
 * @typedef {{line: HTMLElement, head: HTMLElement, cells: Cell[], index: number, shown: string[], leads: boolean}} Line
 */

/**
 * @template {keyof HTMLElementTagNameMap} N
 * @param {N} tag @param {string} [role] @param {string} [name] of a class @returns {HTMLElementTagNameMap[N]}
 */
function element(tag, role, name) {
  const made = document.createElement(tag);
  if (role) {
    made.setAttribute('role', role);
  }
  made.className = name ?? '';
  return made;
}

/** `<co-grid .dag=${id} .folds=${set} .told=${grid}>`; folds are the groups that are closed */
class Grid extends HTMLElement {
  dag = '';
  /** Of which DAG what it shows is. */
  shows = '';
  /** @type {Set<string>} */ folds = new Set();
  /** The newest on the right. @type {Run[]} */ runs = [];
  /** @type {any[]} */ tasks = [];
  /** @type {GridRow[]} */ rows = [];
  /** @type {string[]} */ hrefs = [];
  /** @type {string[]} */ when = [];
  /** Those that exist, by the row they show. @type {Map<number, Line>} */
  lines = new Map();
  /** @type {any} */ given = null;
  zone = '';

  set told(/** @type {any} */ grid) {
    const zone = dayTime(grid.runs[0]?.logical_date); // the words of times change with the reader's zone
    if (grid !== this.given || zone !== this.zone) {
      const before = this.runs.map(run => run.run_id).join() + this.zone;
      const tasks = this.given?.tasks;
      this.given = grid;
      this.zone = zone;
      this.runs = grid.runs.toReversed();
      if (
        this.dag !== this.shows ||
        JSON.stringify(grid.tasks) !== JSON.stringify(tasks) ||
        this.runs.map(run => run.run_id).join() + zone !== before
      ) {
        this.tasks = grid.tasks;
        this.build();
      } else {
        this.caps();
        this.lines.forEach(line => this.fill(line, line.index));
      }
    }
  }

  build() {
    this.when = this.runs.map(run => dayTime(run.logical_date));
    this.hrefs = this.runs.map(run => at('dags', this.dag, 'runs', run.run_id));
    const wide = Math.min(LONGEST, Math.max(8, ...this.tasks.map(task => task.label.length + task.depth * 2)));
    const top = this.dag === this.shows ? (this.view?.scrollTop ?? 0) : 0;
    this.shows = this.dag;
    this.view = element('div', 'region', 'wide');
    this.view.tabIndex = 0;
    this.view.setAttribute('aria-label', W.dag.tabs['']);
    this.view.style.setProperty('--first', `calc(${wide}ch + 28px)`);
    this.view.style.setProperty('--n', String(this.runs.length));
    const table = this.table();
    this.view.append(table);
    const note = element('p', '', 'pad low');
    note.textContent = W.dag.gridNote(day(this.runs[0]?.logical_date), day(this.runs.at(-1)?.logical_date));
    this.replaceChildren(this.view, note);
    this.view.addEventListener('scroll', () => this.scrolled(), { passive: true });
    this.view.addEventListener('keydown', event => this.key(event));
    this.caps();
    this.arrange();
    this.view.scrollTop = top;
    this.scrolled();
    this.settle();
  }

  /** The head, and room for the rows. */
  table() {
    const table = element('div', 'table', 'cells');
    table.setAttribute('aria-label', W.dag.tabs['']);
    const name = element('span', 'columnheader', 'rowname');
    name.textContent = W.run.columns.task;
    this.head = element('div', 'row', 'caps');
    this.head.append(name, ...this.runs.map((_, column) => this.cap(column)));
    const heads = element('div', 'rowgroup');
    heads.append(this.head);
    this.cross = element('i', 'presentation', 'cross');
    this.cross.hidden = true;
    this.body = element('div', 'rowgroup', 'body');
    this.body.append(this.cross);
    table.append(heads, this.body);
    for (const name of ['pointerdown', 'focusin', 'contextmenu']) {
      table.addEventListener(name, () => this.settle(), { capture: true });
    }
    table.addEventListener('pointerover', event => this.crossed(event));
    table.addEventListener('pointerleave', () => {
      if (this.cross) {
        this.cross.hidden = true;
      }
    });
    return table;
  }

  /** @param {number} column */
  cap(column) {
    const head = element('span', 'columnheader', 'cell');
    const cap = element('a');
    cap.tabIndex = -1;
    cap.dataset.cell = `-1,${column}`;
    cap.href = this.hrefs[column];
    cap.append(element('i'), element('b'));
    head.append(cap);
    return head;
  }

  /** The runs over their columns, as high as they took long, each with a line at its deadline, unless that is far above all of them. */
  caps() {
    const longest = Math.max(1, ...this.runs.map(run => run.duration_s ?? 0));
    const seen = (/** @type {Run} */ run) => run.deadline_s != null && run.deadline_s > 0 && run.deadline_s <= FAR * longest;
    const most = Math.max(longest, ...this.runs.filter(seen).map(run => run.deadline_s ?? 0));
    this.head?.querySelectorAll('a').forEach((cap, column) => {
      const run = this.runs[column];
      const promise = run.deadline_s == null ? '' : W.dag.dueAfter(duration(run.deadline_s));
      cap.title = `${whole(run.logical_date)}: ${STATES[run.state]}, ${duration(run.duration_s)}${promise}`;
      cap.setAttribute('aria-label', `Run of ${this.when[column]}: ${STATES[run.state]}`);
      const bar = /** @type {HTMLElement} */ (cap.firstElementChild);
      bar.className = `st-${run.state} fill-${fillOf(run.state)}`;
      bar.style.height = `${Math.round(((run.duration_s ?? 0) / most) * 100)}%`;
      const due = /** @type {HTMLElement} */ (cap.lastElementChild);
      due.hidden = !seen(run);
      due.style.bottom = `${Math.round(((run.deadline_s ?? 0) / most) * 100)}%`;
    });
  }

  /** Rows of tasks, each group under a row of its own that can be closed. */
  arrange() {
    this.rows = [];
    /** @type {GridRow|null} */ let group = null;
    this.tasks.forEach((task, i) => {
      if (task.group && task.group !== group?.group) {
        group = { group: task.group, depth: task.depth, kids: [] };
        this.rows.push(group);
      } else if (!task.group) {
        group = null;
      }
      group?.kids?.push(i);
      if (!task.group || !this.folds.has(task.group)) {
        this.rows.push({ depth: task.depth, task, i });
      }
    });
    this.lines.forEach(line => line.line.remove());
    this.lines.clear();
    if (this.view && this.body) {
      const many = this.rows.length > MANY;
      this.view.style.height = many ? HEIGHT + 'px' : '';
      this.view.classList.toggle('scrolls', many);
      this.body.style.height = this.rows.length * ROW + 'px';
      this.body.parentElement?.setAttribute('aria-rowcount', String(this.rows.length + 1));
    }
    this.scrolled();
  }

  scrolled() {
    const view = this.view;
    if (!view || !this.body) {
      return;
    }
    const many = this.rows.length > MANY;
    const first = Math.floor(view.scrollTop / ROW);
    const from = many ? Math.max(0, first - BEYOND) : 0;
    const to = many ? Math.min(this.rows.length, first + Math.ceil(HEIGHT / ROW) + BEYOND) : this.rows.length;
    /** @type {Line[]} */ const free = [];
    for (const [index, line] of this.lines) {
      if (index < from || index >= to) {
        this.lines.delete(index);
        if (line.line.contains(document.activeElement)) {
          view.focus({ preventScroll: true }); // what had the focus has left the sight
        }
        free.push(line);
      }
    }
    for (let index = from; index < to; index++) {
      if (!this.lines.has(index)) {
        const line = free.pop() ?? this.line();
        this.lines.set(index, line);
        this.fill(line, index);
      }
    }
    free.forEach(line => line.line.remove());
    clearTimeout(this.settles);
    this.settles = setTimeout(() => this.settle(), SETTLED);
  }
  settles = 0;

  /** Once scrolling is over, or a row is wanted, rows lead where they say, and stand in the order in which they are read. */
  settle() {
    /** @type {Element|undefined} */ let before = this.cross;
    for (const [index, line] of [...this.lines].sort(([one], [other]) => one - other)) {
      const task = this.rows[index].task;
      if (!line.leads && task) {
        const query = `?task=${encodeURIComponent(task.task_id)}`;
        line.cells.forEach((cell, column) => {
          cell.href = this.hrefs[column] + query;
        });
      }
      line.leads = true;
      if (before?.nextElementSibling !== line.line) {
        before?.after(line.line);
      }
      before = line.line;
    }
  }

  /** @returns {Line} */
  line() {
    const line = element('div', 'row', 'line');
    const head = element('span', 'rowheader', 'rowname');
    line.append(head);
    const cells = this.runs.map((_, column) => {
      const cell = element('span', 'cell', 'cell');
      const link = /** @type {Cell} */ (element('a'));
      link.tabIndex = -1;
      link.pop = () => this.said(link, column);
      cell.append(link);
      line.append(cell);
      return link;
    });
    this.body?.append(line);
    return { line, head, cells, index: -1, shown: cells.map(() => ''), leads: false };
  }

  /** @param {Line} line @param {number} index of the row that it shows from now on */
  fill(line, index) {
    const row = this.rows[index];
    const anew = line.index !== index;
    if (anew) {
      line.index = index;
      line.leads = false;
      line.line.setAttribute('aria-rowindex', String(index + 2));
      line.line.style.top = index * ROW + 'px';
      line.shown.fill('');
      this.name(line.head, row);
    }
    line.cells.forEach((cell, column) => {
      const run = this.runs[column];
      const state = row.kids ? this.together(run, row) : LETTERS[run.cells[row.i ?? 0]];
      const tries = row.kids ? 0 : (run.tries[String(row.i)] ?? 0);
      const shows = `${state} ${tries}`;
      if (line.shown[column] !== shows) {
        line.shown[column] = shows;
        this.paint(cell, row, column, state, tries);
      }
      if (anew) {
        cell.dataset.cell = `${index},${column}`;
      }
    });
  }

  /** @param {HTMLElement} head @param {GridRow} row */
  name(head, row) {
    head.style.paddingLeft = (row.kids ? 4 + (row.depth - 1) * 14 : 12 + row.depth * 14) + 'px';
    if (row.kids) {
      const name = row.group ?? '';
      const button = element('button', '', 'fold');
      button.setAttribute('aria-expanded', String(!this.folds.has(name)));
      button.textContent = `${this.folds.has(name) ? '▸' : '▾'} ${name}`;
      button.addEventListener('click', () => {
        this.folds.has(name) ? this.folds.delete(name) : this.folds.add(name);
        this.arrange();
        [...this.querySelectorAll('.fold')].find(each => each.textContent === `${this.folds.has(name) ? '▸' : '▾'} ${name}`)?.focus();
      });
      head.replaceChildren(button);
      head.removeAttribute('title');
    } else {
      head.textContent = row.task.label + (row.task.mapped ? ' [ ]' : '');
      head.title = row.task.label;
    }
  }

  /** A closed group in a run: the worst of its tasks. @param {Run} run @param {GridRow} row */
  together(run, row) {
    const letters = this.folds.has(row.group ?? '') ? new Set(row.kids?.map(i => run.cells[i])) : new Set();
    return LETTERS[WORST.split('').find(letter => letters.has(letter)) ?? ''];
  }

  /** @param {Cell} cell @param {GridRow} row @param {number} column @param {string|undefined} state @param {number} tries */
  paint(cell, row, column, state, tries) {
    if (cell.hidden === Boolean(state)) {
      cell.hidden = !state;
    }
    if (!state) {
      return;
    }
    const look = `${row.kids ? 'whole ' : ''}st-${state} fill-${fillOf(state)}`;
    if (cell.className !== look) {
      // what is the same is not asked to be styled anew
      cell.className = look;
      cell.dataset.sign = SIGNS[state] ?? '';
    }
    cell.setAttribute('aria-label', this.words(row, column, state, tries));
    if (row.kids) {
      cell.removeAttribute('href');
      cell.setAttribute('role', 'img');
    } else if (cell.hasAttribute('role')) {
      cell.removeAttribute('role');
    }
  }

  /** @param {GridRow} row @param {number} column @param {string} state @param {number} tries */
  words(row, column, state, tries) {
    const tried = tries ? `, ${count(tries, 'try', 'tries')}` : '';
    return `${row.kids ? row.group : row.task.label}, ${this.when[column]}: ${STATES[state]}${tried}`;
  }

  /** What there is to say of a cell. @param {Cell} cell @param {number} column */
  said(cell, column) {
    const row = this.rows[Number(cell.dataset.cell?.split(',')[0])];
    const run = this.runs[column];
    const state = row.kids ? this.together(run, row) : LETTERS[run.cells[row.i ?? 0]];
    return html`<p>${glyph(state ?? '')} ${this.words(row, column, state ?? '', row.kids ? 0 : (run.tries[String(row.i)] ?? 0))}</p>
      <p class="hush">${W.dag.cellRun(STATES[run.state], duration(run.duration_s), run.version)}</p>`;
  }

  /** The column that is pointed at; of the row the style sheet knows. @param {PointerEvent} event */
  crossed(event) {
    const column = /** @type {Element} */ (event.target).closest('.cell')?.querySelector('a')?.dataset.cell?.split(',')[1];
    if (this.cross) {
      this.cross.hidden = column === undefined;
      this.cross.style.left = `calc(var(--first) + ${Number(column ?? 0) * WIDE}px)`;
    }
  }

  /** Arrows go from cell to cell. @param {KeyboardEvent} event */
  key(event) {
    const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    const target = /** @type {HTMLElement} */ (event.target);
    const here = target.dataset?.cell?.split(',').map(Number) ?? (target === this.view ? [-2, 0] : null);
    if (by && here) {
      if (here[0] === -2) {
        // from the grid itself into it
        by[0] = 1;
        by[1] = 0;
      }
      for (let [row, column] = [here[0] + by[0], here[1] + by[1]], steps = 0; steps < 40; steps++, row += by[0], column += by[1]) {
        const next = this.querySelector(`[data-cell="${row},${column}"]`);
        if (next instanceof HTMLElement && !next.hidden) {
          next.focus();
          break;
        }
      }
      event.preventDefault();
      event.stopPropagation();
    }
  }
}

customElements.define('co-grid', Grid);
