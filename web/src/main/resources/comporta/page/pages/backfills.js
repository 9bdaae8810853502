// Where backfills are: on the pages of their DAGs.
import { W } from '../look/words.en.js';
import { empty } from '../parts/bits.js';
import { sheet } from '../parts/sheet.js';

const words = W.admin.backfills;

/** @returns {import('../app.js').Page} */
export const open = () => ({ title: () => words.title, view: () => sheet(words, empty(words.empty, words.text)) });
