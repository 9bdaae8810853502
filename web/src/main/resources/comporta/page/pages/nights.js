// Nights: from noon to noon.
import { ms, offsetMinutes } from '../look/format.js';

/** The date of the evening that an instant belongs to, in the zone that times are shown in. @param {any} at */
export function nightOf(at) {
  const time = ms(at);
  return Number.isNaN(time) ? '' : new Date(time + offsetMinutes(time) * 60_000 - 12 * 3_600_000).toISOString().slice(0, 10);
}
