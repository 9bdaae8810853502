// Which version of a DAG new runs use: heard of as soon as it is another, wherever a version is read.
import { html } from 'lit-html';
import { at } from '../router.js';
import { peek, refresh, use } from '../store.js';
import { W } from '../look/words.en.js';

/** What tells of it. @param {string} dag */
export const versionTopic = dag => 'dag:' + dag;

/** Each stream begins with the version that is in use: mostly the one that is known. @param {import('../stream.js').Heard} heard @returns {boolean} whether it told of another version */
export function hearVersion({ name, data }) {
  const path = at('dags', data.dag_id);
  if (name === 'dag.changed' && peek(path).data?.version !== data.version) {
    refresh(path);
  }
  return name === 'dag.changed';
}

/** As far as it is known later than something else; 0: it is not. @param {string} dag @param {number} [since] when that was known */
export function versionInUse(dag, since = 0) {
  const entry = use(at('dags', dag));
  return entry.data && entry.at >= since ? entry.data.version : 0;
}

/** Says that another version is in use; what is read is not moved by it. @param {number} version @param {() => void} show shows it */
export const newerVersion = (version, show) =>
  html`<div class="told newer" role="status">
    <span>${W.dag.newVersion(version)}</span><button class="btn" @click=${show}>${W.dag.showVersion}</button>
  </div>`;
