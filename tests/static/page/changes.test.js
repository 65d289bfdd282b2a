/** Frames that come as changes are whole again before anything else sees them, and share what did not change. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { createJoin, joined } from "../../../static/src/changes.js";

const FOLDER = new URL("../../golden/", import.meta.url);
const traces = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".json"))
  .map((name) => [name, JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"))]);

for (const [name, { frames, changes }] of traces) {
  test(`${name}: joined, the changes are the frames`, () => {
    let frame = frames[0];
    changes.forEach((change, i) => {
      frame = joined(frame, change);
      assert.deepEqual(frame, frames[i + 1]);
    });
    assert.equal(changes.length, frames.length - 1);
  });
}

test("members that change are others, all else is shared, and what was before stays as it was", () => {
  const before = { table: { count: 1, entries: [{ page: "D0" }, { page: "D1" }] }, locks: ["L"], at: 1 };
  const after = joined(before, { table: { entries: { 1: { page: [null] } } }, at: [2] });
  assert.deepEqual(after, { table: { count: 1, entries: [{ page: "D0" }, { page: null }] }, locks: ["L"], at: 2 });
  assert.equal(after.locks, before.locks);
  assert.equal(after.table.entries[0], before.table.entries[0]);
  assert.equal(before.table.entries[1].page, "D1");
});

test("of a text and of a list the beginning may stay", () => {
  assert.equal(joined("1.A9", [3, "10"]), "1.A10");
  assert.deepEqual(joined(["a", "b", "c"], [1, ["d"]]), ["a", "d"]);
  assert.deepEqual(joined(["a", "b"], [1, []]), ["a"]);
  assert.deepEqual(joined(["a"], [["b"]]), ["b"]);
});

test("messages come through whole: each change is against the frame before it in its answer", () => {
  const whole = createJoin();
  const said = [
    { type: "frame", re: 1, frame: { at: 0, n: 5 }, last: false },
    { type: "progress", re: 2 },
    { type: "frame", re: 3, frame: { at: 7 }, last: true },
    { type: "change", re: 1, change: { at: [1] }, last: false },
    { type: "change", re: 1, change: { at: [2], n: [6] }, last: true },
  ].map(whole);
  assert.deepEqual(said[3], { type: "frame", re: 1, frame: { at: 1, n: 5 }, last: false });
  assert.deepEqual(said[4], { type: "frame", re: 1, frame: { at: 2, n: 6 }, last: true });
  assert.equal(said[1].type, "progress");
  for (const re of [1, 3, 4]) assert.throws(() => whole({ type: "change", re, change: {}, last: true }), new RegExp(`answer to ${re}`));
});
