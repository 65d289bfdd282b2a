import assert from "node:assert/strict";
import { test } from "node:test";
import { goes } from "../../../static/src/grid.js";

const SIZE = { rows: 3, columns: 4 };

test("arrows go one cell on and stay within the grid", () => {
  assert.deepEqual(goes("ArrowRight", { row: 1, column: 1 }, SIZE), [1, 2]);
  assert.deepEqual(goes("ArrowRight", { row: 1, column: 3 }, SIZE), [1, 3]);
  assert.deepEqual(goes("ArrowLeft", { row: 1, column: 0 }, SIZE), [1, 0]);
  assert.deepEqual(goes("ArrowUp", { row: 0, column: 2 }, SIZE), [0, 2]);
  assert.deepEqual(goes("ArrowDown", { row: 1, column: 2 }, SIZE), [2, 2]);
});

test("Home and End go along the row, with Ctrl to the corners, and Page along the column", () => {
  assert.deepEqual(goes("Home", { row: 1, column: 2 }, SIZE), [1, 0]);
  assert.deepEqual(goes("End", { row: 1, column: 2 }, SIZE), [1, 3]);
  assert.deepEqual(goes("Home", { row: 1, column: 2 }, SIZE, { ctrlKey: true }), [0, 0]);
  assert.deepEqual(goes("End", { row: 1, column: 2 }, SIZE, { ctrlKey: true }), [2, 3]);
  assert.deepEqual(goes("PageUp", { row: 2, column: 2 }, SIZE), [0, 2]);
  assert.deepEqual(goes("PageDown", { row: 0, column: 2 }, SIZE), [2, 2]);
});

test("other keys mean nothing, whatever they are called", () => {
  for (const key of ["a", "Enter", "Tab", "constructor"]) assert.equal(goes(key, { row: 0, column: 0 }, SIZE), null);
});
