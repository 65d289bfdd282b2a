/** Which lines a thread ran, and the steps as the gutter writes them. */

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
export const upTo = (steps, at) => (steps.at(-1) <= at ? steps : steps.filter((step) => step <= at));

function note(lines, key, step) {
  const steps = lines.get(key);
  if (steps === undefined) lines.set(key, [step]);
  else if (steps.at(-1) !== step) steps.push(step);
}

/**
 * Steps as ranges: what lies between two of them and belongs to other threads does not part a range.
 * @param {ReadonlyArray<number>} steps
 * @param {ReadonlyArray<number>} own all steps of the thread, in order
 * @returns {Array<[number, number]>}
 */
export function ranges(steps, own) {
  const found = [];
  let place = -1;
  for (const step of steps) {
    const here = own.indexOf(step, place + 1);
    if (found.length > 0 && here === place + 1) found.at(-1)[1] = step;
    else found.push([step, step]);
    place = here;
  }
  return found;
}

/**
 * @param {ReadonlyArray<number>} steps
 * @param {ReadonlyArray<number>} own
 * @returns {{short: string, full: string}} short: six characters or so
 */
export function gutterText(steps, own) {
  const all = ranges(steps, own).map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
  const full = all.join(", ");
  if (full.length <= 6) return { short: full.replaceAll(", ", ","), full };
  const last = all.at(-1);
  return { short: all.length === 1 ? last : `…${last}`, full };
}
