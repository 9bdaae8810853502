// What is said of something that is pointed at or has the focus: beside it, never over it. Escape closes it.
import { html, nothing } from 'lit-html';

/** Milliseconds: nothing opens under a pointer that passes by. */
const OPENS = 350;
const CLOSES = 200;
const WIDE = 380;
const LEAST_BELOW = 220;

/** Elements say what there is to say of them by a property. @typedef {Element & {pop?: (target: Element) => unknown}} Spoken */

/** @type {{of: Spoken, target: Element, style: string}|null} */
let open = null;
let timer = 0;

const changed = () => dispatchEvent(new Event('co-draw'));

/** @param {EventTarget|null} target @returns {Spoken|null} */
function spoken(target) {
  for (let each = target instanceof Element ? target : null; each; each = each.parentElement) {
    if (typeof (/** @type {Spoken} */ (each).pop) === 'function') {
      return each;
    }
  }
  return null;
}

/** @param {Spoken|null} of @param {Element} target */
function show(of, target) {
  clearTimeout(timer);
  if (open?.of === of && open?.target === target) {
    return;
  }
  open?.target.removeAttribute('aria-describedby');
  open = null;
  if (of?.isConnected) {
    const box = of.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left + 24, innerWidth - WIDE - 8));
    const isRoomBelow = innerHeight - box.bottom > LEAST_BELOW;
    const beside = isRoomBelow ? `top:${box.bottom + 2}px` : `bottom:${innerHeight - box.top + 2}px`;
    open = { of, target, style: `left:${left}px;${beside}` };
    target.setAttribute('aria-describedby', 'pop');
  }
  changed();
}

/** @returns {boolean} whether there was one */
export function closePopover() {
  const was = !!open;
  show(null, document.body);
  return was;
}

/** @param {Element} target */
function pointed(target) {
  clearTimeout(timer);
  const next = spoken(target);
  if (!target.closest('.pop') && (next || open)) {
    timer = setTimeout(() => show(next, target), next && !open ? OPENS : CLOSES);
  }
}

/** Called once. @param {EventTarget|null} first what was pointed at when this was loaded */
export function listen(first) {
  document.addEventListener('pointerover', event => {
    if (event.pointerType !== 'touch' && event.target instanceof Element) {
      pointed(event.target);
    }
  });
  if (first instanceof Element && matchMedia('(hover: hover)').matches) {
    pointed(first);
  }
  document.addEventListener('focusin', event => {
    const target = /** @type {Element} */ (event.target);
    if (target.matches(':focus-visible')) {
      show(spoken(target), target);
    }
  });
  document.addEventListener('click', () => closePopover());
  document.addEventListener(
    'scroll',
    event => {
      if (open && !(event.target instanceof Element && event.target.closest('.pop'))) {
        closePopover();
      }
    },
    { capture: true, passive: true }
  );
}

/** Drawn at the end of the frame. */
export function popover() {
  if (!open?.of.isConnected || !open.of.pop) {
    open = null;
    return nothing;
  }
  return html`<div class="pop" id="pop" role="tooltip" .style=${open.style}>${open.of.pop(open.target)}</div>`;
}
