/**
 * The tree of runs, kept as lines: a line is the list of frames from step 0 to its tip.
 *
 * Rule 1: a frame is never changed, and dropped only with a line that a person deletes; lines share the frames
 * of their common beginning.
 * Rule 2: where a frame belongs is told by its schedule alone (its parent is the schedule without the last
 * choice), so it does not matter why it came. The current line grows before another one is looked at: after
 * "begin again" the same steps make a run of their own, not a walk along the old one.
 * Rule 3: the same frame coming again (a reconnect) changes nothing but the object that holds it.
 */

import { parentOf } from "./schedule.js";

/**
 * @typedef {{id: number, frames: ReadonlyArray<object>, name?: string}} Line
 * @typedef {{lines: ReadonlyArray<Line>, current: number, next: number, deleted: ReadonlyArray<Line>}} Tree `current` is a
 *   line's id, `deleted` holds what can be brought back, last deleted last
 */

/** @returns {Tree} */
export const emptyTree = () => ({ lines: [], current: 0, next: 1, deleted: [] });

/** @param {Tree} tree @returns {ReadonlyArray<object>} the frames of the line that is shown */
export function framesOf(tree) {
  return lineOf(tree)?.frames ?? [];
}

/** @param {Tree} tree @returns {Line|undefined} */
export function lineOf(tree) {
  return tree.lines.find((line) => line.id === tree.current);
}

/**
 * Puts a frame where its schedule says, and makes that line the current one.
 * @param {Tree} tree
 * @param {object} frame
 * @returns {Tree|null} null when no line holds the frame's parent
 */
export function addFrame(tree, frame) {
  const { at } = frame;
  if (at === 0) return addFirst(tree, frame);
  const parent = parentOf(frame.schedule);
  const holds = (line) => line.frames[at - 1]?.schedule === parent;
  const candidates = currentFirst(tree).filter(holds);
  if (candidates.length === 0) return null;
  const [first] = candidates;
  if (first.id === tree.current && first.frames.length === at) return grown(tree, first, frame);
  const same = candidates.find((line) => line.frames[at]?.schedule === frame.schedule);
  if (same) return select(replaceIn(tree, frame), same.id);
  const open = candidates.find((line) => line.frames.length === at);
  if (open) return grown(tree, open, frame);
  return fork(tree, [...first.frames.slice(0, at), frame]);
}

function grown(tree, line, frame) {
  const longer = { ...line, frames: [...line.frames, frame] };
  return select(withLine(tree, longer), line.id);
}

function addFirst(tree, frame) {
  if (tree.lines.length === 0) return fork(tree, [frame]);
  return replaceIn(tree, frame);
}

function replaceIn(tree, frame) {
  const lines = tree.lines.map((line) => {
    const held = line.frames[frame.at];
    if (held === undefined || held.schedule !== frame.schedule) return line;
    return { ...line, frames: line.frames.with ? line.frames.with(frame.at, frame) : swap(line.frames, frame) };
  });
  return { ...tree, lines };
}

function swap(frames, frame) {
  const copy = frames.slice();
  copy[frame.at] = frame;
  return copy;
}

/** @param {Tree} tree @param {ReadonlyArray<object>} frames @returns {Tree} with a new line, which is current */
export function fork(tree, frames) {
  const line = { id: tree.next, frames };
  return { ...tree, lines: [...tree.lines, line], current: line.id, next: tree.next + 1 };
}

/**
 * The frame that follows `frames[at]` by `choice`, if any line of the tree has been there.
 * @param {Tree} tree
 * @param {number} at
 * @param {string} choice
 * @returns {object|null}
 */
export function knownNext(tree, at, choice) {
  const here = framesOf(tree)[at];
  for (const line of currentFirst(tree)) {
    if (line.frames[at]?.schedule !== here?.schedule) continue;
    const next = line.frames[at + 1];
    if (next?.step?.choice === choice) return next;
  }
  return null;
}

/** @param {Tree} tree @param {number} id @returns {Tree} */
export function select(tree, id) {
  return tree.current === id || !tree.lines.some((line) => line.id === id) ? tree : { ...tree, current: id };
}

/** A line that begins again at step 0. @param {Tree} tree @returns {Tree} */
export function restart(tree) {
  const first = framesOf(tree).slice(0, 1);
  const bare = tree.lines.find((line) => line.frames.length === 1);
  return bare ? select(tree, bare.id) : fork(tree, first);
}

/**
 * The line and position that show a schedule.
 * @param {Tree} tree
 * @param {string} schedule
 * @returns {{id: number, at: number}|null}
 */
export function find(tree, schedule) {
  for (const line of currentFirst(tree)) {
    const at = line.frames.findIndex((frame) => frame.schedule === schedule);
    if (at >= 0) return { id: line.id, at };
  }
  return null;
}

function currentFirst(tree) {
  const current = lineOf(tree);
  return current ? [current, ...tree.lines.filter((line) => line !== current)] : tree.lines;
}

function withLine(tree, line) {
  return { ...tree, lines: tree.lines.map((each) => (each.id === line.id ? line : each)) };
}

/**
 * How often another thread goes on, up to a step.
 * @param {ReadonlyArray<object>} frames of a line
 * @param {number} at
 * @returns {number}
 */
export function switchesTo(frames, at) {
  const threads = frames.slice(1, at + 1).map(({ step }) => step.thread);
  return threads.filter((thread, i) => i > 0 && thread !== threads[i - 1]).length;
}
