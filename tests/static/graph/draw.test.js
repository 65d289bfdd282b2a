import assert from "node:assert/strict";
import { test } from "node:test";
import { renderToString } from "preact-render-to-string";
import { Graph } from "../../../static/src/draw/graph.js";
import { html } from "../../../static/src/draw/html.js";
import { dense, fork, idle, seed, unshare } from "./fixtures.js";
import { allRuns } from "./runs.js";

const draw = ({ info, frames }, at, props = {}) =>
  renderToString(
    html`<${Graph}
      info=${info}
      frame=${frames[at]}
      previous=${frames[at - 1] ?? null}
      frames=${frames}
      ...${props}
    />`,
  );

/** The markup of the innermost group that bears this name. */
const thing = (svg, name) => {
  const start = svg.indexOf(`data-name="${name}"`);
  assert.ok(start >= 0, `${name} is not drawn`);
  let depth = 1;
  const tags = /<g\b|<\/g>/g;
  tags.lastIndex = start;
  for (let found = tags.exec(svg); found; found = tags.exec(svg)) {
    depth += found[0] === "</g>" ? -1 : 1;
    if (depth === 0) return svg.slice(svg.lastIndexOf("<g", start), tags.lastIndex);
  }
  throw new Error(`${name} is not closed`);
};

test("every frame of every run is one labelled image that names all its objects", () => {
  for (const [name, run] of allRuns()) {
    for (const orientation of ["wide", "tall"]) {
      run.frames.forEach((frame, at) => {
        const svg = draw(run, at, { orientation });
        assert.match(
          svg,
          /^<svg class="g [^"]*" viewBox="[\d. ]+"[^>]*role="img" aria-label="[^"]{40,}"/,
          `${name} at ${at}`,
        );
        const { mms, tables, pages, cpus, locks } = frame.memory;
        const names = [mms, tables, pages, cpus, locks].flat().map((object) => object.name);
        for (const one of names) thing(svg, one);
        assert.doesNotMatch(svg, /NaN|undefined|\[object/, `${name} at ${at}, ${orientation}`);
      });
    }
  }
});

test("the label says the whole state in sentences", () => {
  const label = /aria-label="([^"]*)"/.exec(draw(seed, 3))[1];
  for (const part of [
    "Step 12: A takes a reference to T0, which B freed one step ago.",
    "Violation: Use after free.",
    "A.pmd[0] at 0x08000000 names T0.",
    "B.pmd[0] at 0x08000000 is empty, it named T0.",
    "page table T0: freed by B at step 11, count 1, references 1",
    "data page D1: value 7, count 1, references 0.",
    "A.page_table_lock: held by A since 5.",
    "slot 0 is T0, stale",
  ])
    assert.ok(label.includes(part), `no “${part}” in: ${label}`);
});

test("a count that equals the references is ink, one that differs hollow, one in the violation solid", () => {
  assert.match(thing(draw(seed, 0), "T0"), /class="count equal"/);
  assert.match(thing(draw(seed, 1), "T0"), /class="count warn"/);
  assert.match(thing(draw(seed, 3), "T0"), /class="count bad"/);
});

test("a reference that the count does not know is dashed", () => {
  assert.match(draw(seed, 1), /class="line ref a uncounted"/);
  assert.doesNotMatch(draw(seed, 0), /uncounted/);
});

test("the access that broke an invariant ends in an octagon", () => {
  const svg = draw(seed, 3);
  assert.match(svg, /class="line ref a viol"/);
  assert.equal(svg.match(/class="oct-mark"/g).length, 1);
});

test("a warning's octagon is hollow", () => {
  assert.match(draw(unshare, 2), /class="oct-mark hollow"/);
  assert.doesNotMatch(draw(unshare, 2), /class="oct-mark"/);
});

test("an old violation colours its objects and bears no octagon", () => {
  const frame = structuredClone(seed.frames[3]);
  frame.violations[0].new = false;
  const svg = draw({ info: seed.info, frames: [...seed.frames.slice(0, 3), frame] }, 3);
  assert.match(thing(svg, "T0"), /class="count bad"/);
  assert.doesNotMatch(svg, /oct-mark/);
});

test("a freed table is hatched, poisoned, and says by whom and when", () => {
  const table = thing(draw(seed, 3), "T0");
  for (const part of ["hatched", "6b6b6b6b", "freed by B at 11", "was D0"])
    assert.ok(table.includes(part), part);
});

test("a shared table has a second frame and names its sharers", () => {
  assert.match(thing(draw(seed, 0), "T0"), /class="second".*shared by A, B/s);
  assert.doesNotMatch(thing(draw(unshare, 3), "T1"), /class="second"/);
});

test("flags that are set are capitals", () => {
  const entry = thing(draw(unshare, 3), "T1[1]");
  assert.match(entry, /class="flag on".*>W<.*class="flag on".*>D</s);
  assert.match(thing(draw(unshare, 3), "T1[0]"), />w<.*>d</s);
});

test("a cleared slot ends in a ground sign in the owner's colour", () => {
  assert.match(thing(draw(seed, 2), "B.pmd[0]"), /class="ground b"/);
  assert.doesNotMatch(thing(draw(seed, 2), "B.pmd[1]"), /ground/);
});

test("a queued reference is a double line and its name stands in the gather", () => {
  const svg = draw(seed, 2);
  assert.match(svg, /class="line queued b"><path class="edge"[^>]*><\/path><path class="core"/);
  assert.match(thing(svg, "CPU 1"), /class="queuedbox".*T0/s);
});

test("a stale arrow is a zigzag with a word on it, and its line in the chip is inverted", () => {
  const svg = draw(seed, 3);
  const path = /class="line stale[^"]*"><path class="edge" d="([^"]*)"/.exec(svg)[1];
  assert.ok(path.split("L").length > 6, path);
  assert.match(svg, /class="staleplate"><rect[^>]*><\/rect><text[^>]*>stale</);
  assert.match(thing(svg, "CPU 0"), /class="staleline"/);
});

test("only what one page table is joined to is drawn, where it stood", () => {
  const all = draw(unshare, 2);
  const svg = draw(unshare, 2, { only: "T1" });
  for (const name of ["T1", "B", "B.pmd[0]", "D0"]) assert.equal(thing(svg, name), thing(all, name));
  assert.doesNotMatch(svg, /data-name="(T0|A|T2)"/);
});

test("a TLB arrow is drawn only when what it names is stale", () => {
  assert.doesNotMatch(draw(seed, 1), /line stale/);
  assert.match(draw(seed, 3), /line stale/);
});

test("mmap_sem is shown only while it is held or waited for", () => {
  assert.doesNotMatch(thing(draw(unshare, 0), "A"), /mmap_sem/);
  assert.match(thing(draw(unshare, 2), "A"), /mmap_sem.*read: A since 1/s);
});

test("waiters stand after a lock as glyphs", () => {
  const lock = thing(draw(unshare, 2), "page_table_share_lock");
  assert.match(lock, /page_table_share_lock: held by B since 5; A waits/);
  assert.match(lock, /class="glyph a"/);
});

test("a table's own lock stands in its head", () => {
  assert.match(thing(draw(unshare, 2), "T1"), /T1\.lock: held by B since 8; A waits/);
});

test("a process that is not forked yet, or has exited, is a hollow glyph", () => {
  assert.match(thing(draw(fork, 0), "B"), /not forked yet/);
  assert.match(thing(draw(fork, 0), "B"), /shape hollow/);
  assert.match(thing(draw(fork, 1), "B"), /has exited/);
});

test("what changed in this step has a reticle and says from what to what", () => {
  const svg = draw(seed, 1);
  assert.equal(svg.match(/class="reticle"/g).length, 1);
  assert.match(thing(svg, "T0"), /1→0<\/tspan> in this step/);
  assert.doesNotMatch(draw(seed, 0), /reticle/);
});

test("without the step's words the frame before gives the change", () => {
  const [before, after] = structuredClone(seed.frames.slice(0, 2));
  before.at = 5;
  before.memory.tables[0].count = 1;
  after.step.short = "put";
  assert.match(draw({ info: seed.info, frames: [before, after] }, 1), /1→0<\/tspan> in this step/);
});

test("a jump over more than one step does not move", () => {
  assert.match(draw(seed, 3), /^<svg class="g wide jump"/);
  assert.doesNotMatch(draw(seed, 0), /jump/);
});

test("a chosen object is told by name, and what is pointed out has a line round it", () => {
  assert.match(draw(seed, 0, { highlight: "T0" }), /class="lit"/);
  assert.match(draw(seed, 0, { highlight: ["T0", "D0"] }), /class="lit".*class="lit"/s);
  assert.equal(draw(seed, 0, { highlight: "T0.lock" }), draw(seed, 0, { highlight: "T0" }), "it has no padlock");
});

test("a slot shows which of its pages have a VMA", () => {
  const slot = thing(draw(seed, 2), "B.pmd[0]");
  assert.match(slot, /VMAs of B\.pmd\[0\]: page 0 not, page 1 mapped/);
  assert.match(slot, /class="vma none".*class="vma"/s);
});

test("a page that was mapped and is no more is called unreachable, a new one is not", () => {
  assert.match(thing(draw(seed, 3), "D0"), /unreachable/);
  const frame = structuredClone(seed.frames[0]);
  frame.memory.pages[0].references = 0;
  frame.memory.pages[0].holders = [];
  assert.doesNotMatch(thing(draw({ info: seed.info, frames: [frame] }, 0), "D0"), /unreachable/);
});

test("what the step changed and the picture does not show is passed over", () => {
  const frame = structuredClone(seed.frames[1]);
  frame.step.changed = ["A.preempt_count", "CPU 0.walking", "B.oracle[0]", "halted", "T0.state", "T0[0]"];
  const svg = draw({ info: seed.info, frames: [frame] }, 0);
  assert.equal(svg.match(/class="reticle"/g).length, 1);
});

test("a TLB that remembers more than its chip can show says how much more", () => {
  assert.match(thing(draw(dense, 0), "CPU 2"), /\+3</);
});

test("each process has its own shape beside its colour and letter", () => {
  const svg = draw(dense, 0);
  const shapes = ["A", "B", "C", "D"].map((name) =>
    /class="shape" d="([^"]*)"/.exec(thing(svg, name))[1].replace(/[\d. -]/g, ""),
  );
  assert.equal(new Set(shapes.map((shape, index) => shape + (index === 3 ? "diamond" : ""))).size, 4);
});

test("an idle sharer without a CPU is drawn like the others", () => {
  assert.match(draw(idle, 0), /class="line ref c"/);
});

test("a page that a thread has pinned carries its glyph, and says so", () => {
  const frame = structuredClone(seed.frames[0]);
  Object.assign(frame.memory.pages[0], { count: 2, references: 2, pins: ["A"] });
  const svg = draw({ info: seed.info, frames: [frame] }, 0);
  assert.match(thing(svg, "D0"), /class="pins".*>pin<.*class="glyph a"/s);
  assert.match(thing(svg, "D0"), /count 2, references 2, pinned by A/);
  assert.doesNotMatch(thing(svg, "D1"), /pin/);
});

test("so does a page table", () => {
  const frame = structuredClone(seed.frames[0]);
  frame.memory.tables[0].pins = ["K"];
  assert.match(thing(draw({ info: seed.info, frames: [frame] }, 0), "T0"), /pinned by K.*class="pins".*>pin<.*>\s*K\s*</s);
});
