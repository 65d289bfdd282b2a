import assert from "node:assert/strict";
import { test } from "node:test";
import { renderToString } from "preact-render-to-string";
import { foldSentence } from "../../../static/src/draw/fold.js";
import { Graph } from "../../../static/src/draw/graph.js";
import { html } from "../../../static/src/draw/html.js";
import { spotsOf } from "../../../static/src/draw/spots.js";
import { edgesOf } from "../../../static/src/layout/edges.js";
import { FITS, foldsOf } from "../../../static/src/layout/folds.js";
import { layout } from "../../../static/src/layout/graph.js";
import { regionOf } from "../../../static/src/layout/regions.js";
import { mm, page, step, table } from "./build.js";
import { dense, huge } from "./fixtures.js";
import { allRuns } from "./runs.js";

const KINDS = ["mms", "slots", "cpus", "tables", "pages", "locks", "groups"];
const placesOf = ({ info, frames }, way = "wide", chosen = {}) => layout(info, frames, way, foldsOf(info, frames[0], chosen));

/** The dense run, going on: A unshares slot 3, which is folded. */
function going() {
  const [first] = structuredClone(dense.frames);
  const next = structuredClone(first);
  next.at = 5;
  next.step = step("A", "A drops a reference to T3", "put 4→3", ["T3.count", "A.pmd[3]", "D30.value"]);
  const at = next.memory.tables.findIndex((one) => one.name === "T3");
  next.memory.tables[at] = table("T3", 2, ["B.pmd[3]", "C.pmd[3]", "D.pmd[3] ?"], ["D24", "D25", "D26", "D27", "D28", "D29", "D30", "D31"]);
  next.memory.tables.push(table("T4", 1, ["A.pmd[3]"], ["D24", "", "", "", "", "", "", ""]));
  next.memory.mms[0] = mm("A", ["T0", "T1", "T2", "T4"]);
  next.memory.pages.push(page("D32", 1, []));
  return { info: dense.info, frames: [first, next] };
}

test("what fits has no folds, and what does not is folded to what fits", () => {
  for (const [name, { info, frames }] of allRuns().filter(([each]) => each.endsWith(".json"))) assert.equal(foldsOf(info, frames[0]), null, name);
  assert.ok([...foldsOf(dense.info, dense.frames[0]).values()].includes(true));
  const { box } = placesOf(dense);
  assert.ok(box.h <= FITS + 60, `${box.h}`);
  assert.ok(placesOf(huge).box.h < 760);
});

test("nothing moves in a folded picture when the run goes on", () => {
  const run = going();
  for (const way of ["wide", "tall"]) {
    const before = placesOf({ ...run, frames: run.frames.slice(0, 1) }, way);
    const after = placesOf(run, way);
    for (const kind of KINDS) {
      for (const [name, place] of Object.entries(before[kind])) assert.deepEqual(after[kind][name], place, `${name}, ${way}`);
    }
  }
});

test("to unfold and to fold again leads back to the same places; what stands above stays", () => {
  const before = placesOf(dense);
  const open = placesOf(dense, "wide", { "slot 3": false });
  assert.deepEqual(placesOf(dense, "wide", { "slot 3": true }), before);
  for (const name of ["T0", "T1"]) assert.deepEqual(open.tables[name], before.tables[name]);
  assert.ok(open.tables.T3 && !before.tables.T3);
  for (const name of Object.keys(before.mms)) assert.deepEqual(open.mms[name], before.mms[name]);
});

test("every object is either drawn or in a folded group, and boxes do not overlap", () => {
  for (const run of [dense, huge, going()]) {
    for (const way of ["wide", "tall"]) {
      const places = placesOf(run, way);
      const { mms, tables, pages, cpus } = run.frames.at(-1).memory;
      for (const { name } of [...tables, ...pages, ...cpus, ...mms.flatMap((one) => one.slots)]) assert.ok(regionOf(places, name), `${name}, ${way}`);
      const boxes = Object.entries({ ...places.tables, ...places.groups });
      for (const [index, [one, a]] of boxes.entries()) {
        for (const [other, b] of boxes.slice(index + 1)) {
          const apart = a.x + a.w <= b.x + 0.1 || b.x + b.w <= a.x + 0.1 || a.y + a.h <= b.y + 0.1 || b.y + b.h <= a.y + 0.1;
          assert.ok(apart, `${one} and ${other}, ${way}`);
        }
      }
    }
  }
});

test("a folded group tells what is in it and what of it changed in this step", () => {
  const run = going();
  const places = placesOf(run);
  const frame = run.frames[1];
  const scene = { frame, places, changed: frame.step.changed };
  assert.equal(
    foldSentence("slot 3", scene),
    "Unfold slot 3: 2 tables, 8 pages, 1 shared; changed in this step: T3.count, D30.value; count and references differ: T3",
  );
  const svg = renderToString(html`<${Graph} info=${run.info} frame=${frame} frames=${run.frames} places=${places} />`);
  assert.match(svg, /class="foldbox changed"/);
  assert.match(svg, /T3 2\/3/);
  assert.ok(svg.includes('class="reticle"'));
});

test("a table that nothing named when it appeared is never folded away", () => {
  assert.ok(placesOf(going()).pages.D32);
});

test("an edge into a folded group is dashed if one of its references is not counted", () => {
  const run = going();
  const { edges } = edgesOf(run.frames[1], placesOf(run));
  const into = edges.filter((edge) => edge.to === "slot 3" && edge.by.includes("pmd"));
  assert.deepEqual(into.map((edge) => [edge.by, edge.counted]).sort(), [["A.pmd[3]", true], ["B.pmd[3]", true], ["C.pmd[3]", true], ["D.pmd[3]", false]]);
  const keys = edges.map((edge) => edge.key);
  assert.equal(new Set(keys).size, keys.length);
});

test("each group can be pointed at and says whether it is open", () => {
  const spots = spotsOf(dense.frames[0], placesOf(dense)).filter((spot) => spot.kind === "fold");
  assert.equal(spots.length, 8);
  assert.deepEqual(new Set(spots.map((spot) => spot.open)), new Set([true, false]));
});
