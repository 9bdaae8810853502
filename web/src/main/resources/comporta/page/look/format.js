// Times, durations, shares and money as people read them, in the way that a reader has chosen.
import { now } from '../clock.js';

/** @typedef {'zone'|'scheme'|'keys'} Choice */

/** @type {Record<Choice, string>} */
const OTHERWISE = { zone: 'mine', scheme: 'system', keys: 'on' };

/** What the reader has chosen, kept in this browser. @param {Choice} name @returns {string} */
export function pref(name) {
  try {
    return localStorage.getItem('comporta.' + name) ?? OTHERWISE[name];
  } catch {
    return OTHERWISE[name]; // storage is closed to us
  }
}

/** @param {Choice} name @param {string} value */
export function choose(name, value) {
  try {
    localStorage.setItem('comporta.' + name, value);
  } catch {
    // storage is closed to us: it holds until the page is left
  }
}

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();
/** The reader's; to ask for it costs as much as a hundred times that are written. */
const MINE = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
let serverZone = 'UTC';
let dagZone = '';

/** @param {string} zone */
export function setServerZone(zone) {
  serverZone = valid(zone) ? zone : 'UTC';
}

/** @param {string} zone of the DAG that is looked at; empty: none is */
export function setDagZone(zone) {
  dagZone = valid(zone) ? zone : '';
}

/** @param {string} zone */
function valid(zone) {
  try {
    return !!zone && !!new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    return false;
  }
}

/** The zones that can be chosen. @returns {{key: string, zone: string, label: string}[]} */
export function zones() {
  return [
    { key: 'mine', zone: MINE, label: 'Yours' },
    { key: 'server', zone: serverZone, label: "The server's" },
    ...(dagZone ? [{ key: 'dag', zone: dagZone, label: "The DAG's" }] : []),
    { key: 'utc', zone: 'UTC', label: 'UTC' }
  ];
}

/** The zone in which all times are shown. */
export function zone() {
  switch (pref('zone')) {
    case 'server':
      return serverZone;
    case 'dag':
      return dagZone || MINE;
    case 'utc':
      return 'UTC';
    default:
      return MINE;
  }
}

/** @param {string} key @param {Intl.DateTimeFormatOptions} options */
function format(key, options) {
  const here = zone();
  const name = here + ' ' + key;
  let found = formats.get(name);
  if (!found) {
    found = new Intl.DateTimeFormat('en-GB', { timeZone: here, hourCycle: 'h23', ...options });
    formats.set(name, found);
  }
  return found;
}

/** @typedef {string|number|null|undefined} At instant, or milliseconds since 1970 */

/** @param {At} at @returns {number} */
export function ms(at) {
  return typeof at === 'number' ? at : Date.parse(at ?? '');
}

/** @param {At} at @param {string} key @param {Intl.DateTimeFormatOptions} options */
function shown(at, key, options) {
  const time = ms(at);
  return Number.isNaN(time) ? '' : format(key, options).format(time);
}

/** @type {Intl.DateTimeFormatOptions} */
const CLOCK = { hour: '2-digit', minute: '2-digit', second: '2-digit' };
/** @type {Intl.DateTimeFormatOptions} */
const PARTS = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' };

/** 02:07 @param {At} at */
export const hm = at => shown(at, 'hm', { hour: '2-digit', minute: '2-digit' });
/** 02:07:12 @param {At} at */
export const hms = at => shown(at, 'hms', CLOCK);
/** 21 Nov @param {At} at */
export const day = at => shown(at, 'day', { day: 'numeric', month: 'short' });
/** 21 Nov 2026, 02:07:12 @param {At} at */
export const whole = at => shown(at, 'whole', { day: 'numeric', month: 'short', year: 'numeric', ...CLOCK });
/** 21 Nov 02:07 @param {At} at */
export const dayTime = at => (at ? `${day(at)} ${hm(at)}` : '');

/** 02:07 of today, else with the day. @param {At} at */
export const near = at => (Math.abs(ms(at) - now()) < 20 * 3_600_000 ? hm(at) : dayTime(at));

/** −03 @param {At} at */
export function offset(at) {
  const minutes = offsetMinutes(ms(at));
  const size = Math.abs(minutes);
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  return (minutes < 0 ? '−' : '+') + two(Math.floor(size / 60)) + (size % 60 ? ':' + two(size % 60) : '');
}

/** Minutes that the chosen zone is ahead of UTC then. @param {number} at */
export function offsetMinutes(at) {
  if (Number.isNaN(at)) {
    return 0;
  }
  /** @type {Record<string, number>} */
  const part = {};
  for (const each of format('parts', PARTS).formatToParts(at)) {
    part[each.type] = Number(each.value);
  }
  return Math.round((Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - at) / 60_000);
}

const EVENING = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long' });

/** Friday 20 November @param {string} date */
export function evening(date) {
  const at = Date.parse(date + 'T12:00:00Z');
  return Number.isNaN(at) ? date : EVENING.format(at).replace(',', '');
}

/** The date some days after. @param {string} date @param {number} days */
export function dateAfter(date, days) {
  return new Date(Date.parse(date + 'T12:00:00Z') + days * 86_400_000).toISOString().slice(0, 10);
}

/** 57 m, 2 h 10, 21 s @param {number|null|undefined} seconds */
export function duration(seconds) {
  if (seconds == null || Number.isNaN(seconds)) {
    return '';
  }
  const sign = seconds < 0 ? '−' : '';
  const s = Math.abs(seconds);
  if (s < 10 && s > 0 && s % 1) {
    return sign + s.toFixed(1) + ' s';
  }
  if (s < 90) {
    return sign + Math.round(s) + ' s';
  }
  const minutes = Math.round(s / 60);
  if (minutes < 90) {
    return sign + minutes + ' m';
  }
  if (minutes < 48 * 60) {
    return `${sign}${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`;
  }
  return sign + Math.round(minutes / 1440) + ' d';
}

/** A whole per cent, never 0 or 100 of what is still open. @param {number|null|undefined} share */
export function chance(share) {
  if (share == null) {
    return '';
  }
  if (share < 0.01) {
    return '< 1 %';
  }
  return share >= 0.99 ? '> 98 %' : Math.round(share * 100) + ' %';
}

/** @param {number|null|undefined} share */
export const percent = share => (share == null ? '' : Math.round(share * 100) + ' %');

/** @param {{amount: string, currency: string}|null|undefined} sum */
export function money(sum) {
  if (!sum) {
    return '';
  }
  const amount = Number(sum.amount);
  return (sum.currency === 'USD' ? '$' : sum.currency) + ' ' + (amount >= 20 ? Math.round(amount) : amount.toFixed(2));
}

/** @param {number} bytes */
export function size(bytes) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let at = 0;
  let left = bytes;
  while (left >= 1000 && at < units.length - 1) {
    left /= 1000;
    at++;
  }
  return (at && left < 10 ? left.toFixed(1) : Math.round(left)) + ' ' + units[at];
}

/** As a value is written: text as it is, everything else as JSON. @param {unknown} value */
export const value = value => (typeof value === 'string' ? value : (JSON.stringify(value, null, 1) ?? ''));
