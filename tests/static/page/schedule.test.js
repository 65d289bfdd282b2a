import assert from "node:assert/strict";
import { test } from "node:test";
import { joinSchedule, parentOf, ScheduleError, splitSchedule, threadOf } from "../../../static/src/schedule.js";

test("a schedule is split into named choices", () => {
  assert.deepEqual(splitSchedule("1.AB3A!2"), { version: 1, choices: ["A", "B", "B", "B", "A!", "A!"] });
  assert.deepEqual(splitSchedule("1.AaAa2B"), { version: 1, choices: ["Aa", "Aa", "Aa", "B"] });
});

test("the empty schedule has two spellings", () => {
  assert.deepEqual(splitSchedule("").choices, []);
  assert.deepEqual(splitSchedule("1."), { version: 1, choices: [] });
  assert.equal(joinSchedule([]), "1.");
});

test("joining is the inverse of splitting", () => {
  for (const text of ["1.", "1.A", "1.AB3A!2", "1.A!A2", "1.B4A2B5A", "1.AaA"]) {
    assert.equal(joinSchedule(splitSchedule(text).choices), text);
  }
});

test("the parent is the schedule without its last choice", () => {
  for (const text of ["1.A", "1.AB", "1.AB2", "1.AB3", "1.AB3A!2", "1.A10", "1.A100B", "1.A!"]) {
    assert.equal(parentOf(text), joinSchedule(splitSchedule(text).choices.slice(0, -1)), text);
  }
  assert.equal(parentOf("1."), null);
  assert.equal(parentOf(""), null);
});

test("what cannot be read is named with its column and what to write", () => {
  for (const [text, column] of [["AB", 1], ["1.a", 3], ["1.AB0", 5], ["1.A B", 4], ["1.!", 3], ["x.A", 1]]) {
    assert.throws(() => splitSchedule(text), (error) => error instanceof ScheduleError && error.column === column && error.hint !== "", text);
  }
});

test("a huge count is refused before it is expanded", () => {
  assert.throws(() => splitSchedule("1.A999999999"), ScheduleError);
});

test("a choice names its thread", () => {
  assert.equal(threadOf("A!"), "A");
  assert.equal(threadOf("Aa"), "Aa");
});
