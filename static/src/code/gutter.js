/** Which lines a thread ran, and the steps as the gutter writes them. */

/** What a person may want to read of a line that ran over and over. */
const MOST_RANGES = 40;

/**
 * @param {ReadonlyArray<object>} frames a whole run: it is read once, however often the position moves
 * @param {string} thread
 * @returns {{own: number[], lines: Map<string, number[]>}} own: the thread's steps; lines: "file:line" → steps
 */
export function ranLines(frames, thread) {
  const own = [];
  const lines = new Map();
  for (let i = 1; i < frames.length; i += 1) {
    const { step } = frames[i];
    if (step === null || step.thread !== thread) continue;
    own.push(i);
    for (const [file, line] of step.lines) note(lines, `${file}:${line}`, i);
    // a call counts as running for as long as it has not returned
    for (const call of step.calls.slice(0, -1)) note(lines, `${call.span.file}:${call.span.line}`, i);
  }
  return { own, lines };
}

/** The steps of a list that lie no later than a position. */
export const upTo = (steps, at) => (steps.at(-1) <= at ? steps : steps.slice(0, countUpTo(steps, at)));

/** How many steps of an ordered list lie no later than a position: by halving, for a thread may have run thousands. */
function countUpTo(steps, at) {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle] <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function note(lines, key, step) {
  const steps = lines.get(key);
  if (steps === undefined) lines.set(key, [step]);
  else if (steps.at(-1) !== step) steps.push(step);
}

/**
 * Steps as ranges: what lies between two of them and belongs to other threads does not part a range.
 * @param {ReadonlyArray<number>} steps
 * @param {ReadonlyArray<number>} own all steps of the thread, in order
 * @param {number} [most] no more than the last ones
 * @returns {Array<[number, number]>}
 */
export function ranges(steps, own, most = Infinity) {
  const found = [];
  let next = NaN;
  for (let i = steps.length - 1; i >= 0; i -= 1) {
    const place = countUpTo(own, steps[i]);
    if (place === next - 1) found[0][0] = steps[i];
    else if (found.length === most) break;
    else found.unshift([steps[i], steps[i]]);
    next = place;
  }
  return found;
}

/**
 * @param {ReadonlyArray<number>} steps
 * @param {ReadonlyArray<number>} own
 * @returns {{short: string, full: string}} short: six characters or so; full: the last ranges, where there are many
 */
export function gutterText(steps, own) {
  const last = ranges(steps, own, MOST_RANGES + 1).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
  const all = last.length > MOST_RANGES ? ["…", ...last.slice(1)] : last;
  const full = all.join(", ");
  if (full.length <= 6) return { short: full.replaceAll(", ", ","), full };
  return { short: all.length === 1 ? full : `…${all.at(-1)}`, full };
}
