import assert from "node:assert/strict";
import { test } from "node:test";
import { aligned, changed, has, pointed, runLink, versusLink } from "../../../static/src/versus.js";
import { run, violation } from "./frames.js";

const query = (text) => new URLSearchParams(text);

test("a side's frames stand one a row; where it did not move, nobody has stepped and nothing is new", () => {
  const frames = run("AB", (at) => (at === 1 ? { violations: [violation("uaf", "damage")] } : {}));
  const lined = aligned(frames, [{ at: 0 }, { at: 1 }, { at: 1 }, { at: 2 }]);
  assert.deepEqual(lined.map((frame) => [frame.at, frame.step?.thread ?? null]), [[0, null], [1, "A"], [2, null], [3, "B"]]);
  assert.deepEqual(lined.map((frame) => frame.violations.map((each) => each.new)), [[], [true], [false], []]);
});

test("a side that cannot take its first choice stands at the start", () => {
  const [, first] = aligned(run(""), [{ at: 0 }, { at: 0 }]);
  assert.equal(first.step.thread, null);
});

test("the picture points out memory and locks, a TLB as a whole", () => {
  const differs = [
    { group: "broken", name: "Leak" },
    { group: "memory", name: "CPU 0.tlb 0x08000000" },
    { group: "locks", name: "T0.lock" },
    { group: "step", name: "step" },
  ];
  assert.deepEqual(pointed(differs), ["CPU 0.tlb", "T0.lock"]);
  assert.equal(has(differs, "memory"), true);
  assert.equal(has([], "memory"), false);
});

test("each side has a link of its own, with its toggles", () => {
  const both = query("p=feb17&s=zap-zap&SMP=0&t=1.AB&q=repaired&q.WALK_CACHE=1");
  assert.equal(runLink(both, "left", "1.A"), "/run?p=feb17&s=zap-zap&SMP=0&t=1.A");
  assert.equal(runLink(both, "right", "1.A"), "/run?p=repaired&s=zap-zap&WALK_CACHE=1&t=1.A");
});

test("another protocol on one side takes the toggles of that side with it, and leaves the other side", () => {
  const both = query("p=feb17&s=zap-zap&SMP=0&q.SMP=1");
  assert.equal(changed(both, "left", { protocol: "patch-1" }), "?p=patch-1&s=zap-zap&q.SMP=1&q=feb17");
  assert.equal(changed(both, "right", { protocol: "patch-1" }), "?p=feb17&s=zap-zap&SMP=0&q=patch-1");
  assert.equal(changed(both, "right", { toggle: ["SMP", "0"] }), "?p=feb17&s=zap-zap&SMP=0&q.SMP=0");
});

test("a run is compared with another protocol, with a setting of its own, or with a branch", () => {
  const here = "?p=feb17&s=zap-zap&SMP=0&t=1.AB&at=1";
  assert.equal(versusLink(here, { protocol: "repaired" }), "/compare?p=feb17&s=zap-zap&SMP=0&t=1.AB&at=1&q=repaired");
  assert.equal(versusLink(here, { config: { CONFIG_SMP: 1 } }), "/compare?p=feb17&s=zap-zap&SMP=0&t=1.AB&at=1&q.SMP=1");
  assert.equal(versusLink(here, { schedule: "1.AA" }), "/compare?p=feb17&s=zap-zap&SMP=0&t=1.AB&at=1&q.SMP=0&u=1.A2".replace("1.A2", "1.AA"));
});
