// What a reader has chosen, kept in this browser.

/** @typedef {'zone'|'scheme'|'keys'|'pane'} Name */

/** @type {Record<Name, string>} */
const OTHERWISE = { zone: 'mine', scheme: 'system', keys: 'on', pane: 'log' };

/** @param {Name} name @returns {string} */
export function pref(name) {
  try {
    return localStorage.getItem('comporta.' + name) ?? OTHERWISE[name];
  } catch {
    return OTHERWISE[name]; // storage is closed to us
  }
}

/** @param {Name} name @param {string} value */
export function choose(name, value) {
  try {
    localStorage.setItem('comporta.' + name, value);
  } catch {
    // storage is closed to us: it holds until the page is left
  }
}

const dark = matchMedia('(prefers-color-scheme: dark)');

/** Puts the chosen colours into effect. */
export function paint() {
  const scheme = pref('scheme');
  document.documentElement.dataset.scheme = scheme === 'system' ? (dark.matches ? 'dark' : 'light') : scheme;
  dispatchEvent(new Event('co-painted'));
}

dark.addEventListener('change', paint);
