import assert from "node:assert/strict";
import { test } from "node:test";
import { edgesOf } from "../../../static/src/layout/edges.js";
import { layout } from "../../../static/src/layout/graph.js";
import { regionOf } from "../../../static/src/layout/regions.js";
import { stackOne, stackTogether } from "../../../static/src/layout/stack.js";
import { four, idle, seed, unshare } from "./fixtures.js";
import { allRuns } from "./runs.js";

const KINDS = ["mms", "slots", "cpus", "tables", "pages", "locks"];
const both = (claim) =>
  allRuns().flatMap(([name, run]) => ["wide", "tall"].map((way) => () => claim(run, way, `${name}, ${way}`)));

test("the same frames give the same places", () => {
  for (const check of both((run, way, where) => {
    const copy = structuredClone(run);
    assert.deepEqual(layout(run.info, run.frames, way), layout(copy.info, copy.frames, way), where);
    assert.deepEqual(copy, run, `${where}: layout changed its input`);
  }))
    check();
});

test("a later frame moves nothing that stood before", () => {
  for (const check of both((run, way, where) => {
    for (let count = 1; count < run.frames.length; count += 1) {
      const before = layout(run.info, run.frames.slice(0, count), way);
      const after = layout(run.info, run.frames.slice(0, count + 1), way);
      for (const kind of KINDS) {
        for (const name of Object.keys(before[kind])) {
          assert.deepEqual(
            after[kind][name],
            before[kind][name],
            `${where}: ${name} moved at frame ${count}`,
          );
        }
      }
    }
  }))
    check();
});

test("every object of every frame has a place inside the picture", () => {
  for (const check of both((run, way, where) => {
    const places = layout(run.info, run.frames, way);
    const { memory } = run.frames.at(-1);
    for (const kind of KINDS) {
      for (const { name } of memory[kind] ?? [])
        assert.ok(places[kind][name], `${where}: ${name} has no place`);
      for (const [name, { x, y, w, h }] of Object.entries(places[kind])) {
        const inside = x >= 0 && y >= 0 && x + w <= places.box.w + 0.1 && y + h <= places.box.h + 0.1;
        assert.ok(inside, `${where}: ${name} leaves the picture`);
      }
    }
  }))
    check();
});

test("no two tables, pages, slots or chips lie on each other", () => {
  for (const check of both((run, way, where) => {
    const places = layout(run.info, run.frames, way);
    const names = ["slots", "cpus", "tables", "pages"].flatMap((kind) => Object.keys(places[kind]));
    const rects = names.map((name) => [name, regionOf(places, name) ?? places.cpus[name]]);
    for (const [one, a] of rects) {
      for (const [other, b] of rects) {
        const apart =
          a.x + a.w <= b.x + 0.1 ||
          b.x + b.w <= a.x + 0.1 ||
          a.y + a.h <= b.y + 0.1 ||
          b.y + b.h <= a.y + 0.1;
        assert.ok(one === other || apart, `${where}: ${one} lies on ${other}`);
      }
    }
  }))
    check();
});

test("edges into one object keep the order of their sources", () => {
  for (const check of both((run, way, where) => {
    const places = layout(run.info, run.frames, way);
    const axis = way === "tall" ? "x" : "y";
    for (const frame of run.frames) {
      const { edges } = edgesOf(frame, places);
      for (const one of edges) {
        for (const other of edges.filter((edge) => edge.to === one.to && edge.from[axis] > one.from[axis])) {
          assert.ok(
            other.at[axis] >= one.at[axis],
            `${where} at ${frame.at}: ${one.key} crosses ${other.key}`,
          );
        }
      }
    }
  }))
    check();
});

test("a new table stands on the side of the mm that made it", () => {
  const { tables } = layout(unshare.info, unshare.frames, "wide");
  assert.ok(tables.T2.y < tables.T0.y, "A's copy is above the shared table");
  assert.ok(tables.T1.y > tables.T0.y, "B's copy is below it");
});

test("two processes keep to a box that shows 13 units as 12 pixels at 1440 × 900, more of them as 11", () => {
  for (const [run, height, pixels] of [
    [seed, 404, 12],
    [unshare, 404, 12],
    [idle, 404, 11],
    [four, 365, 11],
  ]) {
    const { box } = layout(run.info, run.frames, "wide");
    assert.ok(13 * Math.min(718 / box.w, height / box.h) >= pixels, `box ${box.w} × ${box.h}`);
  }
});

test("a slot that was cleared keeps an empty stripe and gives no edge", () => {
  const frame = seed.frames.at(-1);
  const { edges, stripes } = edgesOf(frame, layout(seed.info, seed.frames, "wide"));
  assert.deepEqual(
    stripes.T0.map((one) => [one.by, one.gone]),
    [
      ["A.pmd[0]", false],
      ["B.pmd[0]", true],
    ],
  );
  assert.ok(!edges.some((edge) => edge.by === "B.pmd[0]"));
});

test("what a freed table held is drawn as former references", () => {
  const { edges } = edgesOf(seed.frames.at(-1), layout(seed.info, seed.frames, "wide"));
  assert.deepEqual(
    edges.filter((edge) => edge.kind === "former").map((edge) => edge.to),
    ["D0", "D1"],
  );
});

test("a queued reference starts at the gather of its CPU", () => {
  const { edges } = edgesOf(seed.frames[2], layout(seed.info, seed.frames, "wide"));
  const queued = edges.find((edge) => edge.kind === "queued");
  assert.deepEqual([queued.by, queued.to, queued.mm, queued.counted], ["CPU 1 gather", "T0", "B", true]);
});

test("what nobody placed yet finds no region", () => {
  const places = layout(seed.info, seed.frames, "wide");
  assert.equal(regionOf(places, "A.unheard_of"), null);
  assert.equal(regionOf(places, "T9.count"), null);
});

test("things that come together are stacked in order of their keys", () => {
  const wants = [
    { name: "low", key: 300 },
    { name: "high", key: 100 },
  ];
  const spots = stackTogether(wants, 50, [0, 400], "near");
  assert.deepEqual(
    spots.map(({ name, from }) => [name, from]),
    [
      ["high", 150],
      ["low", 200],
    ],
  );
});

test("one more takes the free place nearest to its key without passing others", () => {
  const taken = [{ name: "middle", key: 200, from: 150, to: 250 }];
  assert.equal(stackOne(taken, { name: "above", key: 190 }, 100, [0, 400]).from, 50);
  assert.equal(stackOne(taken, { name: "below", key: 210 }, 100, [0, 400]).from, 250);
});

test("when the room is full the next one stands below", () => {
  const taken = [{ name: "all", key: 100, from: 0, to: 400 }];
  assert.equal(stackOne(taken, { name: "next", key: 20 }, 100, [0, 400]).from, 400);
});
