import assert from "node:assert/strict";
import { test } from "node:test";
import { parentOf, threadOf } from "../../../static/src/schedule.js";
import { join, split } from "./schedules.js";

test("the parent is the schedule without its last choice", () => {
  for (const text of ["1.A", "1.AB", "1.AB2", "1.AB3", "1.AB3A!2", "1.A10", "1.A100B", "1.A!", "1.Aa3B"]) {
    assert.equal(join(split(text)), text);
    assert.equal(parentOf(text), join(split(text).slice(0, -1)), text);
  }
  assert.equal(parentOf("1."), null);
  assert.equal(parentOf(""), null);
});

test("a choice names its thread", () => {
  assert.equal(threadOf("A!"), "A");
  assert.equal(threadOf("Aa"), "Aa");
});
