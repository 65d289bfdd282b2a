/**
 * What a person watches and where runs stop: plain data, changed by pure functions. What expressions are worth
 * and which steps meet a breakpoint is the server's to say; its answers are kept here by schedule, so that every
 * branch and every jump is told without asking again.
 *
 * @typedef {{number: number, stop: string, what: string, line: number, on: boolean}} Breakpoint
 * @typedef {{message: string, hint: string, column: number|null, end_column: number|null}} Problem
 *
 * @typedef {object} Debug
 * @property {ReadonlyArray<Breakpoint>} breakpoints
 * @property {ReadonlyArray<string>} watches
 * @property {number} next the number of the next breakpoint
 * @property {{key: string, kinds: object, problems: object, steps: ReadonlyMap<string, object>}} told
 *   kinds: expression → "number", ...; problems: expression or number → Problem; steps: schedule → {values, hits}
 * @property {{id: number, key: string, schedules: string[]}|null} asked
 */

import { isKnown, say } from "./words.js";

export const MOST_WATCHES = 16;
export const MOST_BREAKPOINTS = 32;

const nothing = (key) => ({ key, kinds: {}, problems: {}, steps: new Map() });

/** @returns {Debug} */
export const emptyDebug = () => ({ breakpoints: [], watches: [], next: 1, told: nothing(""), asked: null });

/** @param {Debug} debug @returns {ReadonlyArray<Breakpoint>} those that stop a run */
export const enabled = (debug) => debug.breakpoints.filter((each) => each.on);

/** A breakpoint as the wire has it. */
export const onWire = ({ number, stop, what, line }) => ({ number, stop, what, line });

const same = (one, other) => one.stop === other.stop && one.what === other.what && one.line === other.line;

/** @param {Debug} debug @param {{stop: string, what: string, line?: number}} wanted */
export const breakpointLike = (debug, wanted) => debug.breakpoints.find((each) => same(each, { line: 0, ...wanted }));

/** Adds a breakpoint; one that is there already is switched on. */
export function addBreakpoint(debug, { stop, what, line = 0 }) {
  const known = breakpointLike(debug, { stop, what, line });
  if (known !== undefined) return switchBreakpoint(debug, known.number, true);
  if (debug.breakpoints.length >= MOST_BREAKPOINTS) return debug;
  const added = { number: debug.next, stop, what, line, on: true };
  return { ...debug, breakpoints: [...debug.breakpoints, added], next: debug.next + 1 };
}

export const removeBreakpoint = (debug, number) => ({ ...debug, breakpoints: debug.breakpoints.filter((each) => each.number !== number) });

export const switchBreakpoint = (debug, number, on) => ({
  ...debug,
  breakpoints: debug.breakpoints.map((each) => (each.number === number ? { ...each, on } : each)),
});

/** Adds a breakpoint, or takes away the one that is there. */
export function toggleBreakpoint(debug, wanted) {
  const known = breakpointLike(debug, wanted);
  return known === undefined ? addBreakpoint(debug, wanted) : removeBreakpoint(debug, known.number);
}

export function addWatch(debug, text) {
  const tidy = text.trim().replace(/\s+/g, " ");
  if (tidy === "" || debug.watches.includes(tidy) || debug.watches.length >= MOST_WATCHES) return debug;
  return { ...debug, watches: [...debug.watches, tidy] };
}

export const removeWatch = (debug, text) => ({ ...debug, watches: debug.watches.filter((each) => each !== text) });

// asking and hearing ------------------------------------------------------------------------------

/** What is asked of the server, as a text: other answers than to this are of no use. */
export const keyOf = (debug) => JSON.stringify([debug.watches, enabled(debug).map(onWire)]);

/**
 * The question to be asked next about a line of frames, if one is missing.
 * @param {Debug} debug
 * @param {ReadonlyArray<object>} frames
 * @returns {{first: number, key: string, schedules: string[]}|null}
 */
export function question(debug, frames) {
  const key = keyOf(debug);
  if (frames.length === 0 || (debug.watches.length === 0 && enabled(debug).length === 0)) return null;
  if (debug.asked?.key === key) return null;
  const steps = debug.told.key === key ? debug.told.steps : new Map();
  const first = frames.findIndex((frame) => !steps.has(frame.schedule));
  return first < 0 ? null : { first, key, schedules: frames.slice(first).map((frame) => frame.schedule) };
}

export const asking = (debug, id, { key, schedules }) => ({ ...debug, asked: { id, key, schedules } });

/** The question will have no answer: the connection is gone. */
export const unasked = (debug) => (debug.asked === null ? debug : { ...debug, asked: null });

/** The question was refused; it is not asked again before something is changed. */
export function refused(debug) {
  const { key, schedules } = debug.asked;
  const steps = new Map(schedules.map((schedule) => [schedule, { values: {}, hits: [] }]));
  return { ...debug, asked: null, told: { ...nothing(key), steps } };
}

/** Another run is open: what was told of the one before says nothing of it. */
export const forget = (debug) => ({ ...debug, told: nothing(""), asked: null });

/**
 * @param {Debug} debug
 * @param {object} message "watched"
 * @returns {Debug}
 */
export function heardWatched(debug, { re, first, rows, breakpoints }) {
  const { asked } = debug;
  if (asked === null || asked.id !== re) return debug;
  if (asked.key !== keyOf(debug)) return unasked(debug);
  const told = debug.told.key === asked.key ? debug.told : nothing(asked.key);
  const steps = new Map(told.steps);
  const hits = breakpoints.flatMap(({ number, hits }) => hits.map((hit) => ({ ...hit, number })));
  asked.schedules.forEach((schedule, i) => {
    const values = Object.fromEntries(debug.watches.map((text, w) => [text, rows[w].values[i]]));
    steps.set(schedule, { values, hits: hits.filter((hit) => hit.at === first + i).map(({ number, text }) => ({ number, text })) });
  });
  const kinds = Object.fromEntries(debug.watches.map((text, w) => [text, rows[w].kind]));
  const problems = Object.fromEntries([
    ...debug.watches.map((text, w) => [text, rows[w].problem]),
    ...breakpoints.map((each) => [each.number, each.problem]),
  ]);
  return { ...debug, asked: null, told: { key: asked.key, kinds, problems, steps } };
}

// reading -----------------------------------------------------------------------------------------

/** @returns {string|null} what an expression is worth at a frame; null while that is not known */
export const valueAt = (debug, text, frame) => debug.told.steps.get(frame?.schedule)?.values[text] ?? null;

/** @returns {ReadonlyArray<{number: number, text: string}>} the breakpoints that the step to a frame met */
export function hitsAt(debug, frame) {
  const on = new Set(enabled(debug).map((each) => each.number));
  return (debug.told.steps.get(frame?.schedule)?.hits ?? []).filter((hit) => on.has(hit.number));
}

/** May the step to a frame have met a breakpoint that the server has been asked about, and not yet told? */
export const isAwaited = (debug, frame) => debug.asked?.schedules.includes(frame?.schedule) === true && enabled(debug).length > 0;

/** The notice that says which breakpoint a run stands at. */
export const stoppedBy = (hit, frame) => ({ kind: "stopped", text: hit.text.text, hint: "", at: frame.at, place: null });

/** @returns {Problem|null} of an expression, or of a breakpoint by its number */
export const problemOf = (debug, name) => debug.told.problems[name] ?? null;

/** @returns {string} what a breakpoint waits for, as a list says it */
export const describe = ({ stop, what, line }) => say(`debug.at-${stop}`, what, line);

/** @returns {string} a value as it is shown: what is no number and no name is a word */
export const shown = (value) => (isKnown(`debug.value-${value}`) ? say(`debug.value-${value}`) : value);

// keeping -----------------------------------------------------------------------------------------

/** @param {Debug} debug @returns {string} what survives a reload */
export const kept = ({ breakpoints, watches, next }) => JSON.stringify({ breakpoints, watches, next });

/** @param {string|null} text from `kept`, or whatever stood in the storage @returns {Debug} */
export function restored(text) {
  try {
    const { breakpoints, watches, next } = JSON.parse(text ?? "null");
    const isText = (each) => typeof each === "string" && each.length <= 200;
    const isWhole = (each) => Number.isInteger(each.number) && isText(each.stop) && isText(each.what) && Number.isInteger(each.line) && typeof each.on === "boolean";
    if (!watches.every(isText) || !breakpoints.every(isWhole) || !Number.isInteger(next)) return emptyDebug();
    return { ...emptyDebug(), breakpoints: breakpoints.slice(0, MOST_BREAKPOINTS), watches: watches.slice(0, MOST_WATCHES), next };
  } catch {
    return emptyDebug();
  }
}
