/** How the rows of the timeline are laid out: a label, half a unit for "before", then a column a step. */

/** @param {{count: number}} window @returns {object} the style of a row */
export const rowStyle = ({ count }) => ({
  "grid-template-columns": `var(--gut) minmax(0, .5fr) repeat(${count}, minmax(0, 1fr))`,
});

/** The grid column of a step. */
export const columnOf = (window, step) => step - window.first + 3;

/** The steps of a window that a run has. */
export function stepsIn(window, frames) {
  const last = Math.min(frames.length - 1, window.first + window.count - 1);
  const steps = [];
  for (let step = window.first; step <= last; step += 1) steps.push(step);
  return steps;
}

/** The frames that a window shows: the state before its first column, too. */
export const spanOf = (window, frames) => ({
  first: window.first - 1,
  last: Math.min(frames.length - 1, window.first + window.count - 1),
});

/**
 * The place of a stretch of time as percentages of the columns. Step s sits in the middle of its column, so
 * time s is at x = s, half a unit after the left edge of the columns for the first step's predecessor.
 */
export function place(window, from, to) {
  const units = window.count + 0.5;
  const left = Math.max(0, from - window.first + 1);
  const right = Math.min(units, to - window.first + 1);
  return { left: `${(left / units) * 100}%`, width: `${(Math.max(0, right - left) / units) * 100}%` };
}
