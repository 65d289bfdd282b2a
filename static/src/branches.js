/** The tree of runs as a person sees it: which branch leaves which one where, and what each is called. */

import { framesOf, select } from "./lines.js";
import { say } from "./words.js";

/** Characters of a name that a person gives. */
export const LONGEST_NAME = 60;

/**
 * @typedef {object} Branch
 * @property {number} id of its line
 * @property {string} name given, or what tells it from the branch that it leaves
 * @property {boolean} given
 * @property {boolean} current
 * @property {number|null} parent index in the list
 * @property {number} from the last step that it shares with its parent
 * @property {number} length in steps
 * @property {number|null} damage its first step that does damage
 */

/**
 * The branches in the order in which they are drawn: each behind the one that it leaves. A line that is only the
 * beginning of another is left out, unless it is shown.
 * @param {import("./lines.js").Tree} tree
 * @returns {Branch[]}
 */
export function branches(tree) {
  const kept = tree.lines.filter((line) => line.id === tree.current || !isPrefix(line, tree));
  const found = kept.map((line, i) => ({ line, ...parentAmong(line, kept.slice(0, i)) }));
  const names = new Set();
  const rows = [];
  const place = (parent, above) => {
    for (const each of found.filter((one) => one.parent === parent)) {
      rows.push(described(each, above, tree, names));
      place(each.line, rows.length - 1);
    }
  };
  place(null, null);
  return rows;
}

function described({ line, from }, parent, tree, names) {
  const hit = line.frames.findIndex((frame) => frame.violations.some((each) => each.severity === "damage"));
  return {
    id: line.id,
    name: line.name ?? unlike(defaultName(line, parent === null ? null : from), names),
    given: line.name !== undefined,
    current: line.id === tree.current,
    parent,
    from,
    length: line.frames.length - 1,
    damage: hit < 0 ? null : hit,
  };
}

/** "B first at 6": what a branch does first that the one which it leaves does not. */
function defaultName(line, from) {
  if (from === null) return say("tree.first-run");
  const choice = line.frames[from + 1]?.step?.choice;
  if (choice !== undefined) return say("tree.first-at", choice, from + 1);
  return from === 0 ? say("tree.from-start") : say("tree.up-to", from);
}

/** Two branches that leave two others may differ in the same: the second one gets a number. */
function unlike(name, names) {
  let own = name;
  for (let n = 2; names.has(own); n += 1) own = `${name} (${n})`;
  names.add(own);
  return own;
}

/** The line among earlier ones that shares most steps, and how many. */
function parentAmong(line, earlier) {
  let [parent, from] = [null, 0];
  for (const other of earlier) {
    const shared = commonLength(line.frames, other.frames) - 1;
    if (parent === null || shared > from) [parent, from] = [other, shared];
  }
  return { parent, from };
}

function isPrefix(line, { lines, current }) {
  const tip = line.frames.length - 1;
  return lines.some((other) => {
    if (other === line || other.frames[tip]?.schedule !== line.frames[tip].schedule) return false;
    return other.frames.length > line.frames.length || other.id === current || other.id < line.id;
  });
}

/** Two lines agree up to some step and never again, so that halving finds it. */
function commonLength(one, other) {
  let [low, high] = [0, Math.min(one.length, other.length)];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (one[middle].schedule === other[middle].schedule) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param {import("./lines.js").Tree} tree @param {number} id @param {string} name "" gives the branch its own name back */
export function rename(tree, id, name) {
  const given = name.trim().slice(0, LONGEST_NAME) || undefined;
  return { ...tree, lines: tree.lines.map((line) => (line.id === id ? { ...line, name: given } : line)) };
}

/**
 * Without a branch, and without the lines that are only its beginning. The last one stays.
 * @param {import("./lines.js").Tree} tree
 * @param {number} id
 */
export function remove(tree, id) {
  const rows = branches(tree);
  const line = tree.lines.find((each) => each.id === id);
  if (line === undefined || rows.length < 2) return tree;
  const isBeginning = ({ frames }) => frames.at(-1).schedule === line.frames[frames.length - 1]?.schedule;
  const others = tree.lines.filter((each) => each !== line && (each.id === tree.current || !isBeginning(each)));
  const { parent } = parentAmong(line, others);
  const current = tree.current === id ? parent.id : tree.current;
  return { ...tree, lines: others, current, deleted: [...tree.deleted, line] };
}

/** The branch that was deleted last is here again, and shown. */
export function restore(tree) {
  const line = tree.deleted.at(-1);
  if (line === undefined) return tree;
  const lines = [...tree.lines, line].sort((one, other) => one.id - other.id);
  return select({ ...tree, lines, deleted: tree.deleted.slice(0, -1) }, line.id);
}

/**
 * The branches in an order that was kept, with the names that they had.
 * @param {import("./lines.js").Tree} tree
 * @param {ReadonlyArray<{schedule: string, name: string|undefined}>} order by the schedules of their tips
 */
export function arrange(tree, order) {
  const rank = ({ frames }) => order.findIndex(({ schedule }) => schedule === frames.at(-1).schedule);
  const last = (line) => (rank(line) < 0 ? order.length : rank(line));
  const sorted = [...tree.lines].sort((one, other) => last(one) - last(other) || one.id - other.id);
  const lines = sorted.map((line, i) => ({ ...line, id: i + 1, name: line.name ?? order[rank(line)]?.name }));
  const current = sorted.findIndex(({ id }) => id === tree.current) + 1;
  return { lines, current, next: lines.length + 1, deleted: [] };
}

/** @param {import("./lines.js").Tree} tree @param {number} by 1: the next branch, -1: the one before @returns {number} its id */
export function neighbour(tree, by) {
  const rows = branches(tree);
  const here = rows.findIndex((row) => row.current);
  return rows[(here + by + rows.length) % rows.length].id;
}

/** What `store.js` does with the tree: the position stays as far as the branch that is shown then reaches. */
export const ACTIONS = {
  branchNamed: (state, { id, name }) => ({ ...state, tree: rename(state.tree, id, name) }),
  branchDeleted: (state, { id }) => shown(state, remove(state.tree, id)),
  branchesArranged: (state, { order }) => ({ ...state, tree: arrange(state.tree, order) }),
  branchRestored: (state) => shown(state, restore(state.tree)),
};

function shown(state, tree) {
  const common = commonLength(framesOf(tree), framesOf(state.tree)) - 1;
  return { ...state, tree, at: Math.min(state.at, common), before: null, playing: false };
}
