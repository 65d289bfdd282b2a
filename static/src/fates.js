/**
 * Fates: what a complete check knows of every state of the runs that are shown. Held with the check, off by
 * default, asked for line by line.
 *
 * A fate is "safe" (no damage can follow, whatever is chosen), "possible" (damage can follow, in `steps` at
 * the soonest) or "certain" (every run from here ends in damage, the soonest in `steps`).
 */

import { say } from "./words.js";

/**
 * @typedef {{fate: "safe"|"possible"|"certain", steps: number|null}} Fate
 * @typedef {object} Fates
 * @property {number|null} id of the request that has no answer yet
 * @property {Readonly<Record<string, {here: Fate, choices: Record<string, Fate>}>>} at by a frame's schedule
 * @property {string|null} failed why there are none
 */

/** @returns {Fates} */
export const none = () => ({ id: null, at: {}, failed: null });

/**
 * @param {Fates} fates
 * @param {{states: ReadonlyArray<object>}} message "fates": a state for each frame of the line that was asked about
 * @returns {Fates}
 */
export function taken(fates, { states }) {
  const at = { ...fates.at };
  for (const { schedule, fate, steps, choices } of states) {
    at[schedule] = { here: { fate, steps }, choices: Object.fromEntries(choices.map(({ choice, ...its }) => [choice, its])) };
  }
  return { ...fates, id: null, at };
}

/** Is something of this line still to be asked? @param {Fates} fates @param {ReadonlyArray<object>} frames */
export const lacks = (fates, frames) => fates.id === null && fates.failed === null && frames.length > 0 && fates.at[frames.at(-1).schedule] === undefined;

/** @param {import("./check.js").Check|null} check @param {object} frame @param {string} choice @returns {Fate|null} */
export const fateOf = (check, frame, choice) => check?.fates?.at[frame.schedule]?.choices[choice] ?? null;

/** @param {Fate} fate @returns {string} */
export function inWords({ fate, steps }) {
  if (fate === "safe") return say("fate.safe");
  return steps === 0 ? say("fate.here") : say(`fate.${fate}-in`, steps);
}

/**
 * The fate of a run as stretches of steps, for the timeline. Frame i is the state after step i.
 * @param {Fates} fates
 * @param {ReadonlyArray<object>} frames
 * @returns {Array<{from: number, to: number, fate: string}>} to: the last step of the stretch
 */
export function stretchesOf(fates, frames) {
  const found = [];
  frames.forEach(({ schedule }, i) => {
    const fate = fates.at[schedule]?.here.fate;
    const open = found.at(-1);
    if (fate === undefined) return;
    if (open?.fate === fate && open.to === i - 1) open.to = i;
    else found.push({ from: i, to: i, fate });
  });
  return found;
}

/** The step after which the bug is certain: the point of no return. @returns {number|null} */
export function noReturn(fates, frames) {
  const first = stretchesOf(fates, frames).find(({ fate }) => fate === "certain");
  return first === undefined ? null : first.from;
}
