// How numbers went over time: lines, steps and bands on the axis of the bars, with the same numbers as a table.
import { html, nothing, svg } from 'lit-html';
import { dayTime, ms } from '../look/format.js';
import { W } from '../look/words.en.js';
import { axis, axisHead } from './bars.js';
import { table } from './bits.js';

/**
 * @typedef {{name: string, points: [any, number|null][], look: 'likely'|'steps'|'edge'}} Line
 * @typedef {{at: any, y: number, words: string}} Mark
 * @typedef {{title: string, from: any, to: any, lines: Line[], band?: [any, number, number][], level?: {y: number, name: string},
 *   marks?: Mark[], say: (y: number) => string, floor?: number}} Chart
 */

/** @param {Chart} chart */
export function series(chart) {
  const all = [
    ...chart.lines.flatMap(line => line.points.map(point => point[1])),
    ...(chart.band ?? []).flatMap(each => [each[1], each[2]]),
    chart.level?.y
  ].filter(each => each != null && Number.isFinite(each));
  if (!all.length) {
    return nothing;
  }
  const low = chart.floor ?? Math.min(...all);
  const high = Math.max(...all, low + 1e-9);
  const pad = (high - low) * 0.06;
  const [bottom, top] = [chart.floor ?? low - pad, high + pad];
  const a = axis(ms(chart.from), Math.max(ms(chart.to), ms(chart.from) + 60_000), 8);
  const x = (/** @type {any} */ at) => (Math.max(0, Math.min(100, a.x(at))) * 10).toFixed(2);
  const y = (/** @type {number} */ value) => ((1 - (value - bottom) / (top - bottom)) * 180).toFixed(2);
  const step = (/** @type {Line} */ line, /** @type {[any, number|null]} */ [at, value], /** @type {boolean} */ isFirst) => {
    if (isFirst) {
      return `M${x(at)} ${y(Number(value))}`;
    }
    return line.look === 'steps' ? `H${x(at)}V${y(Number(value))}` : `L${x(at)} ${y(Number(value))}`;
  };
  const path = (/** @type {Line} */ line) => {
    const points = line.points.filter(each => each[1] != null);
    const d = points.map((each, i) => step(line, each, i === 0)).join('');
    return line.look === 'steps' && points.length ? d + `H${x(chart.to)}` : d;
  };
  const band = chart.band?.length
    ? `M${chart.band.map(each => `${x(each[0])} ${y(each[1])}`).join('L')}L${chart.band
        .toReversed()
        .map(each => `${x(each[0])} ${y(each[2])}`)
        .join('L')}Z`
    : '';
  const scale = [top - pad, (top + bottom) / 2, bottom + (chart.floor === undefined ? pad : 0)];
  const level = (/** @type {number} */ at, /** @type {string} */ look) =>
    svg`<line class=${look} x1="0" x2="1000" y1=${y(at)} y2=${y(at)}></line>`;
  const drawn = (/** @type {Line} */ line) => svg`<path class=${`of ${line.look}`} d=${path(line)}></path>`;
  const mark = (/** @type {Mark} */ each) =>
    svg`<line class="mark" x1=${x(each.at)} x2=${x(each.at)} y1=${y(each.y)} y2=${y(each.y)}><title>${each.words}</title></line>`;
  return html`<figure class="chart">
      <div class="scale" aria-hidden="true">
        ${scale.map(each => html`<span .style=${`--y:${(Number(y(each)) / 180).toFixed(4)}`}>${chart.say(each)}</span>`)}
      </div>
      <svg class="series" viewBox="0 0 1000 180" preserveAspectRatio="none" role="img" aria-label=${`${chart.title}; ${W.series.below}`}>
        ${scale.map(each => level(each, 'grid-line'))}
        ${band ? svg`<path class="band" d=${band}></path>` : nothing}${chart.lines.map(drawn)}
        ${chart.level ? level(chart.level.y, 'level') : nothing} ${(chart.marks ?? []).map(mark)}
      </svg>
      ${axisHead(a)}
      <figcaption class="low">${chart.title}${chart.level ? `. ${chart.level.name}: ${chart.say(chart.level.y)}` : ''}</figcaption>
    </figure>
    <details class="pad">
      <summary>${W.series.numbers}</summary>
      ${table([W.series.when, ...chart.lines.map(line => '#' + line.name)], rows(chart))}
    </details>`;
}

/** One row for each moment. @param {Chart} chart */
function rows(chart) {
  /** @type {Map<number, string[]>} */
  const found = new Map();
  chart.lines.forEach((line, i) =>
    line.points.forEach(([at, value]) => {
      const row = found.get(ms(at)) ?? chart.lines.map(() => '');
      row[i] = value == null ? '' : chart.say(value);
      found.set(ms(at), row);
    })
  );
  return [...found].sort((one, other) => one[0] - other[0]).map(([at, cells]) => [dayTime(at), ...cells]);
}
