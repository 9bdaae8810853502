// A DAG as a picture: places come from the server, states are painted over them. One canvas, whatever the size.
import { W, STATES } from '../look/words.en.js';
import { SIGNS } from '../parts/bits.js';

/** @typedef {{id: string, kind: string, label: string, operator?: string, x: number, y: number, w: number, h: number, parent?: string, folded?: number}} Node */

const COLOURS = {
  running: 'blue',
  launching: 'blue',
  success: 'green',
  failed: 'red',
  upstream_failed: 'red',
  cancelled: 'ink',
  queued: 'ink',
  removed: 'ink',
  stopping: 'amber',
  up_for_retry: 'amber',
  unreachable: 'magenta',
  deferred: 'violet'
};

/** Nodes from which on there is a small picture of the whole in the corner. */
const SMALL_FROM = 150;
const SMALL_WIDE = 200;
const SMALL_HIGH = 130;
/** How far edges may go round what lies between their ends. */
const ASIDE = 600;
/** Below this scale arrow heads are specks. */
const POINTED = 0.15;

/** `<co-graph .layout=${graph} .states=${tasks} .selected=${id}>`; select tells of the task that was chosen */
class Graph extends HTMLElement {
  /** @type {{width: number, height: number, nodes: Node[], edges: any[], folded?: string[]}|null} */ shown = null;
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
        if (!before || rank(task.state) > rank(before.state)) {
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
      this.canvas = document.createElement('canvas');
      this.canvas.tabIndex = 0;
      this.canvas.setAttribute('role', 'application');
      this.canvas.setAttribute('aria-label', 'Graph. ' + W.graph.key);
      this.words = document.createElement('p');
      this.words.className = 'away';
      this.words.setAttribute('aria-live', 'polite');
      const bar = document.createElement('div');
      bar.className = 'pills';
      const search = document.createElement('input');
      search.type = 'search';
      search.placeholder = W.graph.search;
      search.setAttribute('aria-label', W.graph.search);
      search.addEventListener('input', () => {
        this.query = search.value.toLowerCase();
        this.draw();
      });
      bar.append(
        search,
        ...[
          ['+', () => this.zoom(1.3)],
          ['−', () => this.zoom(1 / 1.3)],
          [
            W.graph.fit,
            () => {
              this.fitted = false;
              this.draw();
            }
          ]
        ].map(([label, deed]) => {
          const button = document.createElement('button');
          button.type = 'button';
          button.textContent = String(label);
          button.addEventListener('click', /** @type {() => void} */ (deed));
          return button;
        })
      );
      this.append(bar, this.canvas, this.words);
      this.listen(this.canvas);
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
    canvas.addEventListener('keydown', e => {
      const keys = { ArrowRight: 'out', ArrowLeft: 'in', ArrowDown: 'down', ArrowUp: 'up' };
      if (keys[e.key]) {
        e.preventDefault();
        e.stopPropagation();
        this.walk(keys[e.key]);
      } else if (e.key === 'Enter' && this.focused) {
        const node = this.node(this.focused);
        if (node) {
          this.choose(node);
        }
      } else if (e.key === '+' || e.key === '-') {
        this.zoom(e.key === '+' ? 1.3 : 1 / 1.3);
      } else if (e.key === '0') {
        this.fitted = false;
        this.draw();
        e.stopPropagation();
      }
    });
    canvas.addEventListener('focus', () => {
      if (!this.focused) {
        this.focused = this.picked || this.leaves()[0]?.id || '';
        this.say();
      }
      this.draw();
    });
    canvas.addEventListener('blur', () => this.draw());
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
    return this.leaves().find(each => x >= each.x && x <= each.x + each.w && y >= each.y && y <= each.y + each.h);
  }

  /** Where the small picture lies; null: the large one is enough. @returns {{x: number, y: number, w: number, h: number}|null} */
  corner() {
    const graph = this.shown;
    const canvas = this.canvas;
    if (!graph || !canvas || graph.nodes.length < SMALL_FROM) {
      return null;
    }
    const scale = Math.min(SMALL_WIDE / graph.width, SMALL_HIGH / graph.height);
    return {
      x: canvas.clientWidth - graph.width * scale - 10,
      y: canvas.clientHeight - graph.height * scale - 10,
      w: graph.width * scale,
      h: graph.height * scale
    };
  }

  /** Looks at what was pointed at in the small picture. @param {PointerEvent} event @param {boolean} [anyway] @returns {boolean} whether it was */
  goTo(event, anyway = false) {
    const box = this.corner();
    const graph = this.shown;
    if (
      !box ||
      !graph ||
      (!anyway && (event.offsetX < box.x || event.offsetY < box.y || event.offsetX > box.x + box.w || event.offsetY > box.y + box.h))
    ) {
      return false;
    }
    this.left = this.clientWidth / 2 - ((event.offsetX - box.x) / box.w) * graph.width * this.scale;
    this.top = (this.canvas?.clientHeight ?? 0) / 2 - ((event.offsetY - box.y) / box.h) * graph.height * this.scale;
    this.draw();
    return true;
  }

  /** @param {CanvasRenderingContext2D} pen @param {(name: string) => string} colour @param {number} ratio */
  paintSmall(pen, colour, ratio) {
    const box = this.corner();
    const graph = this.shown;
    if (!box || !graph) {
      return;
    }
    const scale = (box.w / graph.width) * ratio;
    if (!this.small || this.smallScale !== scale) {
      this.small = document.createElement('canvas');
      this.small.width = Math.ceil(box.w * ratio) + 2;
      this.small.height = Math.ceil(box.h * ratio) + 2;
      this.smallScale = scale;
      const fine = this.small.getContext('2d');
      for (const node of this.leaves()) {
        const state = this.by.get(node.id)?.state ?? '';
        if (fine) {
          fine.fillStyle = colour(COLOURS[state] ?? 'grey');
          fine.fillRect(node.x * scale, node.y * scale, Math.max(1, node.w * scale), Math.max(1, node.h * scale));
        }
      }
    }
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.fillStyle = colour('surface');
    pen.strokeStyle = colour('edge');
    pen.lineWidth = 1;
    box5(pen, box);
    pen.fill();
    pen.stroke();
    pen.drawImage(this.small, box.x, box.y, this.small.width / ratio, this.small.height / ratio);
    const [w, h] = [this.canvas?.clientWidth ?? 0, this.canvas?.clientHeight ?? 0];
    const across = (/** @type {number} */ x) => Math.max(box.x - 4, Math.min(box.x + box.w + 4, box.x + (x / graph.width) * box.w));
    const down = (/** @type {number} */ y) => Math.max(box.y - 4, Math.min(box.y + box.h + 4, box.y + (y / graph.height) * box.h));
    const [x0, x1] = [across(-this.left / this.scale), across((w - this.left) / this.scale)];
    const [y0, y1] = [down(-this.top / this.scale), down((h - this.top) / this.scale)];
    pen.strokeStyle = colour('link');
    pen.lineWidth = 2;
    pen.strokeRect(x0, y0, Math.max(4, x1 - x0), Math.max(4, y1 - y0));
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
    const style = getComputedStyle(document.documentElement);
    /** @type {Map<string, string>} */
    const known = new Map();
    const colour = (/** @type {string} */ name) => {
      const found = known.get(name) ?? style.getPropertyValue('--' + name).trim();
      known.set(name, found);
      return found;
    };
    const text = colour('text');
    const edgeColour = colour('edge');
    const surface = colour('surface');
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.translate(this.left, this.top);
    pen.scale(this.scale, this.scale);
    const [x0, y0, x1, y1] = [
      -this.left / this.scale,
      -this.top / this.scale,
      (width - this.left) / this.scale,
      (height - this.top) / this.scale
    ];
    const inSight = (/** @type {Node} */ n) => n.x < x1 && n.x + n.w > x0 && n.y < y1 && n.y + n.h > y0;
    const critical = (/** @type {string} */ id) => this.by.get(id)?.critical;
    for (const node of graph.nodes) {
      if (node.kind === 'group' && !node.folded && inSight(node)) {
        pen.fillStyle = colour('sunken');
        pen.strokeStyle = colour('line');
        pen.lineWidth = 1;
        box(pen, node, 8);
        pen.fill();
        pen.stroke();
        pen.fillStyle = colour('text-2');
        pen.font = '500 11px system-ui, sans-serif';
        pen.fillText(node.label, node.x + 8, node.y + 14);
      }
    }
    for (const edge of graph.edges) {
      const [from, to] = [edge.points[0] ?? [0, 0], edge.points.at(-1) ?? [0, 0]];
      if (
        Math.max(from[0], to[0]) < x0 ||
        Math.min(from[0], to[0]) > x1 ||
        Math.max(from[1], to[1]) < y0 - ASIDE ||
        Math.min(from[1], to[1]) > y1 + ASIDE
      ) {
        continue;
      }
      const thick = critical(edge.from) && critical(edge.to);
      pen.strokeStyle = thick ? text : edgeColour;
      pen.lineWidth = thick ? 2.5 : 1;
      pen.setLineDash(edge.kind === 'data' ? [] : edge.kind === 'teardown' ? [2, 3] : [6, 4]);
      pen.beginPath();
      edge.points.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
      pen.stroke();
      pen.setLineDash([]);
      if (this.scale < POINTED) {
        continue;
      }
      const [ex, ey] = to;
      pen.fillStyle = thick ? text : edgeColour;
      pen.beginPath();
      pen.moveTo(ex, ey);
      pen.lineTo(ex - 6, ey - 3.5);
      pen.lineTo(ex - 6, ey + 3.5);
      pen.fill();
    }
    const readable = this.scale > 0.35;
    const focus = document.activeElement === canvas;
    for (const node of graph.nodes) {
      if ((node.kind === 'group' && !node.folded) || !inSight(node)) {
        continue;
      }
      const task = this.by.get(node.id);
      const state = task?.state ?? '';
      const c = colour(COLOURS[state] ?? 'grey');
      pen.globalAlpha = this.query && !node.label.toLowerCase().includes(this.query) ? 0.25 : 1;
      if (node.kind === 'map' || node.folded) {
        pen.fillStyle = surface;
        pen.strokeStyle = edgeColour;
        pen.lineWidth = 1;
        box(pen, { ...node, x: node.x + 4, y: node.y + 4 }, 6);
        pen.fill();
        pen.stroke();
      }
      pen.fillStyle = surface;
      pen.strokeStyle = state ? c : edgeColour;
      pen.lineWidth = node.id === this.picked ? 3 : task?.critical ? 2.5 : 1.2;
      box(pen, node, 6);
      pen.fill();
      pen.stroke();
      if (state) {
        pen.fillStyle = c;
        pen.globalAlpha *= 0.16;
        pen.fill();
        pen.globalAlpha = this.query && !node.label.toLowerCase().includes(this.query) ? 0.25 : 1;
      }
      if (readable) {
        pen.font = '12px system-ui, sans-serif';
        pen.textBaseline = 'middle';
        const y = node.y + node.h / 2;
        if (state) {
          pen.fillStyle = c;
          pen.fillText(SIGNS[state] ?? '', node.x + 8, y + 0.5);
        }
        pen.fillStyle = text;
        pen.fillText(
          cut(pen, node.label + (node.folded ? ` (${node.folded})` : ''), node.w - (state ? 30 : 16)),
          node.x + (state ? 24 : 8),
          y + 0.5
        );
        pen.textBaseline = 'alphabetic';
      }
      if (focus && node.id === this.focused) {
        pen.strokeStyle = colour('ring');
        pen.lineWidth = 2 / this.scale;
        box(pen, { ...node, x: node.x - 4, y: node.y - 4, w: node.w + 8, h: node.h + 8 }, 8);
        pen.stroke();
      }
      pen.globalAlpha = 1;
    }
    this.paintSmall(pen, colour, ratio);
  }
}

/** @param {string} state */
function rank(state) {
  return [
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
  ].indexOf(state);
}

/** @param {CanvasRenderingContext2D} pen @param {{x: number, y: number, w: number, h: number}} at @param {number} r */
function box(pen, at, r) {
  pen.beginPath();
  pen.roundRect(at.x, at.y, at.w, at.h, r);
}

/** @param {CanvasRenderingContext2D} pen @param {{x: number, y: number, w: number, h: number}} at */
function box5(pen, at) {
  box(pen, { x: at.x - 5, y: at.y - 5, w: at.w + 10, h: at.h + 10 }, 6);
}

/** @param {CanvasRenderingContext2D} pen @param {string} text @param {number} width */
function cut(pen, text, width) {
  if (pen.measureText(text).width <= width) {
    return text;
  }
  let end = text.length;
  while (end > 1 && pen.measureText(text.slice(0, end) + '…').width > width) {
    end--;
  }
  return text.slice(0, end) + '…';
}

customElements.define('co-graph', Graph);
