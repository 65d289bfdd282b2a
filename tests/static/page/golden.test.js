/** Traces that the Python engine wrote, through the store and everything that is computed from frames. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { render } from "preact-render-to-string";
import { html } from "../../../static/src/draw/html.js";
import { ranLines, upTo } from "../../../static/src/code/gutter.js";
import { functionAt, listing } from "../../../static/src/code/listing.js";
import { framesOf } from "../../../static/src/lines.js";
import { RunPage } from "../../../static/src/panels/page.js";
import { initialState, lengthOf, reduce } from "../../../static/src/store.js";
import { join, split } from "./schedules.js";

const FOLDER = new URL("../../golden/", import.meta.url);
const traces = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
const read = (name) => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"));

function openedFrom({ info, frames }) {
  const say = (state, message) => reduce(state, { type: "received", message });
  let state = reduce({ ...initialState(), link: "online" }, { type: "asked", id: 1 });
  state = say(state, { type: "run", re: 1, info, schedule: "", length: frames.length - 1, at: frames.length - 1 });
  frames.forEach((frame, i) => {
    state = say(state, { type: "frame", re: 1, frame, last: i === frames.length - 1 });
  });
  return state;
}

for (const name of traces) {
  const trace = read(name);
  const state = openedFrom(trace);

  test(`${name}: the store holds every frame in order`, () => {
    assert.equal(lengthOf(state), trace.frames.length - 1);
    assert.deepEqual(framesOf(state.tree).map((frame) => frame.at), trace.frames.map((_, i) => i));
  });

  test(`${name}: the server's schedule text is what this page would write`, () => {
    for (const frame of trace.frames) assert.equal(join(split(frame.schedule)), frame.schedule);
  });

  test(`${name}: wherever a thread is, its function is found and its next line is shown`, () => {
    for (const frame of trace.frames) {
      for (const thread of frame.threads) {
        const call = thread.calls.at(-1);
        if (call === undefined) continue;
        const place = functionAt(trace.info.functions, call.function, call.span);
        const { text } = trace.info.sources.find((source) => source.file === place.file);
        const span = thread.span?.file === place.file ? thread.span : call.span;
        const { lines } = ranLines(trace.frames, thread.name);
        const ran = (key) => upTo(lines.get(key) ?? [], frame.at);
        const rows = listing({ text, file: place.file, place, span, ran, dead: trace.info.dead, budget: 9 });
        assert.ok(rows.some((row) => row.next), `step ${frame.at}, ${thread.name} in ${call.function}`);
        assert.ok(rows.length <= 9);
      }
    }
  });

  test(`${name}: every step can be drawn, with its sentence as the heading`, () => {
    globalThis.matchMedia = () => ({ matches: false });
    for (const frame of trace.frames) {
      const page = render(html`<${RunPage} state=${reduce(state, { type: "goto", at: frame.at })} session=${{}} />`);
      assert.match(page, /<h1>.+<\/h1>/s);
      assert.doesNotMatch(page, /undefined|NaN|\[object/);
    }
  });
}
