// The versions of a DAG, in what they differ, and what its file said in each.
import { html, nothing } from 'lit-html';
import { deed, may } from '../api.js';
import { draw } from '../app.js';
import { withQuery } from '../router.js';
import { reload, use } from '../store.js';
import { W } from '../look/words.en.js';
import { value } from '../look/format.js';
import { awaited, table, time } from '../parts/bits.js';
import { act } from '../parts/dialog.js';
import { newerVersion, versionInUse } from '../parts/in-use.js';

/** @param {import('../pages/dag.js').Looked} looked what is looked at */
export function versionsOf(looked) {
  /** What is read stays as it is, whatever the server says by now, until the reader wants it otherwise; at: when it was so. */
  let held = { of: '', data: /** @type {any} */ (undefined), at: 0 };

  /** What is read of what is shown. @param {import('../store.js').Entry} entry */
  function still(entry) {
    const of = looked.resource();
    if (held.of !== of || held.data === undefined) {
      held = { of, data: entry.data, at: entry.at };
    }
    return held.data;
  }

  /** Shows what the server says by now. */
  async function show() {
    await reload(looked.resource());
    held = { of: '', data: undefined, at: 0 };
    draw();
  }

  /** That another version is in use by now than the one that is shown. @param {number} shown */
  function newer(shown) {
    const version = versionInUse(looked.dag(), held.at);
    return version && version !== shown ? newerVersion(version, show) : nothing;
  }

  function versions() {
    const entry = use(looked.resource());
    const data = still(entry);
    if (!data) {
      return awaited(entry);
    }
    const rows = data.items.map((/** @type {any} */ each) => [
      each.version,
      html`<span class="mono">${each.path}</span>`,
      time(each.pinned_at),
      each.current ? W.dag.current : rollback(each.version),
      ways(each.version)
    ]);
    const open = Number(looked.asked('version'));
    const current = data.items.find((/** @type {any} */ each) => each.current)?.version;
    return html`${table(['Version', 'File', 'Since', '', ''], rows)} ${open > 1 ? difference(open) : nothing}${newer(current)}`;
  }

  /** @param {number} version */
  function rollback(version) {
    if (!may('author', looked.dag())) {
      return '';
    }
    const wish = deed('rollback', W.dag.rollback, looked.base() + '/rollback');
    const ask = () => act(wish, `version ${version} of ${looked.dag()}`, { to: version }, show);
    return html`<button class="btn" @click=${ask}>${W.dag.rollback}…</button>`;
  }

  /** Where a version leads. @param {number} version */
  const ways = version =>
    html`${version > 1 ? html`<a data-instead href=${withQuery({ version: String(version) })}>Differences</a> · ` : nothing}<a
        href=${looked.base() + '/source?version=' + version}
        >Source</a
      >
      · <a href=${looked.base() + '/graph'}>Graph</a>`;

  /** Against the version before. @param {number} version */
  function difference(version) {
    const entry = use(`${looked.base()}/difference?from=${version - 1}&to=${version}`);
    return html`<h2 class="pad">${W.dag.differs}: ${version - 1} → ${version}</h2>
      ${entry.data ? differences(entry.data) : awaited(entry, 2)}`;
  }

  function source() {
    const entry = use(looked.resource());
    const data = still(entry);
    return data
      ? html`<p class="pad low mono">${data.path}, ${W.run.version(data.version)}</p>
          <pre class="code numbered" tabindex="0">${data.source}</pre>
          ${looked.asked('version') ? nothing : newer(data.version)}`
      : awaited(entry);
  }

  return { versions, source };
}

/** @param {any} told */
function differences(told) {
  const changed = Object.entries(told.changed).map(([task, keys]) => [task, Array.isArray(keys) ? keys : [value(keys)]]);
  const all = [['Added', told.added], ['Removed', told.removed], ...changed, ['The DAG itself', told.keys]].filter(([, of]) => of.length);
  return all.length
    ? html`<dl class="pairs">
        ${all.map(
          ([name, of]) =>
            html`<dt>${name}</dt>
              <dd>${of.join(', ')}</dd>`
        )}
      </dl>`
    : html`<p class="pad hush">${W.dag.same}</p>`;
}
