/**
 * Pictures as files. A change shows in the diff; look at it before you accept it:
 * UPDATE_SNAPSHOTS=1 node --test tests/static/graph/
 */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { renderToString } from "preact-render-to-string";
import { Graph } from "../../../static/src/draw/graph.js";
import { html } from "../../../static/src/draw/html.js";
import { runs } from "./fixtures.js";

const FOLDER = new URL("snapshots/", import.meta.url);
const PICTURES = [
  ["seed", 1, "wide"],
  ["seed", 2, "wide"],
  ["seed", 3, "wide"],
  ["seed", 3, "tall"],
  ["unshare", 2, "wide"],
  ["unshare", 3, "tall"],
  ["fork", 1, "wide"],
];

/** One element a line, numbers to one decimal: readable in a diff, equal everywhere. */
function normalise(svg) {
  const lines = svg
    .replace(/></g, ">\n<")
    .replace(/-?\d+\.\d{2,}/g, (number) => String(Math.round(number * 10) / 10));
  return `${lines}\n`;
}

for (const [name, at, orientation] of PICTURES) {
  test(`${name} at frame ${at}, ${orientation}, looks as it did`, () => {
    const { info, frames } = runs[name];
    const previous = frames[at - 1] ?? null;
    const svg = normalise(
      renderToString(
        html`<${Graph}
          info=${info}
          frame=${frames[at]}
          previous=${previous}
          frames=${frames}
          orientation=${orientation}
        />`,
      ),
    );
    const file = new URL(`${name}-${at}-${orientation}.svg`, FOLDER);
    if (process.env.UPDATE_SNAPSHOTS) {
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(file, svg);
    }
    assert.ok(existsSync(file), `${file.pathname} is missing: run with UPDATE_SNAPSHOTS=1`);
    assert.equal(svg, readFileSync(file, "utf8"));
  });
}
