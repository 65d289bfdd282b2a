/** What the pieces of a lesson work out of frames; pure. */

import { say } from "../words.js";

/**
 * Who took each step. first: another thread went before; broken: the step did damage.
 * @param {ReadonlyArray<object>} frames
 * @returns {Array<{thread: string, first: boolean, broken: boolean}>}
 */
export function choicesIn(frames) {
  return frames.slice(1).map(({ step, violations }, i) => ({
    thread: step.thread,
    first: frames[i].step?.thread !== step.thread,
    broken: violations.some((each) => each.new && each.severity === "damage"),
  }));
}

/** @param {number} at @param {ReadonlyArray<object>} frames @returns {number} the nearest step that there is */
export const within = (at, frames) => Math.max(0, Math.min(at, frames.length - 1));

/**
 * The frames of a run after a thread went on from a step of it: what was there behind that step is given up.
 * @param {ReadonlyArray<object>} frames
 * @param {ReadonlyArray<object>} more as the server sent them
 * @returns {ReadonlyArray<object>}
 */
export const continued = (frames, more) => (more.length === 0 ? frames : [...frames.slice(0, more[0].at), ...more]);

/**
 * What a player of a level has done, in a sentence.
 * @param {{state: string, steps: number, par: number}|null} standing
 * @returns {string}
 */
export function judged(standing) {
  if (standing === null) return "";
  const { state, steps, par } = standing;
  if (state === "lost") return say("lesson.lost");
  if (state === "open") return say("lesson.taken", steps, par);
  return steps === par ? say("lesson.won-par", steps) : say("lesson.won", steps, par);
}

/**
 * A choice as a hint says it.
 * @param {{choice: string, steps: number|null}} ahead
 * @returns {string}
 */
export function hinted({ choice, steps }) {
  const who = choice.endsWith("!") ? say("lesson.without-memory", choice.slice(0, -1)) : choice;
  if (steps === null) return say("lesson.hint-out", who);
  return steps === 1 ? say("lesson.hint-now", who) : say("lesson.hint", who, steps);
}
