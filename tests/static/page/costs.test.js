import assert from "node:assert/strict";
import { test } from "node:test";
import { decadesOf, grouped, shortened, spread } from "../../../static/src/draw/logchart.js";
import { readMeasured } from "../../../static/src/measured.js";
import { readJson } from "../../../static/src/openfile.js";

const point = { pages: 100, median_us: 3, least_us: 2, most_us: 4, page_tables_kb: 8 };
const measured = (more = {}) => ({
  type: "ptscope-measured-fork",
  version: 1,
  runs: 3,
  system: { kernel: "6.1", machine: "x86_64" },
  series: [{ memory: "private", baseline: point, points: [point] }],
  ...more,
});

test("an axis covers all positive values by whole decades", () => {
  assert.deepEqual(decadesOf([150, 9_000]), [2, 4]);
  assert.deepEqual(decadesOf([100, 100]), [2, 3]);
  assert.deepEqual(decadesOf([0]), [0, 1]);
});

test("labels keep their distance, their order and the lower border", () => {
  assert.deepEqual(spread([10, 12, 50], 16, 100), [10, 26, 50]);
  assert.deepEqual(spread([95, 90], 16, 100), [100, 84]);
});

test("numbers are grouped, and powers of ten shortened", () => {
  assert.equal(grouped(1234567), "1 234 567");
  assert.deepEqual([100, 1_000, 10_000, 1e6, 1e7].map(shortened), ["100", "1 000", "10 k", "1 M", "10 M"]);
});

test("a measurement is read", () => {
  const read = readMeasured(measured());
  assert.equal(read.system, "6.1, x86_64");
  assert.deepEqual(read.series.map(({ name, baseline }) => [name, baseline]), [["measured, private", 3]]);
});

for (const [what, value] of Object.entries({
  nothing: null,
  "a number": 1,
  "another version": measured({ version: 2 }),
  "no series": measured({ series: 1 }),
  "an unknown kind of memory": measured({ series: [{ memory: "toString", baseline: point, points: [] }] }),
  "a point without a number": measured({ series: [{ memory: "private", baseline: point, points: [{ ...point, pages: "1" }] }] }),
  "a series that is none": measured({ series: [null] }),
}))
  test(`${what} is no measurement`, () => assert.equal(readMeasured(value), null));

const file = (text, size = text.length) => ({ name: "x.json", size, text: async () => text });

test("a file is read only if it is JSON and not too long", async () => {
  assert.deepEqual(await readJson(file("[1]"), 10), { value: [1] });
  assert.match((await readJson(file("{"), 10)).error, /x\.json is not JSON/);
  assert.match((await readJson(file("", 80 * 2 ** 20), 2 ** 20)).error, /80 MB; at most 1\.0 MB/);
});
