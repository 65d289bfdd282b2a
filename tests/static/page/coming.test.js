/** A long run comes in: the step that the link asks for is shown first, and who wants another one waits for it. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { render } from "preact-render-to-string";
import { drawn, isToCome } from "../../../static/src/coming.js";
import { html } from "../../../static/src/draw/html.js";
import { RunPage } from "../../../static/src/panels/page.js";
import { frameOf, initialState, lengthOf, mayAddress, reduce } from "../../../static/src/store.js";
import { readFileSync } from "node:fs";

const trace = JSON.parse(readFileSync(new URL("../../golden/feb17-zap-zap.json", import.meta.url), "utf8"));
const LENGTH = trace.frames.length - 1;
const receive = (state, message) => reduce(state, { type: "received", message });
const page = (state) => render(html`<${RunPage} state=${state} session=${{}} />`);
globalThis.matchMedia = () => ({ matches: false });

/** The run is asked for at step 9, and `count` of its frames are here. */
function arriving(count, at = 9, ahead = trace.frames[at]) {
  const asked = reduce({ ...initialState(), link: "online" }, { type: "asked", id: 1 });
  const begun = receive(asked, { type: "run", re: 1, info: trace.info, schedule: "", length: LENGTH, at, ahead });
  return more(begun, 0, count);
}

const more = (state, from, to) =>
  trace.frames.slice(from, to).reduce((now, frame) => receive(now, { type: "frame", re: 1, frame, last: frame.at === LENGTH }), state);

test("the step of the link is drawn before any other has come", () => {
  const state = arriving(0);
  assert.equal(frameOf(drawn(state)).at, 9);
  assert.match(page(state), /Step 9 is here\. The rest of the run is coming in: 0 of 21 steps\./);
  assert.match(page(state), new RegExp(`<h1>${trace.frames[9].step.sentence.text}`));
  assert.doesNotMatch(page(state), /aria-busy/);
  assert.ok(!mayAddress(state), "the address keeps the whole run");
});

test("once it has come in its turn it is one of the run, and nothing moves", () => {
  const state = arriving(10);
  assert.equal(drawn(state), state);
  assert.equal(state.at, 9);
  assert.match(page(state), /class="time"/);
  const whole = more(state, 10);
  assert.deepEqual([whole.at, lengthOf(whole), whole.coming], [9, LENGTH, null]);
});

test("a step that has not come is waited for in words, and then shown", () => {
  const waiting = reduce(arriving(4), { type: "goto", at: 15 });
  assert.ok(isToCome(waiting));
  assert.match(page(waiting), /Step 15 has not come yet: 4 of 21 steps are here\./);
  assert.equal(frameOf(more(waiting, 4)).at, 15);
});

test("a step that is here is shown at once", () => {
  const back = reduce(arriving(4), { type: "goto", at: 2 });
  assert.equal(frameOf(drawn(back)).at, 2);
  assert.equal(frameOf(more(back, 4)).at, 2);
});

test("a run whose connection breaks on the way comes anew, with the same step first", () => {
  const lost = reduce(arriving(5), { type: "linked", link: "offline" });
  assert.equal(frameOf(drawn(lost)).at, 9);
  const asked = reduce(lost, { type: "asked", id: 2 });
  const again = receive(asked, { type: "run", re: 2, info: trace.info, schedule: "", length: LENGTH, at: 9, ahead: trace.frames[9] });
  assert.equal(frameOf(drawn(again)).at, 9);
  const whole = trace.frames.reduce((now, frame) => receive(now, { type: "frame", re: 2, frame, last: frame.at === LENGTH }), again);
  assert.deepEqual([whole.at, lengthOf(whole)], [9, LENGTH]);
});

test("a short run sends nothing ahead", () => {
  const state = arriving(0, 9, null);
  assert.equal(state.coming, null);
  assert.equal(frameOf(drawn(state)), null);
});
