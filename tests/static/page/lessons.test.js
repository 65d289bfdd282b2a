import assert from "node:assert/strict";
import { test } from "node:test";
import { createDesk } from "../../../static/src/lessons/desk.js";
import { answered, browserProgress, doneOf, empty, read, tasksDone, won } from "../../../static/src/lessons/progress.js";
import { choicesIn, continued, hinted, judged, within } from "../../../static/src/lessons/steps.js";
import { readSeed } from "../../../static/src/url.js";

const zap = { protocol: "feb17", scenario: "zap-zap", config: {} };
const write = { protocol: "feb17", scenario: "write-write", config: { CONFIG_SMP: 0 } };

/** A desk at a connection that somebody else answers for. */
function bench() {
  const sent = [];
  const desk = createDesk({ link: { send: (message) => sent.push(message) } });
  const say = (type, fields = {}, re = sent.length) => desk.onMessage({ type, re, ...fields });
  const answer = (...names) => {
    if (sent.at(-1).type === "open") say("run", { info: { of: sent.at(-1).scenario } });
    names.forEach((name, i) => say("frame", { frame: name, last: i === names.length - 1 }));
  };
  return { desk, sent, say, answer };
}

test("a run is asked for when there is a connection, and comes with its frames", async () => {
  const { desk, sent, say, answer } = bench();
  const played = desk.play(zap, "1.AB");
  assert.deepEqual(sent, []);
  say("hello");
  assert.deepEqual(sent, [{ type: "open", ...zap, schedule: "1.AB", at: null }]);
  answer("0", "1", "2");
  assert.deepEqual(await played, { info: { of: "zap-zap" }, frames: ["0", "1", "2"] });
});

test("one thing is asked at a time, in order", async () => {
  const { desk, sent, say, answer } = bench();
  say("hello");
  const both = [desk.play(zap, ""), desk.play(write, "")];
  assert.equal(sent.length, 1);
  answer("0");
  await both[0];
  assert.deepEqual(sent.map((message) => message.scenario), ["zap-zap", "write-write"]);
  answer("0");
  assert.deepEqual((await both[1]).frames, ["0"]);
});

test("a step of a run that is not open opens it first, and only the step is the answer", async () => {
  const { desk, sent, say, answer } = bench();
  say("hello");
  desk.play(write, "");
  answer("0");
  const stepped = desk.step(zap, "1.A", "B");
  assert.deepEqual([sent.at(-1).type, sent.at(-1).schedule], ["open", ""]);
  answer("0");
  assert.deepEqual(sent.at(-1), { type: "step", schedule: "1.A", choice: "B" });
  answer("2");
  assert.deepEqual((await stepped).frames, ["2"]);
  desk.advance(zap, "1.AB", "A", "lock");
  assert.deepEqual(sent.at(-1), { type: "advance", schedule: "1.AB", thread: "A", until: "lock" });
});

test("what had no answer is asked again when the connection comes back", async () => {
  const { desk, sent, say, answer } = bench();
  say("hello");
  desk.onLink("connecting");
  const played = desk.play(zap, "1.A");
  say("run", { info: {} });
  say("frame", { frame: "0", last: false });
  desk.onLink("offline");
  say("frame", { frame: "late", last: true }, 1);
  say("hello", {}, null);
  assert.equal(sent.length, 2);
  answer("0", "1");
  assert.deepEqual((await played).frames, ["0", "1"]);
});

test("a refusal is an error with its hint, and the next thing is asked", async () => {
  const { desk, sent, say } = bench();
  say("hello");
  const refused = desk.play(zap, "?");
  desk.play(write, "");
  say("error", { message: "no schedule", hint: "write 1." });
  await assert.rejects(refused, /no schedule: write 1\./);
  assert.equal(sent.at(-1).scenario, "write-write");
});

const frame = (at, thread, ...violations) => ({ at, step: thread && { thread }, violations: violations.map((severity) => ({ severity, new: true })) });

test("steps know who took them, where another thread begins, and which did damage", () => {
  const steps = choicesIn([frame(0, null), frame(1, "A"), frame(2, "A", "warning"), frame(3, "B", "damage")]);
  assert.deepEqual(steps.map(({ thread, first, broken }) => [thread, first, broken]), [["A", true, false], ["A", false, false], ["B", true, true]]);
});

test("a position stays in the run, and going on gives up what came behind", () => {
  const frames = [0, 1, 2, 3].map((at) => frame(at, "A"));
  assert.deepEqual([-1, 2, 9].map((at) => within(at, frames)), [0, 2, 3]);
  const more = [frame(2, "B"), frame(3, "B")];
  assert.deepEqual(continued(frames, more), [frames[0], frames[1], ...more]);
  assert.equal(continued(frames, []), frames);
});

test("a standing is told, a hint says how far the bug is", () => {
  assert.equal(judged(null), "");
  assert.match(judged({ state: "open", steps: 1, par: 9 }), /^1 step taken\. Par is 9/);
  assert.match(judged({ state: "open", steps: 2, par: 9 }), /^2 steps taken/);
  assert.match(judged({ state: "lost", steps: 2, par: 9 }), /step back/);
  assert.match(judged({ state: "won", steps: 9, par: 9 }), /That is par/);
  assert.match(judged({ state: "won", steps: 11, par: 9 }), /11 steps\. Par is 9/);
  assert.equal(hinted({ choice: "A", steps: 4 }), "A leads to it in 4 steps");
  assert.equal(hinted({ choice: "A", steps: 1 }), "A breaks it now");
  assert.equal(hinted({ choice: "A!", steps: null }), "A, with no memory, puts it out of reach");
});

test("progress keeps a right answer and the best of a level", () => {
  let progress = answered(empty(7), "the-bet", 1, true);
  progress = answered(progress, "the-bet", 1, false);
  progress = won(won(won(progress, "the-bet", 1, 30), "the-bet", 1, 21), "the-bet", 1, 25);
  assert.deepEqual(doneOf(progress, "the-bet"), { answers: { 1: true }, levels: { 1: 21 } });
  assert.equal(tasksDone(progress, "the-bet"), 2);
  assert.equal(tasksDone(progress, "counts"), 0);
  assert.deepEqual(read(JSON.stringify(progress), 3), progress);
});

test("what cannot be read is begun anew", () => {
  for (const text of [null, "", "{", "[]", '{"seed":"7","lessons":{}}', '{"seed":7,"lessons":null}', '{"seed":7}']) assert.deepEqual(read(text, 3), empty(3));
});

test("progress lasts in the browser until it is forgotten, and where storage is forbidden as long as the page", () => {
  const kept = new Map();
  const crypto = { getRandomValues: (array) => array.fill(12) };
  const localStorage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text), removeItem: (key) => kept.delete(key) };
  browserProgress({ crypto, localStorage }).keep(won(empty(12), "counts", 1, 33));
  const again = browserProgress({ crypto, localStorage });
  assert.equal(doneOf(again.get(), "counts").levels[1], 33);
  again.forget();
  assert.equal(kept.size, 0);
  assert.deepEqual(again.get(), empty(12));
  const forbidden = browserProgress({ crypto });
  forbidden.keep(won(forbidden.get(), "counts", 1, 33));
  assert.equal(doneOf(forbidden.get(), "counts").levels[1], 33);
  forbidden.forget();
  assert.deepEqual(forbidden.get(), empty(12));
});

test("the seed of an address is a number of nine digits at most", () => {
  assert.deepEqual(["?seed=7", "", "?seed=x", "?seed=1234567890", "?a=1&seed=0"].map(readSeed), [7, null, null, null, 0]);
});
