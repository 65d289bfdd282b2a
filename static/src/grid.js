/**
 * The matrix under the keyboard: one cell is in the tab order, arrow keys go from cell to cell, and what the
 * cell under the pointer or the focus says stands below the table. The marks themselves are plain HTML.
 */

const KEYS = {
  ArrowLeft: (at) => [at.row, at.column - 1],
  ArrowRight: (at) => [at.row, at.column + 1],
  ArrowUp: (at) => [at.row - 1, at.column],
  ArrowDown: (at) => [at.row + 1, at.column],
  Home: (at, event, size) => [event.ctrlKey ? 0 : at.row, 0],
  End: (at, event, size) => [event.ctrlKey ? size.rows - 1 : at.row, size.columns - 1],
  PageUp: (at) => [0, at.column],
  PageDown: (at, event, size) => [size.rows - 1, at.column],
};

/**
 * Where a key leads in a grid. Pure.
 * @param {string} key
 * @param {{row: number, column: number}} at
 * @param {{rows: number, columns: number}} size
 * @param {{ctrlKey: boolean}} event
 * @returns {[number, number]|null} row and column, within the grid; null: the key means nothing here
 */
export function goes(key, at, size, event = { ctrlKey: false }) {
  const move = Object.hasOwn(KEYS, key) ? KEYS[key] : null;
  if (move === null) return null;
  const [row, column] = move(at, event, size);
  return [Math.min(Math.max(row, 0), size.rows - 1), Math.min(Math.max(column, 0), size.columns - 1)];
}

/** The focusable thing in each cell, by row and column. */
function cellsOf(table) {
  return [...table.tBodies[0].rows].map((row) => [...row.cells].slice(1).map((cell) => cell.firstElementChild));
}

/** @param {HTMLElement} place an element that holds a grid and a `.told`; it may be filled anew */
export function watchGrid(place) {
  const tell = (event) => {
    const mark = event.target.closest?.("td")?.querySelector("[role=img]");
    const told = place.querySelector(".told");
    if (mark && told) told.textContent = mark.getAttribute("aria-label");
  };
  place.addEventListener("focusin", tell);
  place.addEventListener("pointerover", tell);
  place.addEventListener("keydown", (event) => {
    const table = event.target.closest?.("table[role=grid]");
    if (!table || event.altKey || event.metaKey) return;
    const cells = cellsOf(table);
    const row = cells.findIndex((each) => each.includes(event.target));
    if (row < 0) return;
    const at = { row, column: cells[row].indexOf(event.target) };
    const wanted = goes(event.key, at, { rows: cells.length, columns: cells[0].length }, event);
    if (wanted === null) return;
    event.preventDefault();
    const next = cells[wanted[0]][wanted[1]];
    for (const each of table.querySelectorAll('td > [tabindex="0"]')) each.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}
