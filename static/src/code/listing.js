/**
 * The lines of a function as the card shows them: around the next line and along what was run, the rest
 * folded. Pure; the drawing is in panels/code.js.
 */

/**
 * @typedef {object} Line
 * @property {"line"} kind
 * @property {number} number
 * @property {string} text
 * @property {boolean} ran
 * @property {boolean} next
 * @property {boolean} dead switched off by a toggle
 * @property {boolean} remark nothing but a comment
 * @property {[number, number]|null} mark columns of the sub-expression, from 0, end exclusive
 * @property {number[]} steps
 *
 * @typedef {{kind: "fold", number: number, count: number}} Fold
 */

/**
 * @param {object} given
 * @param {string} given.text the source file
 * @param {string} given.file
 * @param {{line: number, end_line: number}} given.place of the function
 * @param {object|null} given.span SpanInfo of what comes next, if it is in this function
 * @param {(key: string) => number[]} given.ran "file:line" → the steps that ran it
 * @param {ReadonlyArray<object>} given.dead SpanInfo of branches that are off
 * @param {number} given.budget lines that there is room for
 * @returns {Array<Line|Fold>}
 */
export function listing({ text, file, place, span, ran, dead, budget }) {
  const all = text.split("\n");
  const lines = [];
  for (let number = place.line; number <= place.end_line; number += 1) {
    const line = all[number - 1] ?? "";
    const steps = ran(`${file}:${number}`);
    lines.push({
      kind: "line",
      number,
      text: line,
      ran: steps.length > 0,
      next: span !== null && span.line === number,
      dead: dead.some((each) => isWithin(each, file, number)),
      remark: /^\s*(\/\*|\*|\/\/)/.test(line),
      mark: span === null ? null : markOn(span, number, line.length),
      steps,
    });
  }
  return within(lines, budget);
}

/** Folds take lines too: keep fewer until it fits, but always the next line. */
function within(lines, budget) {
  for (let room = budget; ; room -= 1) {
    const rows = fold(lines, kept(lines, room));
    if (rows.length <= budget || room <= 1) return rows;
  }
}

function isWithin(span, file, number) {
  return span.file === file && span.line <= number && number <= span.end_line;
}

function markOn(span, number, length) {
  if (number < span.line || number > span.end_line) return null;
  const from = number === span.line ? span.column - 1 : 0;
  const to = number === span.end_line ? span.end_column - 1 : length;
  return from < to ? [from, Math.min(to, length)] : null;
}

/** The lines nearest to the next one; what was run counts as nearer, blank lines and remarks as farther. */
function kept(lines, budget) {
  if (lines.length <= budget) return new Set(lines);
  const centre = Math.max(0, lines.findIndex((line) => line.next));
  const far = (line, i) => {
    const steps = Math.abs(i - centre);
    const bonus = line.ran ? 0.35 : 1;
    return steps * bonus + (line.text.trim() === "" ? 100 : line.remark ? 3 : 0) + (i > centre ? 0.25 : 0);
  };
  const ranked = lines.map((line, i) => ({ line, score: far(line, i) })).sort((one, other) => one.score - other.score);
  return new Set(ranked.slice(0, budget).map((each) => each.line));
}

/** A fold takes a line itself, so a single line is never folded. */
function fold(lines, keep) {
  const rows = [];
  for (let i = 0; i < lines.length; ) {
    let end = i;
    while (end < lines.length && !keep.has(lines[end])) end += 1;
    const hidden = lines.slice(i, end);
    if (hidden.every((line) => line.text.trim() === "")) hidden.length = 0; // blank lines go without a word
    if (hidden.length > 1) rows.push({ kind: "fold", number: lines[i].number, count: end - i });
    else rows.push(...hidden);
    if (end < lines.length) rows.push(lines[end]);
    i = end + 1;
  }
  return rows;
}

/**
 * A line cut into pieces: what the words are, and the part that runs next.
 * @param {string} text
 * @param {[number, number]|null} mark columns from 0
 * @param {ReadonlyArray<[number, number, string]>} [tokens] from, to (columns from 0) and kind, in order
 * @returns {Array<{text: string, kind: string, mark: boolean}>}
 */
export function pieces(text, mark, tokens = []) {
  const cuts = new Set([0, text.length, ...(mark ?? []), ...tokens.flatMap(([from, to]) => [from, to])]);
  const places = [...cuts].filter((place) => place >= 0 && place <= text.length).sort((one, other) => one - other);
  const inside = ([from, to], place) => from <= place && place < to;
  return places.slice(0, -1).map((place, i) => ({
    text: text.slice(place, places[i + 1]),
    kind: tokens.find((token) => inside(token, place))?.[2] ?? "",
    mark: mark !== null && inside(mark, place),
  }));
}

/**
 * The words of a source by line, columns from 0.
 * @param {object} source SourceInfo
 * @returns {Map<number, Array<[number, number, string]>>}
 */
export function wordsOf(source) {
  const lines = new Map();
  for (const [line, column, end, kind] of source.tokens ?? []) {
    if (!lines.has(line)) lines.set(line, []);
    lines.get(line).push([column - 1, end - 1, kind]);
  }
  return lines;
}

/**
 * The statements that begin on a line, or else the one that goes on over it.
 * @param {ReadonlyArray<object>} statements RunInfo.statements
 * @param {string} file
 * @param {number} line
 * @returns {Array<object>} StatementInfo
 */
export function statementsOn(statements, file, line) {
  const there = statements.filter(({ span }) => span.file === file && span.line <= line && line <= span.end_line);
  const begun = there.filter(({ span }) => span.line === line);
  return begun.length > 0 ? begun : there.slice(-1);
}

const sameSpan = (one, other) => ["file", "line", "column", "end_line", "end_column"].every((key) => one[key] === other[key]);

/**
 * The statement that a call stands in, and which of its parts is next.
 * @param {ReadonlyArray<object>} statements
 * @param {object|null} span of the call: what comes next in it
 * @returns {{statement: object, next: number}|null}
 */
export function statementAt(statements, span) {
  if (!span) return null;
  for (const statement of statements) {
    const next = statement.atoms.findIndex((atom) => sameSpan(atom.span, span));
    if (next >= 0) return { statement, next };
  }
  return null;
}

/**
 * The function that a span lies in.
 * @param {ReadonlyArray<object>} functions RunInfo.functions
 * @param {string} name
 * @param {object|null} span
 * @returns {object|null}
 */
export function functionAt(functions, name, span) {
  const named = functions.filter((each) => each.name === name);
  return named.find((each) => span !== null && isWithin({ ...each }, span.file, span.line)) ?? named[0] ?? null;
}
