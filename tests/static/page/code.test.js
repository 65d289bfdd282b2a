import assert from "node:assert/strict";
import { test } from "node:test";
import { gutterText, ranges, ranLines, upTo } from "../../../static/src/code/gutter.js";
import { depthOf } from "../../../static/src/panels/stack.js";
import { textOf } from "../../../static/src/panels/parts.js";
import { functionAt, listing, pieces, statementAt, statementsOn, wordsOf } from "../../../static/src/code/listing.js";
import { run } from "./frames.js";

const span = (line, column = 1, end_line = line, end_column = 5) => ({ file: "f.c", line, column, end_line, end_column });

test("the gutter knows which lines a thread ran, and only up to the position", () => {
  const frames = run("ABA", (n) => ({ lines: [["f.c", n]] }));
  assert.deepEqual([...ranLines(frames, "A").lines], [["f.c:1", [1]], ["f.c:3", [3]]]);
  assert.deepEqual(ranLines(frames, "A").own, [1, 3]);
  assert.deepEqual(upTo([1, 3], 2), [1]);
  assert.deepEqual(upTo([1, 3], 3), [1, 3]);
  assert.deepEqual(upTo([], 3), []);
});

test("a call counts as running until it returns", () => {
  const calls = [{ function: "outer", span: span(9) }, { function: "inner", span: span(2) }];
  const { lines } = ranLines(run("AA", () => ({ lines: [["f.c", 2]], calls })), "A");
  assert.deepEqual(lines.get("f.c:9"), [1, 2]);
});

test("steps of other threads do not part a range", () => {
  assert.deepEqual(ranges([2, 3, 7, 8], [1, 2, 3, 7, 8, 9]), [[2, 8]]);
  assert.deepEqual(ranges([2, 7], [1, 2, 3, 7]), [[2, 2], [7, 7]]);
});

test("the gutter stays short, the title says all", () => {
  const own = Array.from({ length: 30 }, (_, i) => i + 1);
  assert.deepEqual(gutterText([], own), { short: "", full: "" });
  assert.deepEqual(gutterText([6], own), { short: "6", full: "6" });
  assert.deepEqual(gutterText([10, 11], own), { short: "10–11", full: "10–11" });
  assert.deepEqual(gutterText([3, 9, 15, 21], own), { short: "…21", full: "3, 9, 15, 21" });
});

test("of a line that ran over and over the title says the last runs", () => {
  const own = Array.from({ length: 10_000 }, (_, i) => i + 1);
  const { short, full } = gutterText(own.filter((step) => step % 5 === 0), own);
  assert.equal(short, "…10000");
  assert.match(full, /^…, 9805, 9810, .*, 10000$/);
});

const text = Array.from({ length: 40 }, (_, i) => (i === 20 ? "\t/* a remark */" : `\tline${i + 1}();`)).join("\n");
const given = { text, file: "f.c", place: { line: 1, end_line: 40 }, span: span(10, 2, 10, 8), ran: (key) => (key === "f.c:2" ? [1] : []), dead: [span(30, 1, 31)], budget: 10 };

test("a long function is folded to what there is room for, with the next line in it", () => {
  const rows = listing(given);
  assert.ok(rows.length <= 10);
  assert.ok(rows.some((row) => row.next && row.number === 10));
  const shown = rows.reduce((sum, row) => sum + (row.kind === "fold" ? row.count : 1), 0);
  assert.equal(shown, 40);
  assert.ok(rows.every((row) => row.kind === "line" || row.count > 1));
});

test("a short function is shown whole", () => {
  const rows = listing({ ...given, budget: 40 });
  assert.equal(rows.length, 40);
  assert.ok(rows[1].ran && !rows[2].ran);
  assert.ok(rows[29].dead && rows[30].dead && !rows[31].dead);
  assert.deepEqual(rows[9].mark, [1, 7]);
  assert.equal(rows[10].mark, null);
});

test("a sub-expression over several lines is marked on each", () => {
  const rows = listing({ ...given, span: span(3, 4, 5, 3), budget: 40 });
  assert.deepEqual([rows[2].mark[0], rows[3].mark[0], rows[4].mark], [3, 0, [0, 2]]);
});

test("a line is cut into plain text, remark and mark, and nothing is lost", () => {
  const line = "  get_page(table);  /* we own it */";
  const cut = pieces(line, [2, 17], [[2, 10, "primitive"], [line.indexOf("/*"), line.length, "remark"]]);
  assert.equal(cut.map((piece) => piece.text).join(""), line);
  assert.equal(cut.filter((piece) => piece.mark).map((piece) => piece.text).join(""), "get_page(table)");
  assert.equal(cut.find((piece) => piece.kind === "primitive").text, "get_page");
  assert.equal(cut.find((piece) => piece.kind === "remark").text, "/* we own it */");
});

test("of two functions with one name, the one around the span is meant", () => {
  const functions = [{ name: "f", file: "mm.c", line: 1, end_line: 9 }, { name: "f", file: "f.c", line: 1, end_line: 9 }];
  assert.equal(functionAt(functions, "f", span(3)).file, "f.c");
  assert.equal(functionAt(functions, "g", null), null);
});

test("the words of a source are found by line, from column 0", () => {
  const words = wordsOf({ tokens: [[3, 2, 8, "keyword"], [3, 9, 12, "label"], [4, 1, 2, "number"]] });
  assert.deepEqual(words.get(3), [[1, 7, "keyword"], [8, 11, "label"]]);
  assert.equal(words.get(5), undefined);
});

const statements = [
  { span: span(3, 1, 5, 9), atoms: [{ span: span(3, 2, 3, 4) }, { span: span(4, 2, 4, 4) }] },
  { span: span(6), atoms: [{ span: span(6) }] },
  { span: span(6, 7, 6, 9), atoms: [{ span: span(6, 7, 6, 9) }] },
];

test("a line has the statements that begin on it, or the one that goes on over it", () => {
  assert.deepEqual(statementsOn(statements, "f.c", 6), statements.slice(1));
  assert.deepEqual(statementsOn(statements, "f.c", 4), [statements[0]]);
  assert.deepEqual(statementsOn(statements, "g.c", 4), []);
  assert.deepEqual(statementsOn(statements, "f.c", 9), []);
});

test("what comes next is a part of one statement", () => {
  assert.deepEqual(statementAt(statements, span(4, 2, 4, 4)), { statement: statements[0], next: 1 });
  assert.equal(statementAt(statements, span(4, 2, 4, 5)), null);
  assert.equal(statementAt(statements, null), null);
});

test("the C of a part is cut out of its source on one line", () => {
  const source = { text: "int x;\nf(a,\n\tb) + c;" };
  assert.equal(textOf(source, span(2, 1, 3, 4)), "f(a, b)");
  assert.equal(textOf(source, span(1, 5, 1, 6)), "x");
});

test("a chosen call is shown as long as it is on the stack, else the innermost", () => {
  const calls = ["a", "b", "c"].map((name) => ({ function: name }));
  assert.equal(depthOf(calls, null), 2);
  assert.equal(depthOf(calls, { depth: 1, function: "b" }), 1);
  assert.equal(depthOf(calls, { depth: 1, function: "z" }), 2);
  assert.equal(depthOf([], { depth: 1, function: "b" }), -1);
});
