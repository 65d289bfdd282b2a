import assert from "node:assert/strict";
import { test } from "node:test";
import { addFrame, emptyTree, find, framesOf, knownNext, restart, select } from "../../../static/src/lines.js";
import { frame, run, violation } from "./frames.js";

const grow = (tree, letters, from = 0) => run(letters).slice(from).reduce(addFrame, tree);
const told = (tree) => tree.lines.map((line) => line.frames.at(-1).schedule);

test("frames of one run make one line", () => {
  const tree = grow(emptyTree(), "ABB");
  assert.deepEqual(told(tree), ["1.AB2"]);
  assert.equal(framesOf(tree).length, 4);
});

test("another choice in the past forks, and nothing is lost", () => {
  const one = grow(emptyTree(), "ABB");
  const tree = addFrame(one, frame(["A", "A"]));
  assert.deepEqual(told(tree), ["1.AB2", "1.A2"]);
  assert.equal(framesOf(tree).at(-1).schedule, "1.A2");
  assert.equal(tree.lines[0].frames[1], tree.lines[1].frames[1]);
});

test("a frame that is there already adds no line", () => {
  const one = grow(emptyTree(), "ABB");
  const tree = addFrame(one, frame(["A", "B"]));
  assert.deepEqual(told(tree), ["1.AB2"]);
});

test("a frame without its parent is not placed", () => {
  assert.equal(addFrame(grow(emptyTree(), "A"), frame(["B", "B"])), null);
});

test("a step that any branch has taken is known", () => {
  const forked = addFrame(grow(emptyTree(), "ABB"), frame(["A", "A"]));
  assert.equal(knownNext(forked, 1, "B").schedule, "1.AB");
  assert.equal(knownNext(forked, 1, "A").schedule, "1.A2");
  assert.equal(knownNext(forked, 2, "B"), null);
});

test("beginning again keeps the run as a branch, once", () => {
  const again = restart(grow(emptyTree(), "AB"));
  assert.equal(framesOf(again).length, 1);
  assert.equal(restart(again).lines.length, 2);
});

test("a schedule is found on whichever line shows it", () => {
  const tree = addFrame(grow(emptyTree(), "ABB"), frame(["A", "A"]));
  assert.deepEqual(find(tree, "1.AB"), { id: tree.lines[0].id, at: 2 });
  assert.equal(find(tree, "1.B"), null);
});

test("two thousand steps are added in no time", () => {
  const letters = "AB".repeat(1000);
  const began = performance.now();
  const tree = grow(emptyTree(), letters);
  assert.equal(framesOf(tree).length, 2001);
  assert.ok(performance.now() - began < 5000);
});
