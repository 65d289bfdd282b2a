/** Which of the choices that the server offers a button means. Nothing here decides what is enabled. */

import { say } from "./words.js";

/**
 * What Step does: the next choice of the run, or else the thread that moved last, or else the first one.
 * @param {ReadonlyArray<object>} frames of the line that is shown
 * @param {number} at
 * @returns {string|null} null when no step can follow
 */
export function nextChoice(frames, at) {
  const recorded = frames[at + 1]?.step?.choice;
  if (recorded !== undefined) return recorded;
  const frame = frames[at];
  if (frame === undefined || frame.choices.length === 0) return null;
  const plain = frame.choices.filter((choice) => choice.outcome === null);
  const mover = plain.find((choice) => choice.thread === frame.step?.thread);
  return (mover ?? plain[0] ?? frame.choices[0]).choice;
}

/**
 * A thread's own buttons at a frame.
 * @param {object} frame
 * @param {string} thread
 * @returns {{choice: string|null, others: ReadonlyArray<object>, reason: string}}
 *   `others`: the same step with another outcome; `reason`: why there is no choice
 */
export function choicesOf(frame, thread) {
  const mine = frame.choices.filter((choice) => choice.thread === thread);
  const plain = mine.find((choice) => choice.outcome === null) ?? mine[0];
  const others = mine.filter((choice) => choice !== plain);
  return { choice: plain?.choice ?? null, others, reason: plain ? "" : whyNot(frame, thread) };
}

function whyNot(frame, name) {
  const thread = frame.threads.find((each) => each.name === name);
  return thread?.reason?.text ?? frame.ended?.text ?? say("thread.nothing", name);
}
