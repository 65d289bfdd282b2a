import assert from "node:assert/strict";
import { test } from "node:test";
import { addBreakpoint, asking, emptyDebug, heardWatched, question } from "../../../static/src/debug.js";
import { framesOf } from "../../../static/src/lines.js";
import { createSession } from "../../../static/src/session.js";
import { createStore, frameOf, lengthOf, scheduleOf } from "../../../static/src/store.js";
import { readAddress } from "../../../static/src/url.js";
import { frame, info, run } from "./frames.js";
import { split } from "./schedules.js";

const library = { protocols: [], scenarios: [], start: { seed: { protocol: "feb17", scenario: "zap-zap", config: {}, schedule: "1.AB" } } };

/** A page whose server is `answer`, or a list of what was asked while it is null. */
function bench(search = "?p=feb17&s=zap-zap&t=1.AB", { still } = {}) {
  const store = createStore();
  const sent = [];
  const pushed = [];
  let bar = search;
  let ticking = null;
  const session = createSession({
    store,
    link: { send: (message) => sent.push(message), wake() {} },
    address: { read: () => readAddress(bar), push: (to) => pushed.push((bar = to)) },
    clock: { setTimeout: (act) => ((ticking = act), 1), clearTimeout: () => (ticking = null) },
    still,
  });
  const say = (message) => session.onMessage({ re: null, ...message });
  const hello = () => {
    store.send({ type: "linked", link: "online" });
    say({ type: "hello", version: "1", library });
  };
  const answerOpen = (config = 0) => {
    const { schedule, at } = sent.at(-1);
    const frames = run(split(schedule).join(""));
    say({ type: "run", re: sent.length, info: info(config), schedule, length: frames.length - 1, at: at ?? frames.length - 1 });
    frames.forEach((each, i) => say({ type: "frame", re: sent.length, frame: each, last: i === frames.length - 1 }));
  };
  const answerStep = () => {
    const { schedule, choice } = sent.at(-1);
    say({ type: "frame", re: sent.length, frame: frame([...split(schedule), choice]), last: true });
  };
  return { store, session, sent, pushed, say, hello, answerOpen, answerStep, goBackTo: (to) => ((bar = to), session.restore()), tick: () => ticking?.() };
}

function opened(search, { still } = {}) {
  const page = bench(search, { still });
  page.hello();
  page.answerOpen();
  return page;
}

test("a link is opened as it stands", () => {
  const { sent, store } = opened("?p=feb17&s=zap-zap&X=1&t=1.ABB&at=2");
  assert.deepEqual(sent[0], { type: "open", protocol: "feb17", scenario: "zap-zap", config: { CONFIG_X: 1 }, schedule: "1.ABB", at: 2 });
  assert.equal(store.get().at, 2);
});

test("an address that names no run plays the race of the mail from its start", () => {
  const { sent, store } = opened("");
  assert.deepEqual([sent[0].scenario, sent[0].schedule, sent[0].at], ["zap-zap", "1.AB", 0]);
  assert.ok(store.get().playing);
});

test("it does not play for who wants nothing to move by itself, nor where a run is named", () => {
  assert.ok(!opened("", { still: true }).store.get().playing);
  assert.ok(!opened("?p=feb17&s=zap-zap").store.get().playing);
});

test("what was recorded is walked without the server", () => {
  const { session, sent, store } = opened("?p=feb17&s=zap-zap&t=1.ABB&at=0");
  session.forward();
  session.step("B");
  assert.equal(sent.length, 1);
  assert.equal(store.get().at, 2);
});

test("another choice is asked for, and forks", () => {
  const { session, sent, store, answerStep } = opened("?p=feb17&s=zap-zap&t=1.ABB&at=1");
  session.step("A");
  assert.deepEqual(sent.at(-1), { type: "step", schedule: "1.A", choice: "A" });
  answerStep();
  assert.equal(frameOf(store.get()).schedule, "1.A2");
  assert.equal(store.get().tree.lines.length, 2);
});

test("quick clicks are carried out one after another", () => {
  const { session, sent, store, answerStep } = opened();
  for (const choice of ["A", "B", "B"]) session.step(choice);
  assert.equal(sent.length, 2);
  for (let i = 0; i < 3; i += 1) answerStep();
  assert.equal(scheduleOf(store.get()), "1.ABAB2");
});

test("after a broken connection the shown run is opened where it was, and clicks are forgotten", () => {
  const { session, sent, store, hello } = opened("?p=feb17&s=zap-zap&t=1.ABB&at=1");
  session.step("A");
  session.step("A");
  store.send({ type: "linked", link: "offline" });
  session.lost();
  hello();
  assert.deepEqual([sent.at(-1).schedule, sent.at(-1).at], ["1.AB2", 1]);
  assert.equal(sent.length, 3);
});

test("a server that goes while a run comes in is asked for all of it again", () => {
  const { session, sent, store, say, hello, answerOpen } = bench("?p=feb17&s=zap-zap&t=1.ABB&at=1");
  hello();
  say({ type: "run", re: 1, info: info(0), schedule: "1.AB2", length: 3, at: 1 });
  say({ type: "frame", re: 1, frame: frame([]), last: false });
  store.send({ type: "linked", link: "offline" });
  session.lost();
  hello();
  assert.deepEqual([sent.at(-1).schedule, sent.at(-1).at], ["1.ABB", 1]);
  answerOpen();
  assert.deepEqual([scheduleOf(store.get()), store.get().at], ["1.AB2", 1]);
});

test("the address of a new run is whole before its frames are there", () => {
  const { session, sent, pushed, say } = opened("?p=feb17&s=zap-zap&t=1.ABB&at=1");
  session.toggle("CONFIG_X", 1);
  say({ type: "run", re: sent.length, info: info(1), schedule: "1.AB2", length: 3, at: 1 });
  assert.deepEqual(pushed, ["?p=feb17&s=zap-zap&X=1&t=1.AB2&at=1"]);
});

test("another scenario is a new entry of the browser's history, once it is there", () => {
  const { session, pushed, answerOpen } = opened();
  session.open({ protocol: "feb17", scenario: "zap-zap", config: { CONFIG_X: 1 } });
  assert.deepEqual(pushed, []);
  answerOpen(1);
  assert.deepEqual(pushed, ["?p=feb17&s=zap-zap&X=1"]);
});

test("a toggle keeps the schedule and the position", () => {
  const { session, sent } = opened("?p=feb17&s=zap-zap&t=1.ABB&at=1");
  session.toggle("CONFIG_X", 1);
  const { config, schedule, at } = sent.at(-1);
  assert.deepEqual([config, schedule, at], [{ CONFIG_X: 1 }, "1.AB2", 1]);
});

test("going back inside the run asks nobody; to another run it does", () => {
  const { goBackTo, sent, store } = opened("?p=feb17&s=zap-zap&t=1.ABB");
  goBackTo("?p=feb17&s=zap-zap&t=1.AB&at=1");
  assert.equal(sent.length, 1);
  assert.equal(store.get().at, 1);
  goBackTo("?p=feb17&s=zap-zap&X=1");
  assert.equal(sent.length, 2);
});

test("playing walks to the recorded end and stops there", () => {
  const { session, store, tick } = opened("?p=feb17&s=zap-zap&t=1.ABB&at=0");
  session.togglePlay();
  for (let i = 0; i < 5; i += 1) tick();
  assert.equal(store.get().at, 3);
  assert.equal(store.get().playing, false);
});

test("playing at the end goes on with new steps", () => {
  const { session, sent, store, tick, answerStep } = opened();
  session.togglePlay();
  tick();
  assert.equal(sent.at(-1).type, "step");
  answerStep();
  assert.equal(lengthOf(store.get()), 3);
  assert.ok(store.get().playing);
  session.back();
  assert.ok(!store.get().playing);
});

/** Breakpoint 1 is set, and the server has told of every step but the last `unknown` ones; `met` it at these. */
function watching({ store }, met, unknown = 0) {
  const set = addBreakpoint(emptyDebug(), { stop: "changed", what: "T0.count" });
  const frames = framesOf(store.get().tree);
  const asked = asking(set, 9, question(set, frames.slice(0, frames.length - unknown)));
  const hits = met.map((at) => ({ at, text: { text: "A changes T0.count: breakpoint 1" } }));
  const told = heardWatched(asked, { re: 9, first: 0, rows: [], breakpoints: [{ number: 1, problem: null, hits }] });
  store.send({ type: "debugged", debug: unknown === 0 ? told : asking(told, 10, question(told, frames)) });
}

test("playing stops at the step that meets a breakpoint, says which, and goes on from there", () => {
  const page = opened("?p=feb17&s=zap-zap&t=1.ABB&at=0");
  const { session, store, tick } = page;
  watching(page, [2]);
  session.togglePlay();
  for (let i = 0; i < 5; i += 1) tick();
  assert.deepEqual([store.get().at, store.get().playing], [2, false]);
  assert.equal(store.get().notice.text, "A changes T0.count: breakpoint 1");
  session.togglePlay();
  assert.equal(store.get().notice, null);
  tick();
  assert.equal(store.get().at, 3);
});

test("playing waits where it is not known yet whether a breakpoint was met", () => {
  const page = opened("?p=feb17&s=zap-zap&t=1.ABB&at=0");
  const { session, store, tick } = page;
  watching(page, [], 2);
  session.togglePlay();
  for (let i = 0; i < 5; i += 1) tick();
  assert.deepEqual([store.get().at, store.get().playing], [2, true]);
  watching(page, [2]);
  assert.deepEqual([store.get().at, store.get().playing], [2, false]);
});

test("a link that says so plays by itself", () => {
  assert.ok(opened("?p=feb17&s=zap-zap&t=1.ABB&at=0&play=1").store.get().playing);
});

test("a run that cannot be opened leaves the page with the reason", () => {
  const { hello, say, store } = bench("?p=feb17&s=nosuch");
  hello();
  say({ type: "error", re: 1, code: "RUN02", message: "there is no scenario nosuch", hint: "", place: null, at: null });
  assert.equal(store.get().info, null);
  assert.match(store.get().notice.text, /nosuch/);
});

test("beginning again and the same step make a run of their own", () => {
  const { session, store } = opened("?p=feb17&s=zap-zap&t=1.ABB");
  session.reset();
  session.step("A");
  assert.equal(framesOf(store.get().tree).length, 2);
});

test("while a long run comes in, arrows lead from the step that is waited for", () => {
  const { session, store, hello, say } = bench("?p=feb17&s=zap-zap&X=1&t=1.AB3&at=3");
  hello();
  const frames = run("ABBB");
  say({ type: "run", re: 1, info: info(), schedule: "1.AB3", length: 4, at: 3, ahead: frames[3] });
  say({ type: "frame", re: 1, frame: frames[0], last: false });
  session.back();
  assert.equal(store.get().goal, 2);
  session.forward();
  session.forward();
  assert.equal(store.get().goal, 4);
  frames.slice(1).forEach((each) => say({ type: "frame", re: 1, frame: each, last: each.at === 4 }));
  assert.equal(store.get().at, 4);
});
