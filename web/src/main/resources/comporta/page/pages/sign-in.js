// Who is there.
import { html, nothing } from 'lit-html';
import { Problem, session, signIn } from '../api.js';
import { go } from '../router.js';
import { begin, draw } from '../app.js';
import { forget } from '../store.js';
import { W } from '../look/words.en.js';

/** @param {import('../router.js').Route} route @returns {import('../app.js').Page} */
export function open(route) {
  let words = '';
  let busy = false;
  const then = route.query.get('then') ?? '/night';

  async function enter(/** @type {SubmitEvent} */ event) {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    busy = true;
    draw();
    try {
      await signIn(String(form.get('user')), String(form.get('password')));
      forget();
      go(/^\/(?![\/\\])/.test(then) && !then.startsWith('/sign-in') ? then : '/night', true); // never to another site
      begin();
    } catch (e) {
      words = e instanceof Problem ? e.detail || e.title : String(e);
    }
    busy = false;
    draw();
  }

  return {
    title: () => W.signIn,
    view: () =>
      html`<form class="panel pad signin" @submit=${enter}>
        <div class="pad">
          <h1 tabindex="-1">${W.signIn}</h1>
          <p class="hush">${W.signInWhy}</p>
          <br />
          <label class="field">${W.user}<input name="user" autocomplete="username" required autofocus /></label>
          <label class="field">${W.password}<input name="password" type="password" autocomplete="current-password" required /></label>
          ${words ? html`<p class="bad" role="alert">${words}</p>` : nothing}
          <button class="btn go" ?disabled=${busy}>${W.signIn}</button
          >${session()?.open ? html` <a href="/night">${W.nav.night}</a>` : nothing}
        </div>
      </form>`
  };
}
