/**
 * Who wrote an object of the picture: the steps whose `changed` names it, as the engine says. A step that
 * stores the value which is there already changes nothing and is not among them.
 */

import { locksOf, pagesOf } from "./layout/sources.js";
import { say } from "./words.js";

/** What is in no picture: the engine's own ghosts. */
export const UNSEEN = /\.(oracle|preempt_count|walking|current|forking)(\[|$)|^halted$/;

/**
 * @typedef {{at: number, thread: string, name: string, before: string, after: string, place: string, sentence: string}} Write
 *   `name`: the part that was written; `place`: "put_page, mm.c:36, called by zap_pte_range", or "" where no C line is known
 */

/**
 * All writes to an object, and to its parts, on the way to step `at` and behind it.
 * @param {ReadonlyArray<object>} frames the shown run from its start
 * @param {string} name "T0.count", "T0[1]", "A.pmd[0]", "A.page_table_lock", "T0", "CPU 0"
 * @returns {Write[]} oldest first
 */
export function writesOf(frames, name) {
  return frames.slice(1).flatMap((frame, index) => {
    const parts = frame.step.changed.filter((changed) => isPart(changed, name) && !UNSEEN.test(changed));
    const { thread, sentence } = frame.step;
    return parts.map((part) => ({
      at: frame.at,
      thread,
      name: part,
      before: valueOf(frames[index], part),
      after: valueOf(frame, part),
      place: placeOf(frame.step),
      sentence: sentence.text,
    }));
  });
}

/** @param {Write[]} writes oldest first @param {number} at @returns {Write|null} the last one up to step `at` */
export const lastBefore = (writes, at) => writes.findLast((write) => write.at <= at) ?? null;

function isPart(changed, name) {
  return changed === name || changed.startsWith(`${name}.`) || changed.startsWith(`${name}[`);
}

function placeOf({ calls, span }) {
  const at = calls.at(-1)?.span ?? span;
  if (!at) return "";
  const line = `${at.file}:${at.line}`;
  const [inner, outer] = [calls.at(-1)?.function, calls.at(-2)?.function];
  const here = inner ? `${inner}, ${line}` : line;
  return outer ? say("picture.called-by", here, outer) : here;
}

/** What a frame says of one field, in a few characters; "" where it says nothing. */
export function valueOf(frame, name) {
  const { memory } = frame;
  const lock = allLocks(memory).find((one) => one.name === name);
  if (lock) return lock.holders.length ? lock.holders.join(", ") : "free";
  const slot = memory.mms.flatMap((mm) => mm.slots).find((one) => one.name === name);
  if (slot) return `${slot.table ?? "none"}${slot.read_only ? " ro" : ""}`;
  const entry = memory.tables.flatMap((table) => table.entries).find((one) => one.name === name);
  if (entry) return entryValue(entry);
  const cached = (memory.file ?? []).find((one) => one.name === name);
  if (cached) return cached.page ?? "none";
  return partValue(memory, name);
}

function entryValue({ page, write, dirty }) {
  if (page === null) return "none";
  return `${page} ${write ? "W" : "w"}${dirty ? "D" : "d"}`;
}

function partValue(memory, name) {
  const dot = name.indexOf(".");
  const [object, field] = [name.slice(0, dot), name.slice(dot + 1)];
  const found = [...memory.mms, ...memory.tables, ...pagesOf(memory), ...memory.cpus].find((one) => one.name === object);
  if (!found) return field === "state" ? "unused" : "";
  if (field === "sharers") return String(found.count);
  if (field === "count") return String(found.page_count ?? found.count);
  if (field === "owners") return found.owners.join(", ") || "nobody";
  if (field === "gather") return found.queued.length ? found.queued.join(" ") : found.gather;
  if (field === "tlb") return `${found.tlb.length} translations`;
  if (field === "irqs") return found.irqs_off ? "off" : "on";
  const value = found[field];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function allLocks(memory) {
  const own = memory.mms.flatMap((mm) => [mm.page_table_lock, mm.mmap_sem]);
  return [...own, ...locksOf(memory), ...memory.tables.map((table) => table.lock).filter(Boolean)];
}
