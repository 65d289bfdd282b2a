import assert from "node:assert/strict";
import { test } from "node:test";
import { branches, neighbour, remove, rename, restore } from "../../../static/src/branches.js";
import { addFrame, emptyTree, framesOf, restart, select } from "../../../static/src/lines.js";
import { initialState, reduce } from "../../../static/src/store.js";
import { frame, run, violation } from "./frames.js";

const grow = (tree, letters, from = 0) => run(letters).slice(from).reduce(addFrame, tree);
/** A tree of runs, each given whole. */
const treeOf = (...runs) => runs.reduce((tree, letters) => grow(tree, letters), emptyTree());
const names = (tree) => branches(tree).map((row) => row.name);
const idOf = (tree, name) => branches(tree).find((row) => row.name === name).id;

test("a branch is named by what it does first that the one which it leaves does not", () => {
  assert.deepEqual(names(treeOf("AAAB", "AB", "AAB")), ["first run", "B first at 2", "B first at 3"]);
});

test("a branch stands behind the one that it leaves, and says after which step", () => {
  const tree = treeOf("AAAB", "AB", "AAB", "ABBA", "ABA");
  const rows = branches(tree).map(({ name, parent, from, length }) => [name, parent, from, length]);
  assert.deepEqual(rows, [
    ["first run", null, 0, 4],
    ["B first at 2", 0, 1, 4],
    ["A first at 3", 1, 2, 3],
    ["B first at 3", 0, 2, 3],
  ]);
});

test("two branches that leave two others alike are told apart", () => {
  assert.deepEqual(names(treeOf("AAAA", "ABAA", "ABB", "AAB")), ["first run", "B first at 2", "B first at 3", "B first at 3 (2)"]);
});

test("a branch says where it does damage first", () => {
  const tree = addFrame(treeOf("ABB"), frame(["A", "A"], { violations: [violation("uaf", "damage")] }));
  assert.deepEqual(branches(tree).map(({ damage, current }) => [damage, current]), [[null, false], [2, true]]);
});

test("a line that is only the beginning of another is listed while it is shown", () => {
  let tree = addFrame(restart(treeOf("AB")), frame(["A"]));
  assert.deepEqual(names(tree), ["first run", "up to 1"]);
  tree = select(tree, tree.lines[0].id);
  assert.deepEqual(names(tree), ["first run"]);
});

test("a given name stays, without the blanks around it; an empty one gives the own name back", () => {
  const tree = treeOf("AAAB", "AB");
  const id = idOf(tree, "B first at 2");
  const named = rename(tree, id, "  the race ");
  assert.deepEqual(names(named), ["first run", "the race"]);
  assert.deepEqual(names(rename(named, id, " ")), ["first run", "B first at 2"]);
  assert.equal(branches(rename(tree, id, "x".repeat(99)))[1].name.length, 60);
});

test("a deleted branch comes back with its name, the last one first", () => {
  let tree = treeOf("AAAB", "AB", "AAB");
  tree = rename(tree, idOf(tree, "B first at 2"), "the race");
  const two = remove(remove(tree, idOf(tree, "the race")), idOf(tree, "B first at 3"));
  assert.deepEqual(names(two), ["first run"]);
  assert.deepEqual(names(restore(two)), ["first run", "B first at 3"]);
  assert.deepEqual(names(restore(restore(two))), ["first run", "the race", "B first at 3"]);
  assert.equal(restore(tree), tree);
});

test("the shown branch is deleted: the one that it leaves is shown where they part", () => {
  let state = { ...initialState(), tree: treeOf("AAAB", "AABB"), at: 4 };
  state = reduce(state, { type: "branchDeleted", id: state.tree.current });
  assert.equal(framesOf(state.tree).at(-1).schedule, "1.A3B");
  assert.equal(state.at, 2);
  state = reduce(state, { type: "branchRestored" });
  assert.equal(framesOf(state.tree).at(-1).schedule, "1.A2B2");
});

test("the first branch can be deleted, the last one stays", () => {
  const tree = treeOf("AAAB", "AB");
  const one = remove(tree, idOf(tree, "first run"));
  assert.deepEqual(names(one), ["first run"]);
  assert.equal(framesOf(one).at(-1).schedule, "1.AB");
  assert.equal(remove(one, branches(one)[0].id), one);
});

test("what is only the beginning of a deleted branch goes with it, unless it is shown", () => {
  const bare = restart(treeOf("AB"));
  const left = remove(bare, bare.lines[0].id);
  assert.equal(framesOf(left).length, 1);
  const shown = remove(treeOf("AB", "BA"), 1);
  assert.deepEqual(names(shown), ["first run"]);
});

test("a branch that was deleted is not walked again: the same choice is asked for anew", () => {
  const tree = treeOf("AAAB", "AB");
  const again = grow(remove(tree, idOf(tree, "B first at 2")), "AB", 2);
  assert.deepEqual(names(again), ["first run", "B first at 2"]);
});

test("the branches are gone through in a ring", () => {
  const tree = treeOf("AAAB", "AB");
  assert.equal(neighbour(tree, 1), idOf(tree, "first run"));
  assert.equal(neighbour(select(tree, idOf(tree, "first run")), -1), idOf(tree, "B first at 2"));
});
