/**
 * The part of the picture that is shown: a box in the picture's own units, of the picture's own proportions.
 * `null` is the whole picture. It never leaves the picture, and never shows less than an eighth of it.
 */

const CLOSEST = 8;
const AROUND = 2;

/** @typedef {{x: number, y: number, w: number, h: number}} Box */

/**
 * @param {Box | null} view @param {Box} box the whole picture
 * @param {number} factor above 1: nearer
 * @param {{x: number, y: number}} [at] the point that stays where it is; the middle of the view by default
 * @returns {Box | null}
 */
export function zoom(view, box, factor, at = middleOf(view ?? box)) {
  const now = view ?? box;
  const scale = Math.min(CLOSEST, (box.w / now.w) * factor);
  if (scale <= 1.001) return null;
  const [w, h] = [box.w / scale, box.h / scale];
  const part = { x: (at.x - now.x) / now.w, y: (at.y - now.y) / now.h };
  return inside({ x: at.x - part.x * w, y: at.y - part.y * h, w, h }, box);
}

/** @returns {Box | null} the view moved by dx, dy; the whole picture does not move */
export function pan(view, box, dx, dy) {
  return view && inside({ ...view, x: view.x + dx, y: view.y + dy }, box);
}

/** @returns {Box | null} the view moved as little as needed to show a rectangle */
export function reveal(view, box, place, margin = 12) {
  if (!view) return null;
  const shift = (start, length, from, to) => {
    if (from - margin < start) return from - margin - start;
    return to + margin > start + length ? Math.min(to + margin - start - length, from - margin - start) : 0;
  };
  const dx = shift(view.x, view.w, place.x, place.x + place.w);
  const dy = shift(view.y, view.h, place.y, place.y + place.h);
  return dx === 0 && dy === 0 ? view : pan(view, box, dx, dy);
}

/** @returns {Box | null} the view that shows these rectangles large, with room round them */
export function around(places, box, margin = 24) {
  if (places.length === 0) return null;
  const left = Math.min(...places.map((one) => one.x)) - margin;
  const top = Math.min(...places.map((one) => one.y)) - margin;
  const right = Math.max(...places.map((one) => one.x + one.w)) + margin;
  const bottom = Math.max(...places.map((one) => one.y + one.h)) + margin;
  const scale = Math.min(box.w / (right - left), box.h / (bottom - top), AROUND);
  if (scale <= 1.001) return null;
  const [w, h] = [box.w / scale, box.h / scale];
  return inside({ x: (left + right - w) / 2, y: (top + bottom - h) / 2, w, h }, box);
}

/** How near the view is: 1 for the whole picture. */
export const scaleOf = (view, box) => (view ? box.w / view.w : 1);

function inside(view, box) {
  const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
  return {
    ...view,
    x: clamp(view.x, box.x, box.x + box.w - view.w),
    y: clamp(view.y, box.y, box.y + box.h - view.h),
  };
}

const middleOf = (box) => ({ x: box.x + box.w / 2, y: box.y + box.h / 2 });
