/** What a step does not touch is not drawn again. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { render } from "preact-render-to-string";
import { html } from "../../../static/src/draw/html.js";
import { memo } from "../../../static/src/draw/memo.js";

const Named = memo(({ name }) => html`<b>${name}</b>`);

/** Would a component that was drawn with `props` be drawn again with `next`? */
function isDrawnAgain(props, next) {
  const kept = { props };
  Named.call(kept, props);
  return kept.shouldComponentUpdate(next);
}

test("a kept component draws what the plain one draws", () => {
  assert.equal(render(html`<${Named} name="T0" />`), "<b>T0</b>");
});

test("it is drawn again when a prop is another one, is missing or is new, and only then", () => {
  const table = { name: "T0" };
  assert.equal(isDrawnAgain({ table, at: 1 }, { table, at: 1 }), false);
  assert.equal(isDrawnAgain({ table, at: 1 }, { table, at: 2 }), true);
  assert.equal(isDrawnAgain({ table }, { table: { ...table } }), true);
  assert.equal(isDrawnAgain({ table, at: 1 }, { table }), true);
  assert.equal(isDrawnAgain({ table }, { table, at: 1 }), true);
  assert.equal(isDrawnAgain({ table }, { other: table }), true);
});
