import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bins, layout, moved, zoomed } from "../../../static/src/capture/bins.js";
import { byGroup, couldShare, readCapture, runAt } from "../../../static/src/capture/read.js";

const system = (id) => ({ id, title: id, rule: "all", when: "fork", fork: { shared_tables: 1, ptes_copied: 2 } });
const document = (more = {}) => ({
  type: "ptscope-capture",
  version: 1,
  page_size: 4096,
  entries: 512,
  exact: true,
  levels: { pte: 5, pmd: 1, pud: 1, deposited: 2 },
  vm_pte: { status_kb: 36, counted_kb: 36, parts: [{ what: "last-level tables", kb: 20 }], difference_kb: 0, why: "the same" },
  groups: [{ mappings: ["private anonymous, writable"] }, { mappings: ["shared file, writable"] }],
  systems: [system("one"), system("other")],
  run_fields: ["upper", "tables", "group", "present", "swapped", "huge", "shares"],
  runs: [
    [0, 3, 0, 512, 0, 0, 3],
    [0, 2, 0, 512, 0, 1, 0],
    [1, 2, 1, 10, 2, 0, 1],
  ],
  ...more,
});
const capture = () => readCapture(document()).capture;

test("a capture becomes columns, and each run knows where it begins", () => {
  const { starts, total, runs } = capture();
  assert.deepEqual([...starts], [0, 3, 5, 7]);
  assert.equal(total, 7);
  assert.deepEqual([...runs.group], [0, 0, 1]);
  assert.deepEqual([0, 2, 3, 4, 5, 6].map((region) => runAt(starts, region)), [0, 0, 1, 1, 2, 2]);
});

test("the example that ships and the one in the docs can be read", () => {
  const shipped = JSON.parse(readFileSync(new URL("../../../static/example-capture.json", import.meta.url), "utf8"));
  assert.equal(readCapture(shipped).error, undefined);
  const page = readFileSync(new URL("../../../docs/capture.md", import.meta.url), "utf8");
  assert.equal(readCapture(JSON.parse(/```json\n(.*?)```/s.exec(page)[1])).error, undefined);
});

for (const [what, value, words] of [
  ["nothing", null, /is not what/],
  ["a measurement", { type: "ptscope-measured-fork" }, /is not what/],
  ["a later version", document({ version: 2 }), /version 2; this page reads version 1/],
  ["no runs", document({ runs: undefined }), /no runs/],
  ["other fields", document({ run_fields: ["tables"] }), /other fields/],
  ["no systems", document({ systems: [] }), /no systems/],
  ["a system without costs", document({ systems: [{ ...system("x"), fork: null }] }), /no systems/],
  ["a cost that is text", document({ systems: [{ ...system("x"), fork: { a: "<b>" } }] }), /no systems/],
  ["no groups", document({ groups: [{}] }), /no groups/],
  ["no levels", document({ levels: { pte: 1 } }), /no levels/],
  ["no VmPTE", document({ vm_pte: {} }), /VmPTE/],
  ["parts that are none", document({ vm_pte: { ...document().vm_pte, parts: [1] } }), /VmPTE/],
  ["no sizes", document({ entries: 0 }), /no sizes/],
  ["a run that is too short", document({ runs: [[0, 1]] }), /run 0 is \[0,1\]/],
  ["an empty run", document({ runs: [[0, 0, 0, 1, 0, 0, 0]] }), /run 0/],
  ["a group that is not there", document({ runs: [[0, 1, 9, 1, 0, 0, 0]] }), /run 0/],
  ["more entries than a table has", document({ runs: [[0, 1, 0, 400, 113, 0, 0]] }), /run 0/],
  ["a negative number", document({ runs: [[0, 1, 0, -1, 0, 0, 0]] }), /run 0/],
  ["more tables than can be", document({ runs: [[0, 2 ** 41, 0, 1, 0, 0, 0]] }), /has 2199023255552 tables/],
])
  test(`${what} is refused in words`, () => assert.match(readCapture(value).error, words));

test("who could share is a bit a system, and systems may be many", () => {
  const made = readCapture(document({ runs: [[0, 1, 0, 1, 0, 0, 2 ** 33 + 2]] })).capture;
  assert.deepEqual([0, 1, 33].map((at) => couldShare(made, 0, at)), [false, true, true]);
});

test("the same by group", () => {
  assert.deepEqual(
    byGroup(capture(), 0).map(({ tables, shared, huge, entries }) => [tables, shared, huge, entries]),
    [
      [3, 3, 2, 5 * 512],
      [2, 2, 0, 24],
    ],
  );
});

test("cells add up to the regions of the view, however many there are in each", () => {
  const made = capture();
  for (const each of [1, 2, 3, 7]) {
    for (const view of [{ from: 0, to: 7 }, { from: 2, to: 6 }]) {
      const cells = bins(made, view, each, 1);
      const sums = ["shared", "kept", "huge"].map((part) => cells[part].reduce((a, b) => a + b, 0));
      assert.equal(sums.reduce((a, b) => a + b), view.to - view.from);
      assert.equal(cells.shared.length, Math.ceil((view.to - view.from) / each));
    }
  }
  assert.deepEqual([...bins(made, { from: 0, to: 7 }, 2, 1).shared], [2, 1, 0, 0]);
  assert.deepEqual([...bins(made, { from: 0, to: 7 }, 2, 1).huge], [0, 1, 1, 0]);
});

test("few regions get large cells, many share one", () => {
  assert.equal(layout(10, 1000, 400).each, 1);
  assert.equal(layout(10, 1000, 400).size, 22);
  const many = layout(5_000_000, 1000, 400);
  assert.ok(many.each > 1);
  assert.ok(many.columns * many.size <= 1000 && many.rows * many.size <= 400);
  assert.ok(many.cells * many.each >= 5_000_000);
});

test("zooming stays within what there is, and shows eight regions at least", () => {
  const all = { from: 0, to: 1000 };
  assert.deepEqual(zoomed(all, 1000, 1000, 0.5), { from: 500, to: 1000 });
  assert.deepEqual(zoomed({ from: 100, to: 200 }, 1000, 150, 2), { from: 50, to: 250 });
  assert.deepEqual(zoomed({ from: 0, to: 8 }, 1000, 4, 0.5), { from: 0, to: 8 });
  assert.deepEqual(zoomed({ from: 0, to: 3 }, 3, 1, 0.5), { from: 0, to: 3 });
  assert.deepEqual(moved({ from: 100, to: 200 }, 1000, -2), { from: 0, to: 100 });
  assert.deepEqual(moved({ from: 850, to: 950 }, 1000, 1), { from: 900, to: 1000 });
});
