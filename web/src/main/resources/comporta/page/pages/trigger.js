// Running a DAG now: a form made of its params.
import { html } from 'lit-html';
import { get } from '../api.js';
import { at, go } from '../router.js';
import { W } from '../look/words.en.js';
import { openDialog, previewWords, tell } from '../parts/dialog.js';
import { Fields } from '../parts/form.js';
import { Wish } from '../parts/wish.js';

/** @param {string} dag */
export async function triggerDialog(dag) {
  /** @type {any} */ let detail = null;
  /** @type {Fields|null} */ let fields = null;
  let date = '';
  let note = '';
  const body = () => ({ params: fields?.given ?? {}, ...(date ? { logical_date: date } : {}), ...(note ? { note } : {}) });
  const wish = new Wish(at('dags', dag, 'runs'), body, begun, refused => fields?.show(refused));

  /** @param {any} made */
  function begun(made) {
    if (made.run_id) {
      go(at('dags', dag, 'runs', made.run_id));
    } else {
      tell(made.done?.text ?? '');
    }
  }

  /** @param {any} e */
  function dated(e) {
    date = e.target.value.trim();
    wish.askLater();
  }

  /** @param {any} e */
  function noted(e) {
    note = e.target.value;
    tell.changed();
  }

  function content() {
    if (!detail) {
      return wish.refused ? previewWords(undefined, wish.refused) : html`<p class="hush">${W.loading} …</p>`;
    }
    return html`${detail.params.length ? fields?.view(wish.refused) : html`<p class="hush">${W.dag.noParams}</p>`}
      <div class="field">
        <label for="trigger-date">${W.dag.date}</label><input id="trigger-date" placeholder="2026-11-21" @input=${dated} /><small
          >${W.dag.dateHint}</small
        >
      </div>
      <div class="field"><label for="trigger-note">${W.dag.note}</label><input id="trigger-note" maxlength="500" @input=${noted} /></div>
      ${wish.told(fields)}
      <p class="low">${W.dag.asCalled}</p>
      <pre class="code">${called(dag, fields, date, note)}</pre>`;
  }

  openDialog({
    title: W.dag.triggerTitle(dag),
    close: () => wish.forget(),
    body: () => {
      const ready = detail && !fields?.isFaulty && (!wish.refused || fields?.covers(wish.refused));
      return html`<form @submit=${(/** @type {Event} */ e) => wish.send(e)}>
        ${content()} ${wish.buttons(W.close, W.dag.begin, ready)}
      </form>`;
    }
  });
  await wish.begin(async () => {
    detail = (await get(at('dags', dag))).data;
    fields = new Fields(detail.params, '/params', () => wish.askLater());
  });
}

/** For the command line; '' is what is not given. @param {string} dag @param {Fields|null} fields @param {string} date @param {string} note */
function called(dag, fields, date, note) {
  const params = Object.entries(fields?.given ?? {}).map(([name, each]) => {
    const secret = fields?.asked.find(one => one.name === name)?.secret;
    return '-p ' + quoted(`${name}=${secret ? '***' : plain(each)}`);
  });
  const more = [date ? '--date ' + quoted(date) : '', note ? '--note ' + quoted(note) : ''].filter(Boolean);
  return ['comporta runs trigger', quoted(dag), ...params, ...more].join(' ');
}

/** @param {unknown} value */
const plain = value => (typeof value === 'string' ? value : JSON.stringify(value));

/** As shells want it. @param {string} text */
const quoted = text => (/^[\w.,:/=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
