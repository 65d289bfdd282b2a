/** Paints the cells of a view on a canvas: dark can be shared, grey is copied or left, an outline is a huge page. */

/**
 * @param {CanvasRenderingContext2D} paint
 * @param {ReturnType<typeof import("../capture/bins.js").layout>} grid
 * @param {ReturnType<typeof import("../capture/bins.js").bins>} cells
 * @param {{shared: string, kept: string, huge: string, ground: string, cursor: string}} colours
 * @param {{entries: number, cursor: number|null, ratio: number}} more `ratio`: pixels of the device in one of the page
 */
export function paintTables(paint, grid, cells, colours, { entries, cursor, ratio }) {
  const { size, columns, rows } = grid;
  paint.setTransform(ratio, 0, 0, ratio, 0, 0);
  paint.fillStyle = colours.ground;
  paint.fillRect(0, 0, columns * size, rows * size);
  const gap = size > 5 ? 1 : 0;
  const inner = size - gap;
  for (let cell = 0; cell < grid.cells; cell++) {
    const x = (cell % columns) * size;
    const y = Math.floor(cell / columns) * size;
    const all = cells.shared[cell] + cells.kept[cell] + cells.huge[cell];
    const wide = (part) => (part / all) * inner;
    const shared = wide(cells.shared[cell]);
    const kept = wide(cells.kept[cell]);
    // As full as its tables are, where there is room to see it; never so low that it vanishes.
    const full = size >= 9 ? Math.max((cells.entries[cell] / all / entries) * inner, 2) : inner;
    if (shared > 0) fill(paint, colours.shared, x, y + inner - full, shared, full);
    if (kept > 0) fill(paint, colours.kept, x + shared, y + inner - full, kept, full);
    if (cells.huge[cell] > 0) {
      fill(paint, colours.huge, x + shared + kept, y, wide(cells.huge[cell]), inner);
      if (size > 5) paint.clearRect(x + shared + kept + 1, y + 1, Math.max(wide(cells.huge[cell]) - 2, 0), inner - 2);
    }
  }
  if (cursor === null) return;
  for (const [colour, width] of [[colours.ground, 6], [colours.cursor, 2]]) outline(paint, colour, width, (cursor % columns) * size, Math.floor(cursor / columns) * size, size);
}

function fill(paint, colour, x, y, width, height) {
  paint.fillStyle = colour;
  paint.fillRect(x, y, width, height);
}

/** A frame that can be told from dark and from light cells. */
function outline(paint, colour, width, x, y, size) {
  paint.strokeStyle = colour;
  paint.lineWidth = width;
  paint.strokeRect(x - 2, y - 2, size + 3, size + 3);
}
