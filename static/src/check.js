/**
 * What the page knows of a check: pure functions that `store.js` calls. A check belongs to the protocol,
 * scenario and toggles that were shown when it began; with another run it is forgotten.
 */

import * as fates from "./fates.js";
import * as others from "./others.js";
import { counted } from "./numbers.js";
import { say } from "./words.js";

/**
 * @typedef {object} Check
 * @property {"running"|"cancelling"|"done"|"cancelled"|"failed"|"lost"} phase lost: the connection broke
 * @property {number} id of the request
 * @property {object|null} progress the last message "progress"
 * @property {object|null} result the message "verdict"
 * @property {object|null} error the message "error"
 * @property {import("./fates.js").Fates|null} fates null: they are not shown
 * @property {Readonly<Record<string, import("./others.js").Others>>} others by property: runs unlike the shortest
 * @property {string|null} wanted the property whose shortest run is loaded when the verdict is there
 * @property {string|null} shown the schedule of the run that was chosen from the verdict
 */

const CANCELLED = "CHECK01";

/** @param {number} id @returns {Check} */
export const begun = (id) => ({ phase: "running", id, progress: null, result: null, error: null, shown: null, fates: null, others: {}, wanted: null });

/** @param {Check|null} check @returns {boolean} */
export const isRunning = (check) => check?.phase === "running" || check?.phase === "cancelling";

/** @param {Check|null} check @returns {Check|null} after somebody has pressed Cancel */
export const cancelling = (check) => (isRunning(check) ? { ...check, phase: "cancelling" } : check);

/** @param {Check|null} check @returns {Check|null} without the connection that would bring its verdict */
export function lost(check) {
  if (check === null) return null;
  if (isRunning(check)) return { ...check, phase: "lost" };
  return { ...check, fates: check.fates && { ...check.fates, id: null }, others: others.lost(check.others) };
}

/**
 * @param {Check|null} check
 * @param {{type: string, re: number|null}} message
 * @returns {Check|null|undefined} undefined: the message is not about this check
 */
export function heard(check, message) {
  if (check?.fates && message.re !== null && message.re === check.fates.id) return { ...check, fates: fatesHeard(check.fates, message) };
  const asked = check && others.askedBy(check.others, message.re);
  if (asked) return { ...check, others: others.heard(check.others, asked, message) };
  if (check === null || message.re !== check.id) return undefined;
  if (check.phase === "done" && message.type === "verdict") return { ...check, result: message };
  // what came is true; only the facts that should follow do not
  if (check.phase === "done" && message.type === "error") return { ...check, result: { ...check.result, last: true } };
  if (!isRunning(check)) return undefined;
  if (message.type === "progress") return { ...check, progress: message };
  if (message.type === "verdict") return { ...check, phase: "done", result: message };
  if (message.code === CANCELLED) return { ...check, phase: "cancelled" };
  return { ...check, phase: "failed", error: message };
}

function fatesHeard(known, message) {
  if (message.type === "fates") return fates.taken(known, message);
  return message.type === "error" ? { ...known, id: null, failed: message.message } : known;
}

/** @param {Check|null} check @returns {Check|null} with fates shown or not */
export const showFates = (check, on) => check && { ...check, fates: on ? fates.none() : null };

/** @param {Check} check @param {string} invariant @param {number} id @returns {Check} another run has been asked for */
export const otherAsked = (check, invariant, id) => ({ ...check, others: others.asked(check.others, invariant, id) });

/** @param {Check} check @param {number} id @returns {Check} fates have been asked for */
export const fatesAsked = (check, id) => ({ ...check, fates: { ...check.fates, id } });

/**
 * The violations of a verdict that count, or those that only warn.
 * @param {{violations: ReadonlyArray<object>}} verdict
 * @param {"damage"|"warning"} severity
 * @returns {object[]}
 */
export const kinds = (verdict, severity) => verdict.violations.filter((each) => each.severity === severity);

/**
 * Is this the run that was chosen, and does the line that is shown still hold it?
 * @param {Check} check
 * @param {ReadonlyArray<object>} frames
 * @param {{steps: number, schedule: string}} finding
 */
export const isShown = ({ shown }, frames, { steps, schedule }) => shown === schedule && frames[steps]?.schedule === schedule;

// words -------------------------------------------------------------------------------------------
/**
 * What a running check can say for certain.
 * @param {{depth: number, kinds: number, shortest: number|null}} progress
 * @returns {string}
 */
export function soFar({ depth, kinds: found, shortest, tracing, reduced }) {
  if (tracing) return say("check.tracing");
  if (reduced) return say("check.reduces");
  if (found === 0) return say("check.none-shorter", counted("check.steps", depth));
  return counted("check.bugs-so-far", found, counted("check.in-steps", shortest));
}
