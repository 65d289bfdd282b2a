import assert from "node:assert/strict";
import { test } from "node:test";
import { countPaths, countWrites, relevantTable } from "../../../static/src/timeline/counts.js";
import { blockedBars, countTrack, heldBars, lockRows, propertyCell, propertyRows } from "../../../static/src/timeline/tracks.js";
import { slide, stepAt, timeWindow } from "../../../static/src/timeline/window.js";
import { lock, run, violation } from "./frames.js";

const size = { room: 1100, comfortable: 96, tight: 84 };

test("a short run is drawn whole", () => {
  assert.deepEqual(timeWindow({ length: 3, at: 1, ...size }), { first: 1, count: 10, all: true });
  assert.deepEqual(timeWindow({ length: 12, at: 1, ...size }), { first: 1, count: 12, all: true });
});

test("of two thousand steps only a window is drawn, and the position is in it", () => {
  for (const at of [0, 1, 5, 999, 1995, 2000]) {
    const window = timeWindow({ length: 2000, at, ...size });
    assert.equal(window.count, 10);
    assert.ok(window.first >= 1 && window.first + window.count - 1 <= 2000);
    assert.ok(at === 0 || (window.first <= at && at < window.first + window.count));
  }
});

test("a single step moves the position, not what is drawn, until it comes near an edge", () => {
  const firsts = [900, 901, 902, 903, 904, 905].map((at) => timeWindow({ length: 2000, at, ...size }).first);
  assert.deepEqual(firsts, [898, 898, 898, 898, 898, 903]);
});

test("a window that is held stays while the position moves", () => {
  assert.equal(timeWindow({ length: 2000, at: 900, held: 100, ...size }).first, 100);
});

test("there is room for a step on the smallest screen", () => {
  assert.ok(timeWindow({ length: 500, at: 10, room: -20, comfortable: 24, tight: 20 }).count >= 1);
});

test("a pointer meets the step whose column it is in", () => {
  const window = { first: 1, count: 12 };
  assert.equal(stepAt(0, 1250, window, 12), 0);
  assert.equal(stepAt(49, 1250, window, 12), 0);
  assert.equal(stepAt(51, 1250, window, 12), 1);
  assert.equal(stepAt(1249, 1250, window, 12), 12);
  assert.equal(stepAt(1249, 1250, window, 5), 5);
  assert.equal(stepAt(0, 1250, { first: 40, count: 12 }, 100), 40);
});

test("the slider knows its keys and its ends", () => {
  assert.equal(slide("ArrowRight", 3, 9, 5), 4);
  assert.equal(slide("PageUp", 3, 9, 5), 8);
  assert.equal(slide("PageUp", 8, 9, 5), 9);
  assert.equal(slide("ArrowLeft", 0, 9, 5), 0);
  assert.equal(slide("End", 0, 9, 5), 9);
  assert.equal(slide("x", 0, 9, 5), null);
});

test("a lock has a row when two threads want it, or when it is global and was held", () => {
  const frames = run("AB", (n) => ({ locks: [lock("L", n === 1 ? ["A"] : [], n === 1 ? ["B"] : []), lock("M", [])] }));
  assert.deepEqual(lockRows(frames).map((row) => row.name), ["L"]);
});

test("a lock is a bar from the step that took it to the step that released it", () => {
  const frames = run("AAAA", (n) => ({ locks: [lock("L", n === 1 || n === 2 ? ["A"] : n === 4 ? ["B"] : [])] }));
  assert.deepEqual(heldBars(frames, 0, 4, "L"), [
    { from: 1, to: 3, value: "A" },
    { from: 4, to: 4.5, value: "B" },
  ]);
});

test("waiting is a bar with its reason", () => {
  const frames = run("AAA", (n) => ({ statuses: n === 1 || n === 2 ? { B: "blocked" } : {} }));
  assert.deepEqual(blockedBars(frames, 0, 3, "B"), [{ from: 1, to: 3, value: "waits for L" }]);
});

test("the count is a stepped line, and the gap to the references is filled", () => {
  const frames = run("AB", (n) => ({ count: n === 1 ? 1 : 2 }));
  const paths = countPaths(countTrack(frames, 0, 2, "T0"), 0);
  assert.equal(paths.count, "M0 0H1V1H2V0H2.5");
  assert.equal(paths.references, "M0 0H1V0H2V0H2.5");
  assert.deepEqual(paths.gap, ["M1 0H2V1H1Z"]);
});

test("a table that is not in use yet has no line", () => {
  const frames = run("AB", (n) => (n < 2 ? { tables: [] } : {}));
  assert.deepEqual(countTrack(frames, 0, 2, "T0").map((point) => point.at), [2]);
});

test("a strip exists for what broke somewhere, damage first", () => {
  const frames = run("AB", (n) => ({ violations: n === 1 ? [violation("low", "warning")] : n === 2 ? [violation("uaf", "damage"), violation("low", "warning", { new: false })] : [] }));
  assert.deepEqual(propertyRows([], frames).map((row) => row.id), ["uaf", "low"]);
  assert.deepEqual(frames.map((frame) => propertyCell(frame, "low")), ["fine", "parted", "parted"]);
  assert.equal(propertyCell(frames[2], "uaf"), "broken");
});

test("every write to a count is listed with who wrote it", () => {
  const frames = run("BA", (n) => ({ count: 2 - n, step: { changed: ["T0.count"], short: `put ${3 - n}→${2 - n}` } }));
  const rows = countWrites(frames, "T0");
  assert.deepEqual(rows.map(({ at, thread, from, to, note }) => [at, thread, from, to, note]), [[1, "B", 2, 1, "put"], [2, "A", 1, 0, "put"]]);
});

test("the table of the newest violation is the one to look at, unless another was chosen", () => {
  const two = (n) => ({ tables: ["T0", "T1"].map((name) => ({ name, state: "live", count: 1, references: 1, lock: null, owners: [] })), violations: n === 1 ? [violation("uaf", "damage", { objects: ["D0", "T1"] })] : [] });
  const frames = run("AB", two);
  assert.equal(relevantTable(frames, 2, null), "T1");
  assert.equal(relevantTable(frames, 0, null), "T0");
  assert.equal(relevantTable(frames, 2, "T0"), "T0");
  assert.equal(relevantTable(frames, 2, "D0"), "T1");
});
