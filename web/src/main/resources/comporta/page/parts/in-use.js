// Which version of a DAG new runs use: heard of as soon as it is another, wherever a version is read.
import { at } from '../router.js';
import { refresh, use } from '../store.js';

/** What tells of it. @param {string} dag */
export const versionTopic = dag => 'dag:' + dag;

/** @param {import('../stream.js').Heard} heard @returns {boolean} whether it told of another version */
export function hearVersion({ name, data }) {
  if (name === 'dag.changed') {
    refresh(at('dags', data.dag_id));
  }
  return name === 'dag.changed';
}

/** As far as it is known later than something else; 0: it is not. @param {string} dag @param {number} [since] when that was known */
export function versionInUse(dag, since = 0) {
  const entry = use(at('dags', dag));
  return entry.data && entry.at >= since ? entry.data.version : 0;
}
