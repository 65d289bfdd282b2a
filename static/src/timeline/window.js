/**
 * Which steps the timeline draws: all of them while they fit, else a window around the position, which stands
 * still while the position moves through its middle half. A run of 2 000 steps costs no more than one of twenty.
 */

/**
 * @param {object} given
 * @param {number} given.length steps of the run
 * @param {number} given.at
 * @param {number} given.room pixels for columns
 * @param {number} given.comfortable pixels that a column likes to have
 * @param {number} given.tight pixels that it can do with
 * @param {number|null} [given.held] first step of a window that must stay (while dragging)
 * @returns {{first: number, count: number, all: boolean}} columns are n + ½ wide; step `first` is the first
 */
export function timeWindow({ length, at, room, comfortable, tight, held = null }) {
  const fits = Math.max(1, Math.floor(room / comfortable - 0.5));
  const most = Math.max(fits, Math.floor(room / tight - 0.5));
  if (length <= most) return { first: 1, count: Math.max(length, fits), all: true };
  const half = Math.max(1, Math.floor(fits / 2));
  const wanted = held ?? at - (at % half) - Math.floor(fits / 4);
  return { first: clamp(wanted, 1, length - fits + 1), count: fits, all: false };
}

/**
 * The step under a pointer.
 * @param {number} x pixels from the left edge of the columns
 * @param {number} width pixels of the columns
 * @param {{first: number, count: number}} window
 * @param {number} length
 * @returns {number} 0 is the beginning, left of the first step
 */
export function stepAt(x, width, { first, count }, length) {
  const unit = width / (count + 0.5);
  return clamp(Math.floor(x / unit - 0.5) + first, first === 1 ? 0 : first, Math.min(length, first + count - 1));
}

/**
 * Where a slider key leads.
 * @param {string} key
 * @param {number} at
 * @param {number} length
 * @param {number} page
 * @returns {number|null}
 */
export function slide(key, at, length, page) {
  const target = {
    ArrowRight: at + 1,
    ArrowUp: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at - 1,
    PageUp: at + page,
    PageDown: at - page,
    Home: 0,
    End: length,
  }[key];
  return target === undefined ? null : clamp(target, 0, length);
}

const clamp = (value, low, high) => Math.max(low, Math.min(value, high));
