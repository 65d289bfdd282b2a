import assert from "node:assert/strict";
import { test } from "node:test";
import { branches } from "../../../static/src/branches.js";
import { framesOf } from "../../../static/src/lines.js";
import { createStore, frameOf, initialState, lengthOf, mayAddress, reduce, scheduleOf } from "../../../static/src/store.js";
import { frame, info, run } from "./frames.js";

const receive = (state, message) => reduce(state, { type: "received", message });

/** A state in which a run of `letters` is open at `at`. */
function opened(letters, at = letters.length, start = initialState(), config = 0) {
  let state = reduce(start, { type: "asked", id: 1 });
  state = receive(state, { type: "run", re: 1, info: info(config), schedule: "", length: letters.length, at });
  const frames = run(letters);
  frames.forEach((each, i) => {
    state = receive(state, { type: "frame", re: 1, frame: each, last: i === frames.length - 1 });
  });
  return state;
}

function answered(state, frames, id = 2) {
  return frames.reduce(
    (now, each, i) => receive(now, { type: "frame", re: id, frame: each, last: i === frames.length - 1 }),
    reduce(state, { type: "asked", id }),
  );
}

test("an opened run is shown at the position of its link", () => {
  const state = opened("ABB", 2);
  assert.equal(state.at, 2);
  assert.equal(lengthOf(state), 3);
  assert.equal(scheduleOf(state), "1.AB2");
  assert.equal(state.asked, null);
});

test("moves stay inside the run", () => {
  const state = opened("ABB");
  assert.equal(reduce(state, { type: "goto", at: 99 }).at, 3);
  assert.equal(reduce(state, { type: "goto", at: -1 }).at, 0);
});

test("a step at the end goes on, with the frame before it at hand", () => {
  const before = opened("AB");
  const state = answered(before, [frame(["A", "B", "A"])]);
  assert.equal(state.at, 3);
  assert.equal(state.before, frameOf(before));
});

test("a step in the past makes a branch and goes there", () => {
  const past = reduce(opened("ABB"), { type: "goto", at: 1 });
  const state = answered(past, [frame(["A", "A"])]);
  assert.equal(frameOf(state).schedule, "1.A2");
  assert.equal(branches(state.tree).length, 2);
  const back = reduce(state, { type: "switched", id: state.tree.lines[0].id });
  assert.equal(scheduleOf(back), "1.AB2");
  assert.equal(back.at, 2);
});

test("who looks elsewhere while frames come is not pulled away", () => {
  let state = reduce(opened("AB"), { type: "asked", id: 7 });
  state = receive(state, { type: "frame", re: 7, frame: frame(["A", "B", "A"]), last: false });
  state = reduce(state, { type: "goto", at: 0 });
  state = receive(state, { type: "frame", re: 7, frame: frame(["A", "B", "A", "A"]), last: true });
  assert.equal(state.at, 0);
  assert.equal(lengthOf(state), 4);
});

test("an answer to a question that is no longer asked changes nothing", () => {
  const state = reduce(opened("AB"), { type: "asked", id: 9 });
  assert.equal(receive(state, { type: "frame", re: 8, frame: frame(["A", "B", "B"]), last: true }), state);
  assert.equal(receive(state, { type: "run", re: 8, info: info(), schedule: "", length: 0, at: 0 }), state);
});

test("a reconnect keeps branches, position and what was chosen", () => {
  let state = reduce(opened("ABB"), { type: "goto", at: 1 });
  state = answered(state, [frame(["A", "A"])]);
  state = reduce(state, { type: "linked", link: "offline" });
  state = reduce(state, { type: "asked", id: 5, resume: true });
  state = receive(state, { type: "run", re: 5, info: info(), schedule: "1.A2", length: 2, at: 2 });
  for (const each of run("AA")) state = receive(state, { type: "frame", re: 5, frame: each, last: each.at === 2 });
  assert.equal(branches(state.tree).length, 2);
  assert.equal(state.at, 2);
  assert.equal(scheduleOf(state), "1.A2");
  assert.equal(state.asked, null);
});

test("another run replaces the shown one only when it arrives", () => {
  const old = opened("ABB");
  const asked = reduce(old, { type: "asked", id: 1 });
  assert.equal(frameOf(asked).schedule, "1.AB2");
  const state = opened("A", 1, old, 1);
  assert.equal(state.tree.lines.length, 1);
  assert.equal(scheduleOf(state), "1.A");
});

test("between the last frame that fits and the word that the next does not, the address bar keeps the link", () => {
  let state = reduce(initialState(), { type: "asked", id: 1 });
  state = receive(state, { type: "run", re: 1, info: info(), schedule: "", length: 0, at: 0 });
  state = receive(state, { type: "frame", re: 1, frame: frame([]), last: false });
  assert.ok(!mayAddress(state));
  state = receive(state, { type: "stopped", re: 1, at: 0, text: "B cannot move", hint: "" });
  assert.ok(!mayAddress(state));
  assert.equal(state.goal, null);
  assert.equal(state.coming, null);
});

test("an error says what the server said and loses nothing", () => {
  let state = reduce(opened("AB"), { type: "asked", id: 3 });
  state = receive(state, { type: "error", re: 3, code: "RUN03", message: "step 3 names C", hint: "choose A", place: null, at: 2 });
  assert.equal(state.notice.text, "step 3 names C");
  assert.equal(lengthOf(state), 2);
  assert.equal(state.asked, null);
  assert.equal(reduce(state, { type: "noticed", notice: null }).notice, null);
});

test("while a link shows less than it asked for, the address bar keeps it; the first move ends that", () => {
  let state = opened("AB");
  assert.ok(mayAddress(state));
  state = receive(state, { type: "stopped", re: 1, at: 2, text: "B cannot move", hint: "" });
  assert.ok(!mayAddress(state));
  assert.equal(state.notice.kind, "stopped");
  assert.ok(mayAddress(reduce(state, { type: "goto", at: 1 })));
});

test("the address bar waits until a run has come in", () => {
  let state = reduce(initialState(), { type: "asked", id: 1 });
  assert.ok(!mayAddress(state));
  state = receive(state, { type: "run", re: 1, info: info(), schedule: "", length: 1, at: 1 });
  state = receive(state, { type: "frame", re: 1, frame: frame([]), last: false });
  assert.ok(!mayAddress(state));
});

test("the address bar keeps the link of a run that is on its way", () => {
  const state = reduce(opened("AB"), { type: "asked", id: 4, config: { CONFIG_X: 1 } });
  assert.ok(!mayAddress(state));
  assert.ok(mayAddress(reduce(opened("AB"), { type: "asked", id: 4 })));
});

test("begin again, and the old run is a branch", () => {
  const state = reduce(opened("AB"), { type: "reset" });
  assert.equal(state.at, 0);
  assert.equal(lengthOf(state), 0);
  assert.equal(branches(state.tree).length, 2);
});

test("choosing an object twice lets it go", () => {
  const once = reduce(initialState(), { type: "selected", name: "T0" });
  assert.equal(once.selected, "T0");
  assert.equal(reduce(once, { type: "selected", name: "T0" }).selected, null);
});

test("an unknown message is shown, an unknown action is a fault", () => {
  assert.match(receive(initialState(), { type: "party", re: null }).notice.text, /party/);
  assert.throws(() => reduce(initialState(), { type: "party" }));
});

test("reducing changes no state that was handed in", () => {
  const freeze = (value) => {
    if (value !== null && typeof value === "object" && !Object.isFrozen(value)) {
      Object.freeze(value);
      Object.values(value).forEach(freeze);
    }
    return value;
  };
  const state = freeze(opened("ABB"));
  answered(freeze(reduce(state, { type: "goto", at: 1 })), [freeze(frame(["A", "A"]))]);
  reduce(state, { type: "reset" });
  assert.equal(framesOf(state.tree).length, 4);
});

test("two stores do not meet", () => {
  const [one, other] = [createStore(), createStore()];
  let told = 0;
  one.watch(() => (told += 1));
  one.send({ type: "help", open: true });
  one.send({ type: "goto", at: 0 });
  assert.equal(other.get().help, false);
  assert.ok(told >= 1);
});
