import assert from "node:assert/strict";
import { test } from "node:test";
import { spotsOf } from "../../../static/src/draw/spots.js";
import { layout } from "../../../static/src/layout/graph.js";
import { around, pan, reveal, scaleOf, zoom } from "../../../static/src/zoom.js";
import { walk } from "../../../static/src/walk.js";
import { allRuns } from "./runs.js";

const KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];

test("the arrow keys lead from any object to every other", () => {
  for (const [where, { info, frames }] of allRuns()) {
    for (const way of ["wide", "tall"]) {
      const spots = spotsOf(frames.at(-1), layout(info, frames, way));
      const seen = new Set([spots[0].name]);
      for (const name of seen) for (const key of KEYS) {
        const next = walk(spots, name, key);
        if (next) seen.add(next);
      }
      const missed = spots.filter((spot) => !seen.has(spot.name)).map((spot) => spot.name);
      assert.deepEqual(missed, [], `${where}, ${way}`);
    }
  }
});

test("every object that can be pointed at has a name of its own, a sentence and a place", () => {
  for (const [where, { info, frames }] of allRuns()) {
    const spots = spotsOf(frames.at(-1), layout(info, frames, "wide"));
    assert.equal(new Set(spots.map((spot) => spot.name)).size, spots.length, where);
    for (const spot of spots) {
      assert.ok(spot.label.includes(spot.name) || spot.kind === "count", `${where}: ${spot.label}`);
      assert.ok(spot.place.w >= 8 && spot.place.h >= 8, `${where}: ${spot.name}`);
    }
  }
});

const box = { x: 0, y: 0, w: 800, h: 400 };

test("zooming keeps the point under the pointer, and never shows what is outside the picture", () => {
  const near = zoom(null, box, 2, { x: 200, y: 100 });
  assert.deepEqual(near, { x: 100, y: 50, w: 400, h: 200 });
  assert.deepEqual(zoom(null, box, 2, { x: 800, y: 400 }), { x: 400, y: 200, w: 400, h: 200 });
  assert.equal(zoom(near, box, 0.1), null);
  assert.equal(scaleOf(zoom(near, box, 100), box), 8);
});

test("moving stops at the edge, and the whole picture does not move", () => {
  assert.equal(pan(null, box, 50, 50), null);
  assert.deepEqual(pan({ x: 100, y: 50, w: 400, h: 200 }, box, 1000, -1000), { x: 400, y: 0, w: 400, h: 200 });
});

test("an object that is reached by key comes into view, and one in view moves nothing", () => {
  const near = { x: 0, y: 0, w: 400, h: 200 };
  assert.equal(reveal(near, box, { x: 100, y: 50, w: 40, h: 20 }), near);
  const moved = reveal(near, box, { x: 600, y: 50, w: 40, h: 20 });
  assert.ok(moved.x <= 600 && moved.x + moved.w >= 640);
});

test("the view around some objects holds them all", () => {
  const view = around([{ x: 300, y: 150, w: 20, h: 20 }, { x: 360, y: 180, w: 20, h: 20 }], box);
  assert.ok(view.w === 400 && view.x <= 300 && view.x + view.w >= 380 && view.y <= 150 && view.y + view.h >= 200);
});
