/**
 * The text of a schedule: a version, a dot, then the choices run-length encoded.
 *
 * "1.AB3A!2" is A, B, B, B, A!, A!. A choice is a thread's name (one capital, then lower-case letters) and,
 * where a step has several outcomes, "!": the allocation fails. The server reads and writes it
 * (`engine/run/schedule.py`), and says what is wrong with one; what comes in `Frame.schedule` is canonical.
 */

const TAIL = /([A-Z][a-z]*!?)([1-9][0-9]*)?$/;

/**
 * The schedule without its last choice, found without expanding it.
 * @param {string} text
 * @returns {string|null} null when there is no choice to drop
 */
export function parentOf(text) {
  const tail = TAIL.exec(text);
  if (tail === null) return null;
  const count = Number(tail[2] ?? 1);
  const before = text.slice(0, tail.index);
  if (count === 1) return before;
  return count === 2 ? before + tail[1] : `${before}${tail[1]}${count - 1}`;
}

/** @param {string} choice "A!" @returns {string} the thread that it names: "A" */
export function threadOf(choice) {
  return choice.endsWith("!") ? choice.slice(0, -1) : choice;
}
