import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addBreakpoint,
  addWatch,
  asking,
  describe,
  emptyDebug,
  enabled,
  heardWatched,
  hitsAt,
  kept,
  problemOf,
  question,
  refused,
  removeBreakpoint,
  removeWatch,
  restored,
  switchBreakpoint,
  toggleBreakpoint,
  valueAt,
} from "../../../static/src/debug.js";
import { createDebugger } from "../../../static/src/debugger.js";
import { commandOf, threadKeys } from "../../../static/src/keys.js";
import { offers } from "../../../static/src/panels/selected.js";
import { told } from "../../../static/src/panels/watchrow.js";
import { addFrame, emptyTree } from "../../../static/src/lines.js";
import { createStore, initialState } from "../../../static/src/store.js";
import { info, run } from "./frames.js";

const COUNT = { stop: "changed", what: "T0.count" };
const frames = run("ABB");

/** Watches and breakpoints with an answer for all of `frames`. */
function answered(watches = ["T0.count"], breakpoints = [COUNT]) {
  const wanted = breakpoints.reduce(addBreakpoint, watches.reduce(addWatch, emptyDebug()));
  const asked = asking(wanted, 5, question(wanted, frames));
  const rows = watches.map(() => ({ kind: "number", problem: null, values: ["2", "2", "1", "1"] }));
  const marks = asked.breakpoints.map(({ number }) => ({ number, problem: null, hits: [{ at: 2, text: { text: "B changes it" } }] }));
  return heardWatched(asked, { re: 5, first: 0, rows, breakpoints: marks });
}

test("breakpoints are numbered, switched, and deleted; the same one is not set twice", () => {
  let debug = addBreakpoint(addBreakpoint(emptyDebug(), COUNT), { stop: "line", what: "feb17.c", line: 41 });
  assert.deepEqual(debug.breakpoints.map((each) => each.number), [1, 2]);
  debug = switchBreakpoint(debug, 1, false);
  assert.deepEqual(enabled(debug).map((each) => each.number), [2]);
  debug = addBreakpoint(debug, COUNT);
  assert.deepEqual(enabled(debug).map((each) => each.number), [1, 2], "it is switched on again");
  debug = toggleBreakpoint(removeBreakpoint(debug, 1), COUNT);
  assert.deepEqual(debug.breakpoints.map((each) => each.number), [2, 3], "a number is not used twice");
  assert.deepEqual(toggleBreakpoint(debug, COUNT).breakpoints.map(describe), ["feb17.c line 41"]);
});

test("what is watched is kept as it is typed, without blanks that say nothing", () => {
  const debug = ["  T0.count   == 1 ", "T0.count == 1", " "].reduce(addWatch, emptyDebug());
  assert.deepEqual(debug.watches, ["T0.count == 1"]);
  assert.deepEqual(removeWatch(debug, "T0.count == 1").watches, []);
});

test("values and hits are known by the schedule, whatever line is shown", () => {
  const debug = answered();
  assert.deepEqual(frames.map((frame) => valueAt(debug, "T0.count", frame)), ["2", "2", "1", "1"]);
  assert.deepEqual(frames.map((frame) => hitsAt(debug, frame).length), [0, 0, 1, 0]);
  assert.deepEqual(question(debug, frames), null, "nothing is left to ask");
  const other = run("ABAA");
  assert.deepEqual(question(debug, other), { first: 3, key: debug.told.key, schedules: ["1.ABA", "1.ABA2"] });
  assert.equal(valueAt(debug, "T0.count", other[2]), "1");
});

test("a change asks anew, and an answer that comes too late is not kept", () => {
  const first = addWatch(emptyDebug(), "A.rss");
  const asked = asking(first, 5, question(first, frames));
  assert.equal(question(asked, frames), null, "the same is not asked twice");
  const changed = addWatch(asked, "B.rss");
  const late = heardWatched(changed, { re: 5, first: 0, rows: [{ kind: "number", problem: null, values: ["2", "2", "2", "2"] }], breakpoints: [] });
  assert.equal(valueAt(late, "A.rss", frames[0]), null);
  assert.equal(question(late, frames).first, 0);
  assert.equal(heardWatched(changed, { re: 4 }), changed);
});

test("what is refused is not asked again until something is changed", () => {
  const wanted = addWatch(emptyDebug(), "A.rss");
  const debug = refused(asking(wanted, 5, question(wanted, frames)));
  assert.equal(question(debug, frames), null);
  assert.notEqual(question(addWatch(debug, "B.rss"), frames), null);
});

test("a problem is told of its expression, and a breakpoint that is off stops nothing", () => {
  const wanted = addWatch(emptyDebug(), "x");
  const problem = { message: "no", hint: "", column: 1, end_column: 2 };
  const debug = heardWatched(asking(wanted, 5, question(wanted, frames)), { re: 5, first: 0, rows: [{ kind: "", problem, values: [] }], breakpoints: [] });
  assert.equal(problemOf(debug, "x"), problem);
  assert.equal(valueAt(debug, "x", frames[0]), null);
  assert.deepEqual(hitsAt(switchBreakpoint(answered(), 1, false), frames[2]), []);
});

test("breakpoints and watches survive a reload; what is no text of ours is left alone", () => {
  const debug = switchBreakpoint(answered(), 1, false);
  const again = restored(kept(debug));
  assert.deepEqual([again.breakpoints, again.watches, again.next], [debug.breakpoints, debug.watches, debug.next]);
  for (const text of [null, "", "{}", "[1]", '{"breakpoints":[{}],"watches":[],"next":1}', '{"breakpoints":[],"watches":[1],"next":1}']) {
    assert.deepEqual(restored(text), emptyDebug());
  }
});

/** A page with a run of four frames, of which the last is shown. */
function bench(stored = {}) {
  const tree = frames.reduce(addFrame, emptyTree());
  const store = createStore({ ...initialState(), link: "online", info: info(), tree, at: 3 });
  const sent = [];
  const gone = [];
  const session = { advance: (...words) => gone.push(words), go: (message) => gone.push(message), goto: (at) => store.send({ type: "goto", at }) };
  const storage = { getItem: (key) => stored[key] ?? null, setItem: (key, text) => (stored[key] = text) };
  const debug = createDebugger({ store, link: { send: (message) => sent.push(message) }, session, storage: () => storage });
  store.watch(debug.refresh);
  return { store, debug, sent, gone, stored };
}

test("a watch is asked for once, for the line that is shown, and again when the line grows", () => {
  const { store, debug, sent } = bench();
  debug.refresh();
  debug.addWatch("A.rss");
  assert.deepEqual(sent, [{ type: "watch", schedule: "1.AB2", first: 0, expressions: ["A.rss"], breakpoints: [] }]);
  debug.onMessage({ type: "watched", re: 1, first: 0, rows: [{ kind: "number", problem: null, values: ["1", "1", "1", "0"] }], breakpoints: [] });
  assert.equal(sent.length, 1);
  store.send({ type: "known", frame: run("ABBA")[4] });
  assert.deepEqual([sent[1].schedule, sent[1].first], ["1.AB2A", 4]);
});

test("an error that answers a watch ends the asking", () => {
  const { debug, sent } = bench();
  debug.refresh();
  debug.addWatch("A.rss");
  debug.onMessage({ type: "error", re: 1 });
  assert.equal(sent.length, 1);
  debug.onMessage({ type: "hello", re: null });
  assert.equal(sent.length, 1);
});

test("without a breakpoint a command is the plain one; with one it carries those that are on", () => {
  const { debug, gone } = bench();
  debug.refresh();
  debug.advance("A", "over");
  assert.deepEqual(gone.pop(), ["A", "over"]);
  debug.addBreakpoint(COUNT);
  debug.advance("A", "over");
  const sentOne = { number: 1, stop: "changed", what: "T0.count", line: 0 };
  assert.deepEqual(gone.pop(), { type: "continue", thread: "A", along: "", until: "over", breakpoints: [sentOne] });
  debug.runToLine("B", "feb17.c", 41);
  const line = { number: 0, stop: "line", what: "feb17.c", line: 41 };
  assert.deepEqual(gone.pop(), { type: "continue", thread: "B", along: "", until: "stop", breakpoints: [sentOne, line] });
  debug.runOn();
  assert.equal(gone.pop().along, "1.AB2");
});

test("running back goes to the last step that met a breakpoint, and says so when there is none", () => {
  const { store, debug, sent } = bench();
  debug.refresh();
  debug.addBreakpoint(COUNT);
  assert.equal(sent.length, 1);
  debug.onMessage({ type: "watched", re: 1, first: 0, rows: [], breakpoints: [{ number: 1, problem: null, hits: [{ at: 2, text: { text: "B changes it" } }] }] });
  debug.runBack();
  assert.equal(store.get().at, 2);
  assert.equal(store.get().notice.text, "B changes it");
  debug.runBack();
  assert.equal(store.get().at, 2);
  assert.match(store.get().notice.text, /no step before/);
});

test("what is set is kept for this protocol and scenario, and found again", () => {
  const { debug, stored } = bench();
  debug.refresh();
  debug.addWatch("A.rss");
  const again = bench(stored);
  again.debug.refresh();
  assert.deepEqual(again.store.get().debug.watches, ["A.rss"]);
  again.debug.onMessage({ type: "watched", re: 1, first: 0, rows: [{ kind: "number", problem: null, values: ["1", "1", "1", "0"] }], breakpoints: [] });
  again.store.send({ type: "received", message: { type: "run", re: null, info: info(), at: 0 } });
  assert.deepEqual(again.store.get().debug.watches, ["A.rss"]);
});

test("a browser that keeps nothing still debugs", () => {
  const store = createStore({ ...initialState(), info: info() });
  const none = () => {
    throw new Error("denied");
  };
  const debug = createDebugger({ store, link: { send: () => null }, session: {}, storage: none });
  store.watch(debug.refresh);
  debug.refresh();
  debug.addWatch("A.rss");
  assert.deepEqual(store.get().debug.watches, ["A.rss"]);
});

test("what can be asked of an object follows from what it is", () => {
  assert.deepEqual(offers("A.page_table_lock"), { stops: ["taken", "released", "waited"], watch: "A.page_table_lock" });
  assert.equal(offers("T0").watch, "page_count(T0)");
  assert.equal(offers("A.pmd[0]").watch, "A.pmd[0]");
  assert.equal(offers("CPU 1").watch, "CPU1.tlb[0]");
  assert.equal(offers("A").watch, "A.rss");
});

test("a strip is told in words", () => {
  const bars = [{ from: 0, to: 2, value: "2" }, { from: 2, to: 4, value: "1" }];
  assert.equal(told("T0.count", bars), "T0.count: 2, 1 from step 2");
  assert.match(told("T0.count", []), /not known/);
});

test("the keys of breakpoints are no thread's", () => {
  assert.equal(commandOf({ key: "g" }, ["G"]).command, "runOn");
  assert.equal(commandOf({ key: "G" }, ["G"]).command, "runBack");
  assert.deepEqual(threadKeys(["G"]), []);
});
