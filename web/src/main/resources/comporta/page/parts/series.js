// How numbers went over time: lines, steps and bands on the axis of the bars, with the same numbers as a table.
import { html, nothing, svg } from 'lit-html';
import { dayTime, ms } from '../look/format.js';
import { W } from '../look/words.en.js';
import { axis, axisHead } from './bars.js';
import { table } from './bits.js';

/**
 * @typedef {{name: string, points: [any, number|null][], look: 'likely'|'steps'|'edge'}} Line
 * @typedef {{title: string, from: any, to: any, lines: Line[], band?: [any, number, number][], level?: {y: number, name: string}, marks?: {at: any, y: number, words: string}[], say: (y: number) => string, floor?: number}} Chart
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
  const path = (/** @type {Line} */ line) => {
    const points = line.points.filter(each => each[1] != null);
    const d = points
      .map((each, i) =>
        i === 0
          ? `M${x(each[0])} ${y(Number(each[1]))}`
          : line.look === 'steps'
            ? `H${x(each[0])}V${y(Number(each[1]))}`
            : `L${x(each[0])} ${y(Number(each[1]))}`
      )
      .join('');
    return line.look === 'steps' && points.length ? d + `H${x(chart.to)}` : d;
  };
  const band = chart.band?.length
    ? `M${chart.band.map(each => `${x(each[0])} ${y(each[1])}`).join('L')}L${chart.band
        .toReversed()
        .map(each => `${x(each[0])} ${y(each[2])}`)
        .join('L')}Z`
    : '';
  const scale = [top - pad, (top + bottom) / 2, bottom + (chart.floor === undefined ? pad : 0)];
  return html`<figure class="chart">
      <div class="scale" aria-hidden="true">
        ${scale.map(each => html`<span .style=${`--y:${(Number(y(each)) / 180).toFixed(4)}`}>${chart.say(each)}</span>`)}
      </div>
      <svg class="series" viewBox="0 0 1000 180" preserveAspectRatio="none" role="img" aria-label=${`${chart.title}; ${W.series.below}`}>
        ${scale.map(each => svg`<line x1="0" x2="1000" y1=${y(each)} y2=${y(each)} class="grid-line"></line>`)}
        ${band ? svg`<path class="band" d=${band}></path>` : nothing}${chart.lines.map(line => svg`<path class=${`of ${line.look}`} d=${path(line)}></path>`)}
        ${chart.level ? svg`<line class="level" x1="0" x2="1000" y1=${y(chart.level.y)} y2=${y(chart.level.y)}></line>` : nothing}
        ${(chart.marks ?? []).map(each => svg`<line class="mark" x1=${x(each.at)} x2=${x(each.at)} y1=${y(each.y)} y2=${y(each.y)}><title>${each.words}</title></line>`)}
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
