/**
 * A long run that is still coming in: the step that its link asks for came first, and is shown alone meanwhile.
 *
 * @typedef {{tree: import("./lines.js").Tree, at: number, length: number}} Coming
 *   `tree` holds nothing but the frame of step `at`; `length`: steps of the run
 */

import { emptyTree, fork } from "./lines.js";

/** @param {{ahead?: object|null, length: number}} message "run" @returns {Coming|null} */
export function comingOf({ ahead = null, length }) {
  return ahead === null ? null : { tree: fork(emptyTree(), [ahead]), at: ahead.at, length };
}

/** @param {import("./store.js").State} state @returns {boolean} the step that is wanted has not come yet */
export const isToCome = ({ coming, goal, at }) => coming !== null && goal !== null && at < goal;

/**
 * @param {import("./store.js").State} state
 * @returns {import("./store.js").State} what is drawn of it: the frame that came first, where that is wanted
 */
export function drawn(state) {
  const { coming, goal } = state;
  return isToCome(state) && coming.at === goal ? { ...state, tree: coming.tree, at: 0, before: null, goal: null, asked: null } : state;
}
