/** Of very many tables as many cells as there is room for: each cell tells what is in a stretch of regions. Pure. */

import { couldShare, runAt } from "./read.js";

const SIZES = [22, 18, 14, 11, 9, 7, 6, 5, 4];

/**
 * How the regions of a view are laid out.
 * @param {number} count regions @param {number} width @param {number} height pixels that there are at most
 * @returns {{size: number, columns: number, rows: number, each: number, cells: number}} `each`: regions in a cell
 */
export function layout(count, width, height) {
  const fits = (size) => Math.floor(width / size) * Math.floor(height / size);
  const size = SIZES.find((each) => fits(each) >= count) ?? SIZES.at(-1);
  const columns = Math.max(Math.floor(width / size), 1);
  const each = Math.max(Math.ceil(count / Math.max(fits(size), 1)), 1);
  const cells = Math.ceil(count / each);
  return { size, columns, rows: Math.ceil(cells / columns), each, cells };
}

/**
 * The cells of a view, in order. Parts of a cell add up to its regions.
 * @param {import("./read.js").Capture} capture
 * @param {{from: number, to: number}} view regions
 * @param {number} each regions in a cell
 * @param {number} system which one shares
 * @returns {{shared: Float64Array, kept: Float64Array, huge: Float64Array, entries: Float64Array}}
 */
export function bins(capture, { from, to }, each, system) {
  const count = Math.ceil((to - from) / each);
  const cells = { shared: new Float64Array(count), kept: new Float64Array(count), huge: new Float64Array(count), entries: new Float64Array(count) };
  const { present, swapped, huge } = capture.runs;
  for (let run = runAt(capture.starts, from); run < huge.length && capture.starts[run] < to; run++) {
    const part = couldShare(capture, run, system) ? cells.shared : huge[run] ? cells.huge : cells.kept;
    let low = Math.max(capture.starts[run], from);
    const end = Math.min(capture.starts[run + 1], to);
    while (low < end) {
      const cell = Math.floor((low - from) / each);
      const high = Math.min(end, from + (cell + 1) * each);
      part[cell] += high - low;
      cells.entries[cell] += (high - low) * (present[run] + swapped[run]);
      low = high;
    }
  }
  return cells;
}

/** A view of half or twice as many regions, around one of them. @returns {{from: number, to: number}} */
export function zoomed(view, total, around, factor) {
  const span = Math.min(Math.max(Math.round((view.to - view.from) * factor), Math.min(8, total)), total);
  const from = Math.min(Math.max(Math.round(around - span / 2), 0), total - span);
  return { from, to: from + span };
}

/** The view moved by a part of itself, within what there is. */
export function moved(view, total, part) {
  const span = view.to - view.from;
  const from = Math.min(Math.max(Math.round(view.from + span * part), 0), total - span);
  return { from, to: from + span };
}
