import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { chosenIn, relation, tally } from "../../../static/src/order.js";
import { initialState, reduce } from "../../../static/src/store.js";

const { info, frames } = JSON.parse(readFileSync(new URL("../../golden/feb17-zap-zap.json", import.meta.url), "utf8"));

test("in the seed's race the put of B is behind A's look at the count and before A's get", () => {
  assert.equal(relation(frames, info, 16, 9), "before");
  assert.equal(relation(frames, info, 16, 17), "after");
  assert.equal(relation(frames, info, 16, 15), "before");
  assert.equal(relation(frames, info, 16, 16), "self");
});

test("what B did before its put could have come in any order with A", () => {
  for (let step = 1; step <= 9; step += 1) assert.equal(relation(frames, info, 15, step), "free");
});

test("before and after are each other's mirror", () => {
  const mirror = { self: "self", before: "after", after: "before", free: "free" };
  for (let one = 1; one < frames.length; one += 1) {
    for (let other = 1; other < frames.length; other += 1) {
      assert.equal(relation(frames, info, one, other), mirror[relation(frames, info, other, one)]);
    }
  }
});

test("every step stands in one relation", () => {
  const found = tally(frames, info, 16);
  assert.deepEqual(found, { self: 1, before: 15, after: 5, free: 0 });
});

test("a chosen step is let go by choosing it again, and shown on lines that go through it only", () => {
  const choose = (state, at) => reduce(state, { type: "ordered", frame: at === null ? null : frames[at] });
  const once = choose(initialState(), 16);
  assert.equal(chosenIn(once.order, frames), 16);
  assert.equal(chosenIn(once.order, frames.slice(0, 10)), null);
  assert.equal(chosenIn(choose(once, 3).order, frames), 3);
  assert.equal(choose(once, 16).order, null);
  assert.equal(choose(once, null).order, null);
  assert.equal(choose(once, 0).order, null);
});
