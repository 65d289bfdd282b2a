import assert from "node:assert/strict";
import { test } from "node:test";
import { commandOf, lineCommand, focusKind, KEYS, threadKeys } from "../../../static/src/keys.js";
import { say } from "../../../static/src/words.js";

const threads = ["A", "B"];
const press = (key, more = {}) => commandOf({ key, ...more }, threads, more.focus ?? null);

test("arrows step, Home and End jump, space plays", () => {
  assert.deepEqual(["ArrowRight", "ArrowLeft", "Home", "End", " "].map((key) => press(key).command), ["forward", "back", "toStart", "toEnd", "play"]);
});

test("a thread's letter steps it, with Shift it runs to its end", () => {
  assert.deepEqual(press("b"), { command: "step", thread: "B" });
  assert.deepEqual(press("B"), { command: "toEndOf", thread: "B" });
  assert.equal(press("c"), null);
});

test("no letter means two things", () => {
  const all = [...KEYS.flatMap((row) => row.keys), ...threadKeys(["A", "B", "C", "D"]).map((row) => row.key)];
  assert.equal(new Set(all).size, all.length);
});

test("every key has a line of help", () => {
  for (const row of [...KEYS, ...threadKeys(threads)]) assert.ok(say(`keys.${row.command}`, row.thread) && row.shown);
});

test("the browser's own shortcuts are left alone", () => {
  for (const held of ["ctrlKey", "metaKey", "altKey"]) assert.equal(press("r", { [held]: true }), null);
});

test("a text field keeps all keys, a slider its arrows, a button reached by keyboard its space", () => {
  assert.equal(press("a", { focus: "text" }), null);
  assert.equal(press("ArrowRight", { focus: "control" }), null);
  assert.deepEqual(press("a", { focus: "control" }), { command: "step", thread: "A" });
  assert.equal(press(" ", { focus: "button" }), null);
  assert.equal(press("ArrowRight", { focus: "button" }).command, "forward");
});

test("what has the focus says which keys it keeps", () => {
  const element = (tagName, more = {}) => ({ tagName, getAttribute: () => null, matches: () => true, ...more });
  assert.equal(focusKind(null), null);
  assert.equal(focusKind(element("BODY")), null);
  assert.equal(focusKind(element("INPUT", { type: "text" })), "text");
  assert.equal(focusKind(element("INPUT", { type: "radio" })), "control");
  assert.equal(focusKind(element("DIV", { getAttribute: () => "slider" })), "control");
  assert.equal(focusKind(element("BUTTON")), "button");
  assert.equal(focusKind(element("BUTTON", { matches: () => false })), null);
});

test("a line of C has keys of its own, with Shift and without", () => {
  assert.equal(lineCommand({ key: "Enter" }), "lineBreak");
  assert.equal(lineCommand({ key: "Enter", shiftKey: true }), "lineRun");
  assert.equal(lineCommand({ key: "ArrowRight" }), "lineApart");
  assert.equal(lineCommand({ key: "ArrowRight", ctrlKey: true }), null);
  assert.equal(lineCommand({ key: "b" }), null);
});
