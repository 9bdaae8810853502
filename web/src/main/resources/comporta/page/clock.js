// The time, by the server's clock.

let ahead = 0;
/** @type {number|null} */
let held = null;

/** Milliseconds since 1970, as the server counts them. */
export function now() {
  return held ?? Date.now() + ahead;
}

/** @param {string} serverTime an instant of just now */
export function correct(serverTime) {
  const at = Date.parse(serverTime);
  if (!Number.isNaN(at) && Math.abs(at - Date.now()) < 86_400_000 * 3650) {
    ahead = Math.abs(at - Date.now()) < 1000 ? 0 : at - Date.now();
  }
}

/** For tests: time stands still. @param {number|null} at */
export function hold(at) {
  held = at;
}
