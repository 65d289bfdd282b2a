/** What happens before and after a chosen step: read off the clocks that the server puts into each frame. */

/** @typedef {"self"|"before"|"after"|"free"} Relation "free": the two could have come in the other order */

/**
 * @param {ReadonlyArray<object>} frames of a line
 * @param {object} info RunInfo
 * @param {number} chosen a step
 * @param {number} step another one
 * @returns {Relation} of `step` to `chosen`
 */
export function relation(frames, info, chosen, step) {
  if (step === chosen) return "self";
  if (isBefore(frames, info, step, chosen)) return "before";
  return isBefore(frames, info, chosen, step) ? "after" : "free";
}

function isBefore(frames, info, one, other) {
  const lane = info.stories.findIndex((story) => story.thread === frames[one].step.thread);
  return frames[other].step.clock[lane] >= one;
}

/** @returns {Record<Relation, number>} how many steps of the run stand how to a chosen one */
export function tally(frames, info, chosen) {
  const found = { self: 0, before: 0, after: 0, free: 0 };
  for (let step = 1; step < frames.length; step += 1) found[relation(frames, info, chosen, step)] += 1;
  return found;
}

/**
 * The step that a person chose, if the line that is shown goes through it.
 * @param {{at: number, schedule: string}|null} chosen
 * @param {ReadonlyArray<object>} frames
 * @returns {number|null}
 */
export function chosenIn(chosen, frames) {
  return chosen !== null && frames[chosen.at]?.schedule === chosen.schedule ? chosen.at : null;
}

/** What `store.js` does: the same step again lets go. */
export const ACTIONS = {
  ordered: (state, { frame }) => {
    const same = frame !== null && state.order?.schedule === frame.schedule;
    const none = frame === null || frame.at === 0 || same;
    return { ...state, order: none ? null : { at: frame.at, schedule: frame.schedule } };
  },
};
