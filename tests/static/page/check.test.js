import assert from "node:assert/strict";
import { test } from "node:test";
import { isShown, kinds, soFar } from "../../../static/src/check.js";
import { duration } from "../../../static/src/numbers.js";
import { createChecker, whyNoOther } from "../../../static/src/checker.js";
import { fateOf, inWords, noReturn, stretchesOf } from "../../../static/src/fates.js";
import { framesOf, switchesTo } from "../../../static/src/lines.js";
import { othersOf } from "../../../static/src/others.js";
import { createStore, initialState, isOpening, reduce, scheduleOf } from "../../../static/src/store.js";
import { renderToString } from "preact-render-to-string";
import { html } from "../../../static/src/draw/html.js";
import { Check, headline } from "../../../static/src/panels/check.js";
import { info, run } from "./frames.js";

const receive = (state, message) => reduce(state, { type: "received", message });
const finding = (schedule, steps, severity = "damage") => ({ invariant: schedule, title: "t", severity, message: "m", sentence: "s", objects: ["T0"], steps, switches: 1, schedule, also: [] });
const verdictOf = (violations, more = {}) => ({ type: "verdict", re: 9, stopped: null, seconds: 0.01, megabytes: 40, last: true, verdict: { verdict: "damage", complete: true, states: 551, covered: "all", violations, facts: null, ...more } });

/** A page that shows "ABB" and has begun a check with id 9. */
function checking(config = 0) {
  let state = reduce({ ...initialState(), link: "online" }, { type: "asked", id: 1 });
  state = receive(state, { type: "run", re: 1, info: info(config), schedule: "1.AB2", length: 3, at: 3 });
  run("ABB").forEach((frame) => (state = receive(state, { type: "frame", re: 1, frame, last: frame.at === 3 })));
  return reduce(state, { type: "checkBegun", id: 9 });
}

test("a check goes from progress to its verdict, beside the run", () => {
  const before = checking();
  let state = receive(before, { type: "progress", re: 9, waiting: 0, states: 5, depth: 2, kinds: 0, shortest: null });
  assert.equal(state.check.progress.states, 5);
  state = receive(state, verdictOf([finding("1.AB", 2)]));
  assert.equal(state.check.phase, "done");
  assert.equal(state.check.result.verdict.states, 551);
  assert.equal(state.tree, before.tree);
});

test("facts come after the verdict, and if they do not, the verdict stays", () => {
  const first = receive(checking(), { ...verdictOf([]), last: false });
  assert.equal(receive(first, verdictOf([], { facts: { claims: [] } })).check.result.verdict.facts.claims.length, 0);
  const failed = receive(first, { type: "error", re: 9, code: "LIM95", message: "too long", hint: "", place: null, at: null });
  assert.deepEqual([failed.check.phase, failed.check.result.last, failed.notice], ["done", true, null]);
});

test("news of another check changes nothing", () => {
  const state = checking();
  assert.equal(receive(state, { ...verdictOf([]), re: 8 }), state);
});

test("a cancelled check says so, and not in the page's notices", () => {
  let state = reduce(checking(), { type: "checkCancelling" });
  assert.equal(state.check.phase, "cancelling");
  state = receive(state, { type: "error", re: 9, code: "CHECK01", message: "cancelled", hint: "", place: null, at: null });
  assert.equal(state.check.phase, "cancelled");
  assert.equal(state.notice, null);
});

test("a check that fails keeps its reason", () => {
  const state = receive(checking(), { type: "error", re: 9, code: "BUG02", message: "it died", hint: "", place: null, at: null });
  assert.equal(state.check.phase, "failed");
  assert.equal(state.check.error.message, "it died");
});

test("without the connection a running check is lost, and a verdict stays", () => {
  const offline = { type: "linked", link: "offline" };
  assert.equal(reduce(checking(), offline).check.phase, "lost");
  assert.equal(reduce(receive(checking(), verdictOf([])), offline).check.phase, "done");
});

test("another toggle clears the verdict, the same run opened again does not", () => {
  const done = receive(checking(), verdictOf([]));
  const opened = (config) => receive(reduce(done, { type: "asked", id: 3 }), { type: "run", re: 3, info: info(config), schedule: "", length: 0, at: 0 });
  assert.equal(opened(1).check, null);
  assert.equal(opened(0).check.phase, "done");
});

test("damage and warnings are told apart, and only a complete search is called safe", () => {
  const mixed = verdictOf([finding("1.A", 1), finding("1.B", 1, "warning")]);
  assert.deepEqual(kinds(mixed.verdict, "warning").map((each) => each.schedule), ["1.B"]);
  assert.deepEqual(headline(mixed), ["1", "kind of violation"]);
  assert.deepEqual(headline(verdictOf([])), ["", "Safe in all interleavings"]);
  assert.deepEqual(headline(verdictOf([], { complete: false })), ["", "No bug found so far"]);
});

test("figures are written for people", () => {
  assert.deepEqual([0.0001, 0.004, 1.23, 75.2].map(duration), ["1 ms", "4 ms", "1.2 s", "75 s"]);
  assert.equal(soFar({ depth: 61, kinds: 0, shortest: null }), "No bug shorter than 61 steps.");
  assert.equal(soFar({ depth: 61, kinds: 2, shortest: 21 }), "2 kinds of bug so far, the shortest in 21 steps.");
  assert.match(soFar({ depth: 61, kinds: 0, shortest: null, reduced: true }), /limit of states is met/);
});

/** The page of `checking`, with what it sends. */
function bench(state = checking()) {
  const store = createStore(state);
  const sent = [];
  const link = { send: (message) => sent.push(message) + 20 };
  const checker = createChecker({ store, link, session: { pause() {}, goto() {}, togglePlay() {} } });
  return { store, sent, checker };
}

test("Check asks for what is shown, once", () => {
  const { store, sent, checker } = bench({ ...checking(), check: null });
  checker.check();
  checker.check();
  assert.deepEqual(sent, [{ type: "check", protocol: "feb17", scenario: "zap-zap", config: { CONFIG_X: 0 }, limit: null }]);
  assert.deepEqual([store.get().check.phase, store.get().check.id], ["running", 21]);
});

test("Cancel names the check, once", () => {
  const { sent, checker } = bench();
  checker.cancelCheck();
  checker.cancelCheck();
  assert.deepEqual(sent, [{ type: "cancel", check: 9 }]);
});

test("a run of the verdict comes in as a branch, and is shown at its end", () => {
  const { store, sent, checker } = bench(receive(checking(), verdictOf([finding("1.BA", 2)])));
  const [found] = store.get().check.result.verdict.violations;
  checker.showRun(found);
  assert.deepEqual(sent, [{ type: "open", protocol: "feb17", scenario: "zap-zap", config: { CONFIG_X: 0 }, schedule: "1.BA", at: 2 }]);
  store.send({ type: "received", message: { type: "run", re: 21, info: info(), schedule: "1.BA", length: 2, at: 2 } });
  assert.ok(isOpening(store.get()));
  run("BA").forEach((frame) => store.send({ type: "received", message: { type: "frame", re: 21, frame, last: frame.at === 2 } }));
  const state = store.get();
  assert.deepEqual([scheduleOf(state), state.at, state.goal, state.tree.lines.length], ["1.BA", 2, null, 2]);
  assert.ok(isShown(state.check, framesOf(state.tree), found));
  assert.equal(state.check.phase, "done");
});

test("a run that is here already is shown without asking", () => {
  const { store, sent, checker } = bench(receive(checking(), verdictOf([finding("1.AB", 2)])));
  checker.showRun(store.get().check.result.verdict.violations[0]);
  assert.deepEqual([sent.length, store.get().at], [0, 2]);
});

test("a check of what is no longer shown is ended", () => {
  const { store, sent, checker } = bench();
  store.send({ type: "asked", id: 4 });
  checker.onMessage({ type: "run", re: 4, info: info(1) });
  assert.deepEqual(sent, [{ type: "cancel", check: 9 }]);
});

const fatesOf = (schedule, fate, steps, choices = []) => ({ schedule, fate, steps, choices });
const TOLD = [fatesOf("1.", "possible", 3, [{ choice: "A", fate: "safe", steps: null }]), fatesOf("1.A", "possible", 2), fatesOf("1.AB", "certain", 1), fatesOf("1.AB2", "certain", 0)];

test("fates are asked for when they are wanted, once a line, and kept with the check", () => {
  const { store, sent, checker } = bench(receive(checking(), verdictOf([finding("1.AB2", 3)])));
  checker.refresh();
  assert.equal(sent.length, 0);
  checker.showFates(true);
  checker.refresh();
  checker.refresh();
  assert.deepEqual(sent, [{ type: "fates", protocol: "feb17", scenario: "zap-zap", config: { CONFIG_X: 0 }, schedule: "1.AB2" }]);
  store.send({ type: "received", message: { type: "fates", re: 21, states: TOLD } });
  checker.refresh();
  assert.equal(sent.length, 1);
  const { check, tree } = store.get();
  assert.deepEqual(fateOf(check, framesOf(tree)[0], "A"), { fate: "safe", steps: null });
  assert.equal(noReturn(check.fates, framesOf(tree)), 2);
  assert.deepEqual(stretchesOf(check.fates, framesOf(tree)), [{ from: 0, to: 1, fate: "possible" }, { from: 2, to: 3, fate: "certain" }]);
});

test("fates that cannot be had say why, and are not asked for again", () => {
  const { store, sent, checker } = bench(receive(checking(), verdictOf([])));
  checker.showFates(true);
  checker.refresh();
  store.send({ type: "received", message: { type: "error", re: 21, code: "LIM96", message: "too many", hint: "", place: null, at: null } });
  checker.refresh();
  assert.deepEqual([sent.length, store.get().check.fates.failed, store.get().notice], [1, "too many", null]);
});

test("a fate is said in words", () => {
  const said = [["safe", null], ["possible", 1], ["possible", 4], ["certain", 4], ["certain", 0]].map(([fate, steps]) => inWords({ fate, steps }));
  assert.deepEqual(said, ["safe for ever", "bug possible in 1 step", "bug possible in 4 steps", "bug certain in 4 steps", "the bug is here"]);
});

test("another run is asked for with all that are known, comes in as a branch, and there is an end of them", () => {
  const { store, sent, checker } = bench(receive(checking(), verdictOf([{ ...finding("1.BA", 2), also: [finding("1.B2", 2)] }])));
  const [found] = store.get().check.result.verdict.violations;
  const told = (re, other) => {
    const message = { type: "another", re, finding: other };
    checker.onMessage(message);
    store.send({ type: "received", message });
  };
  checker.anotherRun(found);
  checker.anotherRun(found);
  assert.deepEqual(sent, [{ type: "another", protocol: "feb17", scenario: "zap-zap", config: { CONFIG_X: 0 }, invariant: "1.BA", known: ["1.BA", "1.B2"] }]);
  assert.equal(whyNoOther(store.get().check), "another run is being looked for");
  told(21, finding("1.BAB", 3));
  assert.deepEqual([sent[1].schedule, store.get().check.shown], ["1.BAB", "1.BAB"]);
  checker.anotherRun(found);
  assert.deepEqual(sent[2].known, ["1.BA", "1.B2", "1.BAB"]);
  told(23, null);
  assert.deepEqual([othersOf(store.get().check.others, "1.BA").end, sent.length], [true, 3]);
});

test("another run that cannot be had says why, and one that is lost with the connection may be asked for again", () => {
  const { store, checker } = bench(receive(checking(), verdictOf([finding("1.BA", 2)])));
  const [found] = store.get().check.result.verdict.violations;
  checker.anotherRun(found);
  store.send({ type: "received", message: { type: "error", re: 21, code: "LIM21", message: "too many", hint: "", place: null, at: null } });
  assert.deepEqual([othersOf(store.get().check.others, "1.BA").failed, store.get().notice], ["too many", null]);
  checker.anotherRun(found);
  store.send({ type: "linked", link: "offline" });
  assert.equal(whyNoOther(store.get().check), null);
});

test("while facts are still to come no other run is asked for: the question would end the check", () => {
  const { sent, checker, store } = bench(receive(checking(), { ...verdictOf([finding("1.BA", 2)]), last: false }));
  checker.anotherRun(store.get().check.result.verdict.violations[0]);
  assert.equal(sent.length, 0);
});

test("the shortest run to a violation is loaded from the verdict, or from the check that it begins", () => {
  const { store, sent, checker } = bench({ ...checking(), check: null });
  checker.shortestRun("1.BA");
  assert.deepEqual([sent[0].type, store.get().check.wanted], ["check", "1.BA"]);
  const message = { ...verdictOf([finding("1.BA", 2)]), re: 21 };
  checker.onMessage(message);
  store.send({ type: "received", message });
  assert.deepEqual([sent[1].type, sent[1].schedule, store.get().check.phase, store.get().check.wanted], ["open", "1.BA", "done", null]);
  checker.shortestRun("1.BA");
  assert.deepEqual(sent[2].schedule, "1.BA");
});

test("switches are counted between threads, up to a step", () => {
  assert.deepEqual([0, 1, 2, 3, 4].map((at) => switchesTo(run("ABBA"), at)), [0, 0, 1, 1, 2]);
});

test("no figure moves before an audience: in presenter mode a check tells no progress", () => {
  const progress = { type: "progress", re: 9, waiting: 0, states: 4711, depth: 2, frontier: 3, rate: 815, seconds: 2, megabytes: 9, kinds: 0, shortest: null, tracing: false, reduced: false };
  const running = receive(checking(), progress);
  const shown = (present) => renderToString(html`<${Check} state=${{ ...running, present }} session=${{}} />`);
  assert.match(shown(running.present), /4.?711.*815/s);
  assert.doesNotMatch(shown({ ...running.present, on: true }), /4.?711|815/);
});
