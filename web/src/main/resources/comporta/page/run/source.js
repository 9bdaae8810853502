// The version of its DAG that a run goes by, and in what the one that new runs use differs.
import { html, nothing } from 'lit-html';
import { deed, may } from '../api.js';
import { draw } from '../app.js';
import { at } from '../router.js';
import { use } from '../store.js';
import { W } from '../look/words.en.js';
import { awaited } from '../parts/bits.js';
import { act } from '../parts/dialog.js';
import { newerVersion, versionInUse } from '../parts/in-use.js';
import { pairs } from './task-pane.js';

/** @param {import('../pages/run.js').Looked} looked what is looked at */
export function sourceOf(looked) {
  /** The version that new runs use, as the page tells it: another one would move what is read. */
  let told = 0;

  /** @param {any} run */
  return function view(run) {
    const entry = use(`${at('dags', run.dag_id, 'source')}?version=${run.dag_version}`);
    const inUse = versionInUse(run.dag_id);
    const show = () => {
      told = inUse;
      draw();
    };
    told ||= inUse;
    const note = run.note ? html`<p class="pad">${W.run.note}: ${run.note}</p>` : nothing;
    return html`${newer(run, told, looked.base())}${pairs(run.params, W.run.params)}${note}
    ${entry.data ? text(entry.data) : awaited(entry)} ${inUse === told ? nothing : newerVersion(inUse, show)}`;
  };
}

/** @param {any} file */
const text = file =>
  html`<p class="pad low mono">${file.path}, ${W.run.version(file.version)}</p>
    <pre class="code" tabindex="0">${file.source}</pre>`;

/** A run goes on by its own version, unless somebody wants it otherwise. @param {any} run @param {number} version @param {string} base */
function newer(run, version, base) {
  if (!version || version <= run.dag_version) {
    return nothing;
  }
  const difference = use(`${at('dags', run.dag_id, 'difference')}?from=${run.dag_version}&to=${version}`).data;
  const names = difference ? [...difference.added, ...difference.removed, ...Object.keys(difference.changed), ...difference.keys] : [];
  return html`<p class="pad">
    ${W.run.newer(version)} ${names.length ? html`${W.run.differs}: ${names.join(', ')}.` : nothing}
    ${run.ended_at || !may('operator', run.dag_id) ? nothing : mover(run, base, version)}
  </p>`;
}

/** @param {any} run @param {string} base @param {number} version */
function mover(run, base, version) {
  const label = W.run.moveTo(version);
  const move = () => act(deed('move', label, base + '/move'), run.dag_id, { to: version });
  return html`<button class="btn" @click=${move}>${label}…</button>`;
}
