/**
 * What the rows of the timeline show, from frames alone. Frame i is the state after step i; it lasts from
 * x = i to x = i + 1, the last one only to the edge of its column.
 */

import { say } from "../words.js";

/** Where frame i ends. */
const endOf = (frames, i) => (i === frames.length - 1 ? i + 0.5 : i + 1);

/** @param {object} frame @returns {ReadonlyArray<object>} every lock, global ones first */
export function locksOf(frame) {
  const { locks, tables, mms } = frame.memory;
  return [
    ...locks,
    ...tables.map((table) => table.lock).filter((lock) => lock !== null),
    ...mms.flatMap((mm) => [mm.page_table_lock, mm.mmap_sem]),
  ];
}

/**
 * The locks worth a row: those that two threads held or waited for, and the global ones that were held.
 * @param {ReadonlyArray<object>} frames
 * @returns {Array<{name: string, label: string}>}
 */
export function lockRows(frames) {
  const users = new Map();
  for (const frame of frames) {
    const own = new Set(frame.memory.locks.map((lock) => lock.name));
    for (const lock of locksOf(frame)) {
      if (lock.holders.length === 0 && lock.waiters.length === 0) continue;
      const entry = users.get(lock.name) ?? { name: lock.name, label: lock.label, global: own.has(lock.name), who: new Set() };
      for (const thread of [...lock.holders, ...lock.waiters]) entry.who.add(thread);
      users.set(lock.name, entry);
    }
  }
  return [...users.values()].filter((entry) => entry.global || entry.who.size > 1).map(({ name, label }) => ({ name, label }));
}

/**
 * Stretches of frames that share a value.
 * @param {ReadonlyArray<object>} frames
 * @param {number} first
 * @param {number} last
 * @param {(frame: object) => string|null} value null: nothing here
 * @returns {Array<{from: number, to: number, value: string}>}
 */
export function stretches(frames, first, last, value) {
  const found = [];
  for (let i = Math.max(0, first); i <= last && i < frames.length; i += 1) {
    const here = value(frames[i]);
    if (here === null) continue;
    const open = found.at(-1);
    if (open !== undefined && open.to === i && open.value === here) open.to = endOf(frames, i);
    else found.push({ from: i, to: endOf(frames, i), value: here });
  }
  return found;
}

/** Who holds a lock over the steps. */
export function heldBars(frames, first, last, name) {
  return stretches(frames, first, last, (frame) => {
    const lock = locksOf(frame).find((each) => each.name === name);
    return lock === undefined || lock.holders.length === 0 ? null : lock.holders.join("");
  });
}

/** When a thread waits. The value is the reason in words. */
export function blockedBars(frames, first, last, thread) {
  return stretches(frames, first, last, (frame) => {
    const here = frame.threads.find((each) => each.name === thread);
    return here?.status === "blocked" ? (here.reason?.text ?? say("time.waits")) : null;
  });
}

/**
 * A table's count and references over the steps.
 * @param {ReadonlyArray<object>} frames
 * @param {number} first
 * @param {number} last
 * @param {string} name
 * @returns {Array<{at: number, end: number, count: number, references: number, freed: boolean}>} only where the table exists
 */
export function countTrack(frames, first, last, name) {
  const points = [];
  for (let i = Math.max(0, first); i <= last && i < frames.length; i += 1) {
    const table = frames[i].memory.tables.find((each) => each.name === name);
    if (table === undefined) continue;
    const { count, references, state } = table;
    points.push({ at: i, end: endOf(frames, i), count, references, freed: state === "freed" });
  }
  return points;
}

/**
 * The properties that are broken somewhere in the run, in the order in which they broke, damage first.
 * @param {ReadonlyArray<object>} properties RunInfo.properties
 * @param {ReadonlyArray<object>} frames
 * @returns {Array<{id: string, title: string, severity: string}>}
 */
export function propertyRows(properties, frames) {
  const since = new Map();
  for (const frame of frames) {
    for (const each of frame.violations) if (!since.has(each.property)) since.set(each.property, { at: frame.at, ...each });
  }
  const rows = [...since.values()].map((each) => {
    const info = properties.find((property) => property.id === each.property);
    return { id: each.property, title: info?.title ?? each.title, severity: each.severity, at: each.at };
  });
  const rank = (row) => (row.severity === "damage" ? 0 : 1);
  return rows.sort((one, other) => rank(one) - rank(other) || one.at - other.at);
}

/** @param {object} frame @param {string} id @returns {"fine"|"parted"|"broken"|"still"} one cell of the strip */
export function propertyCell(frame, id) {
  const mine = frame.violations.filter((each) => each.property === id);
  if (mine.length === 0) return "fine";
  if (mine.every((each) => each.severity !== "damage")) return "parted";
  return mine.some((each) => each.new) ? "broken" : "still";
}
