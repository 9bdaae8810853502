// How a graph looks on a canvas. A frame of a thousand tasks is painted within a few milliseconds: what is not in sight is left out.
import { SIGNS } from '../parts/bits.js';

/** @typedef {{x: number, y: number, w: number, h: number}} Box */
/**
 * @typedef {{id: string, kind: string, label: string, operator?: string, x: number, y: number, w: number, h: number, parent?: string,
 *   folded?: number}} Node
 * @typedef {{width: number, height: number, nodes: Node[], edges: any[], folded?: string[]}} Layout
 * @typedef {{graph: Layout, by: Map<string, any>, scale: number, left: number, top: number, width: number, height: number, ratio: number,
 *   picked: string, focused: string, query: string, colour: (name: string) => string}} Frame
 *   by: what is known of tasks, by their ids; focused: the node with the focus, if the canvas has it
 */

/** @type {Record<string, string>} */
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

/** How far edges may go round what lies between their ends. */
const ASIDE = 600;
/** Below this scale arrow heads are specks. */
const POINTED = 0.15;
/** Above this scale labels can be read. */
const READABLE = 0.35;
/** How much is seen of what the search does not find. */
const FAINT = 0.25;
/** @type {Record<string, number[]>} */
const DASHES = { data: [], teardown: [2, 3] };
const ORDER = [6, 4];
/** Where an edge is whose place is not known. */
const NOWHERE = [0, 0];

/** Colours of the page, each looked up once. @returns {(name: string) => string} */
export function colours() {
  const style = getComputedStyle(document.documentElement);
  /** @type {Map<string, string>} */
  const known = new Map();
  return name => {
    let found = known.get(name);
    if (found === undefined) {
      found = style.getPropertyValue('--' + name).trim();
      known.set(name, found);
    }
    return found;
  };
}

/** Paints the graph, but for the small picture of it. @param {CanvasRenderingContext2D} pen @param {Frame} frame */
export function paintGraph(pen, frame) {
  const { scale, left, top, ratio } = frame;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, frame.width, frame.height);
  pen.translate(left, top);
  pen.scale(scale, scale);
  const x0 = -left / scale;
  const y0 = -top / scale;
  const x1 = (frame.width - left) / scale;
  const y1 = (frame.height - top) / scale;
  const inSight = (/** @type {Node} */ n) => n.x < x1 && n.x + n.w > x0 && n.y < y1 && n.y + n.h > y0;
  for (const node of frame.graph.nodes) {
    if (isOpenGroup(node) && inSight(node)) {
      paintGroup(pen, node, frame.colour);
    }
  }
  for (const edge of frame.graph.edges) {
    const from = edge.points[0] ?? NOWHERE;
    const to = edge.points.at(-1) ?? NOWHERE;
    const beside = Math.max(from[0], to[0]) < x0 || Math.min(from[0], to[0]) > x1;
    if (!beside && Math.max(from[1], to[1]) >= y0 - ASIDE && Math.min(from[1], to[1]) <= y1 + ASIDE) {
      paintEdge(pen, edge, frame);
    }
  }
  for (const node of frame.graph.nodes) {
    if (!isOpenGroup(node) && inSight(node)) {
      paintNode(pen, node, frame);
    }
  }
}

/** @param {Node} node */
const isOpenGroup = node => node.kind === 'group' && !node.folded;

/** @param {CanvasRenderingContext2D} pen @param {Node} node @param {(name: string) => string} colour */
function paintGroup(pen, node, colour) {
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

/** @param {CanvasRenderingContext2D} pen @param {any} edge @param {Frame} frame */
function paintEdge(pen, edge, { by, colour, scale }) {
  const thick = by.get(edge.from)?.critical && by.get(edge.to)?.critical;
  const ink = colour(thick ? 'text' : 'edge');
  pen.strokeStyle = ink;
  pen.lineWidth = thick ? 2.5 : 1;
  pen.setLineDash(DASHES[edge.kind] ?? ORDER);
  pen.beginPath();
  edge.points.forEach((/** @type {number[]} */ [x, y], /** @type {number} */ i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.stroke();
  pen.setLineDash([]);
  if (scale >= POINTED) {
    const [x, y] = edge.points.at(-1) ?? NOWHERE;
    pen.fillStyle = ink;
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(x - 6, y - 3.5);
    pen.lineTo(x - 6, y + 3.5);
    pen.fill();
  }
}

/** @param {CanvasRenderingContext2D} pen @param {Node} node @param {Frame} frame */
function paintNode(pen, node, frame) {
  const { colour } = frame;
  const task = frame.by.get(node.id);
  const state = task?.state ?? '';
  const alpha = frame.query && !node.label.toLowerCase().includes(frame.query) ? FAINT : 1;
  pen.globalAlpha = alpha;
  pen.fillStyle = colour('surface');
  if (node.kind === 'map' || node.folded) {
    // it stands for several
    pen.strokeStyle = colour('edge');
    pen.lineWidth = 1;
    box(pen, { x: node.x + 4, y: node.y + 4, w: node.w, h: node.h }, 6);
    pen.fill();
    pen.stroke();
  }
  pen.strokeStyle = colour(state ? colourOf(state) : 'edge');
  pen.lineWidth = node.id === frame.picked ? 3 : wide(task);
  box(pen, node, 6);
  pen.fill();
  pen.stroke();
  if (state) {
    pen.fillStyle = colour(colourOf(state));
    pen.globalAlpha = alpha * 0.16;
    pen.fill();
    pen.globalAlpha = alpha;
  }
  if (frame.scale > READABLE) {
    label(pen, node, state, colour);
  }
  if (node.id === frame.focused) {
    pen.strokeStyle = colour('ring');
    pen.lineWidth = 2 / frame.scale;
    box(pen, around(node, 4), 8);
    pen.stroke();
  }
  pen.globalAlpha = 1;
}

/** @param {any} task */
const wide = task => (task?.critical ? 2.5 : 1.2);

/** @param {string} state */
const colourOf = state => COLOURS[state] ?? 'grey';

/** @param {CanvasRenderingContext2D} pen @param {Node} node @param {string} state @param {(name: string) => string} colour */
function label(pen, node, state, colour) {
  const y = node.y + node.h / 2 + 0.5;
  const words = node.folded ? `${node.label} (${node.folded})` : node.label;
  pen.font = '12px system-ui, sans-serif';
  pen.textBaseline = 'middle';
  if (state) {
    pen.fillStyle = colour(colourOf(state));
    pen.fillText(SIGNS[state] ?? '', node.x + 8, y);
  }
  pen.fillStyle = colour('text');
  pen.fillText(cut(pen, words, node.w - (state ? 30 : 16)), node.x + (state ? 24 : 8), y);
  pen.textBaseline = 'alphabetic';
}

/**
 * The whole of it, so small that it is painted once and copied from then on.
 * @param {Node[]} nodes @param {Map<string, any>} by @param {(name: string) => string} colour @param {Box} at @param {number} scale
 * @param {number} ratio
 */
export function smallPicture(nodes, by, colour, at, scale, ratio) {
  const picture = document.createElement('canvas');
  picture.width = Math.ceil(at.w * ratio) + 2;
  picture.height = Math.ceil(at.h * ratio) + 2;
  const pen = picture.getContext('2d');
  if (pen) {
    for (const node of nodes) {
      pen.fillStyle = colour(colourOf(by.get(node.id)?.state ?? ''));
      pen.fillRect(node.x * scale, node.y * scale, Math.max(1, node.w * scale), Math.max(1, node.h * scale));
    }
  }
  return picture;
}

/**
 * Lays the small picture over the large one, and a frame over what is in sight.
 * @param {CanvasRenderingContext2D} pen @param {Frame} frame @param {HTMLCanvasElement} picture @param {Box} at
 */
export function paintSmall(pen, frame, picture, at) {
  const { graph, scale, left, top, ratio, colour } = frame;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.fillStyle = colour('surface');
  pen.strokeStyle = colour('edge');
  pen.lineWidth = 1;
  box(pen, around(at, 5), 6);
  pen.fill();
  pen.stroke();
  pen.drawImage(picture, at.x, at.y, picture.width / ratio, picture.height / ratio);
  const across = (/** @type {number} */ x) => Math.max(at.x - 4, Math.min(at.x + at.w + 4, at.x + (x / graph.width) * at.w));
  const down = (/** @type {number} */ y) => Math.max(at.y - 4, Math.min(at.y + at.h + 4, at.y + (y / graph.height) * at.h));
  const [x0, x1] = [across(-left / scale), across((frame.width - left) / scale)];
  const [y0, y1] = [down(-top / scale), down((frame.height - top) / scale)];
  pen.strokeStyle = colour('link');
  pen.lineWidth = 2;
  pen.strokeRect(x0, y0, Math.max(4, x1 - x0), Math.max(4, y1 - y0));
}

/** @param {CanvasRenderingContext2D} pen @param {Box} at @param {number} r */
function box(pen, at, r) {
  pen.beginPath();
  pen.roundRect(at.x, at.y, at.w, at.h, r);
}

/** @param {Box} at @param {number} by */
const around = (at, by) => ({ x: at.x - by, y: at.y - by, w: at.w + 2 * by, h: at.h + 2 * by });

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
