/**
 * The text of a schedule: a version, a dot, then the choices run-length encoded.
 *
 * "1.AB3A!2" is A, B, B, B, A!, A!. A choice is a thread's name (one capital, then lower-case letters) and,
 * where a step has several outcomes, "!": the allocation fails. What the server writes in `Frame.schedule`
 * is canonical; this file only splits and joins it.
 */

export const VERSION = 1;

/** More choices than this are refused before they are expanded: "A999999999" is eleven characters. */
export const MOST_CHOICES = 100_000;

const RUN = /([A-Z][a-z]*!?)([1-9][0-9]*)?/y;
const TAIL = /([A-Z][a-z]*!?)([1-9][0-9]*)?$/;

/** A schedule text that cannot be read: what was found, and what to write instead. */
export class ScheduleError extends Error {
  /** @param {string} message @param {string} hint @param {number} column position in the text, from 1 */
  constructor(message, hint, column) {
    super(message);
    this.name = "ScheduleError";
    this.hint = hint;
    this.column = column;
  }
}

/**
 * @param {string} text "1.AB3A!2"; "" and "1." are the empty schedule
 * @returns {{version: number, choices: string[]}}
 * @throws {ScheduleError}
 */
export function splitSchedule(text) {
  if (text === "") return { version: VERSION, choices: [] };
  const head = /^([0-9]+)\./.exec(text);
  if (head === null) {
    throw new ScheduleError(`the schedule "${shorten(text)}" has no version`, 'begin it with "1."', 1);
  }
  const choices = [];
  let place = head[0].length;
  while (place < text.length) {
    RUN.lastIndex = place;
    const run = RUN.exec(text);
    if (run === null) {
      throw new ScheduleError(
        `the schedule has "${text[place]}" at column ${place + 1}, where a thread's name belongs`,
        "write a capital letter for each step, such as 1.ABBA",
        place + 1,
      );
    }
    const count = Number(run[2] ?? 1);
    if (choices.length + count > MOST_CHOICES) {
      throw new ScheduleError(`the schedule has more than ${MOST_CHOICES} steps`, "open a shorter one", place + 1);
    }
    for (let i = 0; i < count; i += 1) choices.push(run[1]);
    place = RUN.lastIndex;
  }
  return { version: Number(head[1]), choices };
}

/**
 * @param {string[]} choices
 * @param {number} [version]
 * @returns {string} the canonical text
 */
export function joinSchedule(choices, version = VERSION) {
  let text = `${version}.`;
  for (let i = 0; i < choices.length; ) {
    let end = i + 1;
    while (end < choices.length && choices[end] === choices[i]) end += 1;
    text += end - i > 1 ? `${choices[i]}${end - i}` : choices[i];
    i = end;
  }
  return text;
}

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

function shorten(text) {
  return text.length > 24 ? `${text.slice(0, 24)}…` : text;
}
