/**
 * The run in words: what is asked of the server and what it said. The engine writes and reads diagrams; this
 * file only sends texts, and keeps the answers until the run that they are about is no longer shown.
 *
 * @typedef {object} Diagram
 * @property {boolean} open the dialog
 * @property {"compact"|"full"} form
 * @property {{id: number, copy: boolean}|null} asked a drawing that is to come; copy: to the clipboard
 * @property {{schedule: string, form: string, text: string}|null} drawn
 * @property {{id: number, text: string}|null} reading a text that is being read
 * @property {object|null} read the Reading of the text pasted last
 * @property {{message: string, hint: string}|null} problem why the last question was refused
 */

/** @returns {Diagram} */
export const emptyDiagram = () => ({ open: false, form: "compact", asked: null, drawn: null, reading: null, read: null, problem: null });

/** What became of a line that has its place. */
export const PLACED = new Set(["step", "call", "ambiguous"]);

/** @param {{lines: ReadonlyArray<{status: string}>}} read @returns {object[]} the lines that have no place */
export const misplaced = (read) => read.lines.filter((line) => !PLACED.has(line.status));
