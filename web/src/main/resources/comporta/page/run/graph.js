// A DAG as a picture: places come from the server, states are painted over them. One canvas, whatever the size.
import { W, STATES } from '../look/words.en.js';
import { colours, paintGraph, paintSmall, smallPicture } from './graph-paint.js';

/** @typedef {import('./graph-paint.js').Node} Node */
/** @typedef {import('./graph-paint.js').Box} Box */

/** Nodes from which on there is a small picture of the whole in the corner. */
const SMALL_FROM = 150;
const SMALL_WIDE = 200;
const SMALL_HIGH = 130;
/** States of instances, from what tells least of their task to what tells most. */
const RANKS = [
  'removed',
  'skipped',
  'success',
  'cancelled',
  'waiting',
  'queued',
  'deferred',
  'up_for_retry',
  'launching',
  'running',
  'stopping',
  'unreachable',
  'upstream_failed',
  'failed'
];
/** What keys lead to from a node. @type {Record<string, string>} */
const WAYS = { ArrowRight: 'out', ArrowLeft: 'in', ArrowDown: 'down', ArrowUp: 'up' };

/** `<co-graph .layout=${graph} .states=${tasks} .selected=${id}>`; select tells of the task that was chosen */
class Graph extends HTMLElement {
  /** @type {import('./graph-paint.js').Layout|null} */ shown = null;
  /** @type {Map<string, any>} */ by = new Map();
  scale = 1;
  left = 0;
  top = 0;
  picked = '';
  focused = '';
  query = '';
  waiting = false;
  /** The whole of it, small. @type {HTMLCanvasElement|null} */ small = null;
  smallScale = 0;

  set layout(/** @type {any} */ graph) {
    if (graph !== this.shown) {
      this.shown = graph;
      this.fitted = false;
      this.small = null;
      this.nodes = new Map((graph?.nodes ?? []).map((/** @type {Node} */ each) => [each.id, each]));
      this.draw();
    }
  }
  /** @type {Map<string, Node>} */ nodes = new Map();
  fitted = false;

  set states(/** @type {any[]} */ tasks) {
    if (tasks !== this.given) {
      this.given = tasks;
      this.by = new Map();
      for (const task of tasks) {
        // of an expanded task the worst instance speaks
        const before = this.by.get(task.task_id);
        if (!before || RANKS.indexOf(task.state) > RANKS.indexOf(before.state)) {
          this.by.set(task.task_id, task);
        }
      }
      this.small = null;
      this.draw();
    }
  }
  /** @type {any} */ given = null;

  set selected(/** @type {string} */ id) {
    const plain = (id ?? '').replace(/~\d+$/, '');
    if (plain !== this.picked) {
      this.picked = plain;
      this.draw();
    }
  }

  connectedCallback() {
    for (const name of ['layout', 'states', 'selected']) {
      // what was given before this module had run lies in front of what would hear of it
      if (Object.hasOwn(this, name)) {
        const given = this[/** @type {'layout'} */ (name)];
        delete this[/** @type {any} */ (name)];
        this[/** @type {'layout'} */ (name)] = given;
      }
    }
    if (!this.canvas) {
      this.build();
    }
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(this);
    this.repaint = () => {
      this.small = null;
      this.draw();
    };
    addEventListener('co-painted', this.repaint);
    this.draw();
  }

  build() {
    this.canvas = document.createElement('canvas');
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute('role', 'application');
    this.canvas.setAttribute('aria-label', 'Graph. ' + W.graph.key);
    this.words = document.createElement('p');
    this.words.className = 'away';
    this.words.setAttribute('aria-live', 'polite');
    const search = document.createElement('input');
    search.type = 'search';
    search.placeholder = W.graph.search;
    search.setAttribute('aria-label', W.graph.search);
    search.addEventListener('input', () => {
      this.query = search.value.toLowerCase();
      this.draw();
    });
    const bar = document.createElement('div');
    bar.className = 'pills';
    bar.append(
      search,
      button('+', () => this.zoom(1.3)),
      button('−', () => this.zoom(1 / 1.3)),
      button(W.graph.fit, () => this.fit())
    );
    this.append(bar, this.canvas, this.words);
    this.listen(this.canvas);
  }

  disconnectedCallback() {
    this.resized?.disconnect();
    removeEventListener('co-painted', this.repaint);
  }
  repaint = () => {};

  /** @param {HTMLCanvasElement} canvas */
  listen(canvas) {
    /** @type {{x: number, y: number, moved: boolean}|null} */
    let drag = null;
    let small = false;
    canvas.addEventListener('pointerdown', e => {
      canvas.setPointerCapture(e.pointerId);
      small = this.goTo(e);
      drag = small ? null : { x: e.offsetX, y: e.offsetY, moved: false };
    });
    canvas.addEventListener('pointermove', e => {
      if (small) {
        this.goTo(e, true);
      } else if (drag) {
        const dx = e.offsetX - drag.x;
        const dy = e.offsetY - drag.y;
        drag.moved ||= Math.abs(dx) + Math.abs(dy) > 4;
        if (drag.moved) {
          this.left += dx;
          this.top += dy;
          drag.x = e.offsetX;
          drag.y = e.offsetY;
          this.draw();
        }
      } else {
        canvas.style.cursor = this.hit(e) ? 'pointer' : 'grab';
      }
    });
    canvas.addEventListener('pointerup', e => {
      const node = drag && !drag.moved ? this.hit(e) : null;
      drag = null;
      small = false;
      if (node) {
        this.choose(node);
      }
    });
    canvas.addEventListener(
      'wheel',
      e => {
        if (e.ctrlKey || e.metaKey) {
          e.preventDefault();
          this.zoom(e.deltaY < 0 ? 1.12 : 1 / 1.12, e.offsetX, e.offsetY);
        }
      },
      { passive: false }
    );
    canvas.addEventListener('keydown', e => this.key(e));
    canvas.addEventListener('focus', () => {
      if (!this.focused) {
        this.focused = this.picked || this.leaves()[0]?.id || '';
        this.say();
      }
      this.draw();
    });
    canvas.addEventListener('blur', () => this.draw());
  }

  /** @param {KeyboardEvent} e */
  key(e) {
    const way = WAYS[e.key];
    const node = this.node(this.focused);
    if (way) {
      e.preventDefault();
      e.stopPropagation();
      this.walk(way);
    } else if (e.key === 'Enter' && node) {
      this.choose(node);
    } else if (e.key === '+' || e.key === '-') {
      this.zoom(e.key === '+' ? 1.3 : 1 / 1.3);
    } else if (e.key === '0') {
      e.stopPropagation();
      this.fit();
    }
  }

  /** Shows all of it. */
  fit() {
    this.fitted = false;
    this.draw();
  }

  leaves() {
    return this.shown?.nodes.filter(each => each.kind === 'task' || each.kind === 'map' || each.folded) ?? [];
  }

  /** @param {string} id */
  node(id) {
    return this.nodes.get(id);
  }

  /** Along edges to the sides; to what stands above or below otherwise. @param {string} way */
  walk(way) {
    const here = this.node(this.focused);
    const edges = this.shown?.edges ?? [];
    let next;
    if (!here) {
      next = this.leaves()[0];
    } else if (way === 'out' || way === 'in') {
      const edge = edges.find(each => (way === 'out' ? each.from : each.to) === here.id);
      next = edge && this.node(way === 'out' ? edge.to : edge.from);
    } else {
      next = this.leaves()
        .filter(each => (way === 'down' ? each.y > here.y : each.y < here.y))
        .sort((one, other) => Math.hypot(one.x - here.x, (one.y - here.y) * 2) - Math.hypot(other.x - here.x, (other.y - here.y) * 2))[0];
    }
    if (next) {
      this.focused = next.id;
      const x = next.x * this.scale + this.left;
      const y = next.y * this.scale + this.top;
      if (x < 0 || y < 0 || x > this.clientWidth - 80 || y > this.clientHeight - 80) {
        this.left = this.clientWidth / 2 - next.x * this.scale;
        this.top = this.clientHeight / 2 - next.y * this.scale;
      }
      this.say();
      this.draw();
    }
  }

  say() {
    const edges = this.shown?.edges ?? [];
    const names = (/** @type {any[]} */ all) => (all.length > 2 ? `${all[0]} and ${all.length - 1} more` : all.join(' and '));
    const state = this.by.get(this.focused)?.state;
    const after = edges.filter(each => each.to === this.focused).map(each => each.from);
    const before = edges.filter(each => each.from === this.focused).map(each => each.to);
    if (this.words) {
      this.words.textContent = [
        this.focused,
        state ? STATES[state] : '',
        after.length ? 'after ' + names(after) : '',
        before.length ? 'before ' + names(before) : ''
      ]
        .filter(Boolean)
        .join(', ');
    }
  }

  /** @param {Node} node */
  choose(node) {
    this.focused = node.id;
    this.dispatchEvent(new CustomEvent('select', { detail: node.id }));
    this.draw();
  }

  /** @param {PointerEvent} event */
  hit(event) {
    const x = (event.offsetX - this.left) / this.scale;
    const y = (event.offsetY - this.top) / this.scale;
    return this.leaves().find(each => isIn(each, x, y));
  }

  /** Where the small picture lies; null: the large one is enough. @returns {Box|null} */
  corner() {
    const graph = this.shown;
    const canvas = this.canvas;
    if (!graph || !canvas || graph.nodes.length < SMALL_FROM) {
      return null;
    }
    const scale = Math.min(SMALL_WIDE / graph.width, SMALL_HIGH / graph.height);
    const [w, h] = [graph.width * scale, graph.height * scale];
    return { x: canvas.clientWidth - w - 10, y: canvas.clientHeight - h - 10, w, h };
  }

  /**
   * Looks at what was pointed at in the small picture.
   * @param {PointerEvent} event @param {boolean} [anyway] also beside it @returns {boolean} whether it was
   */
  goTo(event, anyway = false) {
    const at = this.corner();
    const graph = this.shown;
    if (!at || !graph || !(anyway || isIn(at, event.offsetX, event.offsetY))) {
      return false;
    }
    this.left = this.clientWidth / 2 - ((event.offsetX - at.x) / at.w) * graph.width * this.scale;
    this.top = (this.canvas?.clientHeight ?? 0) / 2 - ((event.offsetY - at.y) / at.h) * graph.height * this.scale;
    this.draw();
    return true;
  }

  /** @param {number} by @param {number} [x] @param {number} [y] */
  zoom(by, x = this.clientWidth / 2, y = this.clientHeight / 2) {
    const scale = Math.max(0.02, Math.min(3, this.scale * by));
    this.left = x - ((x - this.left) * scale) / this.scale;
    this.top = y - ((y - this.top) * scale) / this.scale;
    this.scale = scale;
    this.draw();
  }

  draw() {
    if (!this.waiting && this.isConnected) {
      this.waiting = true;
      requestAnimationFrame(() => {
        this.waiting = false;
        this.paint();
      });
    }
  }

  paint() {
    const canvas = this.canvas;
    const graph = this.shown;
    const pen = canvas?.getContext('2d');
    if (!canvas || !graph || !pen) {
      return;
    }
    const ratio = devicePixelRatio || 1;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    if (!this.fitted && width > 0) {
      this.scale = Math.min(1.25, (width - 40) / graph.width, (height - 40) / graph.height);
      this.left = (width - graph.width * this.scale) / 2;
      this.top = (height - graph.height * this.scale) / 2;
      this.fitted = true;
    }
    const frame = {
      graph,
      by: this.by,
      scale: this.scale,
      left: this.left,
      top: this.top,
      width,
      height,
      ratio,
      picked: this.picked,
      focused: document.activeElement === canvas ? this.focused : '',
      query: this.query,
      colour: colours()
    };
    paintGraph(pen, frame);
    const at = this.corner();
    if (at) {
      const scale = (at.w / graph.width) * ratio;
      if (!this.small || this.smallScale !== scale) {
        this.small = smallPicture(this.leaves(), this.by, frame.colour, at, scale, ratio);
        this.smallScale = scale;
      }
      paintSmall(pen, frame, this.small, at);
    }
  }
}

/** @param {string} label @param {() => void} deed */
function button(label, deed) {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = label;
  made.addEventListener('click', deed);
  return made;
}

/** @param {Box} box @param {number} x @param {number} y */
const isIn = (box, x, y) => x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h;

customElements.define('co-graph', Graph);
