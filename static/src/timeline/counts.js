/** The table whose count is worth looking at, every write to it, and the line that the timeline draws. */

import { say } from "../words.js";

/**
 * The table of the newest violation, else the one whose count changed last, else the first.
 * @param {ReadonlyArray<object>} frames
 * @param {number} at
 * @param {string|null} selected a name chosen in the picture: a table, or a part of one
 * @returns {string|null}
 */
export function relevantTable(frames, at, selected) {
  const names = namesOf(frames[at]);
  if (selected !== null && names.includes(selected)) return selected;
  const { broken, written } = latest(frames, at);
  return broken ?? written ?? names[0] ?? null;
}

const namesOf = (frame) => frame.memory.tables.map((table) => table.name);

/** By frame: a frame stands for all that led to it, so what is known of it holds on every line that shares it. */
const known = new WeakMap();

/** The tables of the newest violation and of the newest write to a count, up to a step. */
function latest(frames, at) {
  let i = at;
  while (i > 0 && !known.has(frames[i])) i -= 1;
  let found = known.get(frames[i]) ?? { broken: null, written: null };
  for (; i <= at; i += 1) {
    if (!known.has(frames[i])) known.set(frames[i], i === 0 ? { broken: brokenIn(frames[0]), written: null } : after(found, frames[i]));
    found = known.get(frames[i]);
  }
  return found;
}

function after({ broken, written }, frame) {
  const changed = namesOf(frame).find((name) => frame.step?.changed.includes(`${name}.count`));
  return { broken: brokenIn(frame) ?? broken, written: changed ?? written };
}

function brokenIn(frame) {
  const names = namesOf(frame);
  const tables = frame.violations.filter((each) => each.new).map((each) => each.objects.find((name) => names.includes(name)));
  return tables.find((table) => table !== undefined) ?? null;
}

/** By run: who steps along it comes from one table to another and back. */
const writes = new WeakMap();

/**
 * Every step that wrote a table's count, or freed the table.
 * @param {ReadonlyArray<object>} frames a whole run
 * @param {string} name
 * @returns {Array<{at: number, thread: string, from: number|null, to: number, freed: boolean, onFreed: boolean, note: string}>}
 */
export function countWrites(frames, name) {
  const found = writes.get(frames) ?? new Map();
  if (!writes.has(frames)) writes.set(frames, found);
  if (!found.has(name)) found.set(name, writesIn(frames, name));
  return found.get(name);
}

function writesIn(frames, name) {
  const rows = [];
  for (let i = 1; i < frames.length; i += 1) {
    const { step } = frames[i];
    const now = tableOf(frames[i], name);
    const before = tableOf(frames[i - 1], name);
    if (now === undefined || step === null) continue;
    const freed = now.state === "freed" && before?.state !== "freed";
    const wrote = step.changed.includes(`${name}.count`) || before === undefined || before.count !== now.count;
    if (!wrote && !freed) continue;
    rows.push({
      at: i,
      thread: step.thread,
      from: before === undefined ? null : before.count,
      to: now.count,
      freed,
      onFreed: before?.state === "freed" && now.state === "freed",
      note: noteOf(step, name, before, now),
    });
  }
  return rows;
}

const tableOf = (frame, name) => frame.memory.tables.find((table) => table.name === name);

/** What the thread concluded, or else what it did, without the numbers that stand beside it. */
function noteOf(step, name, before, now) {
  const owners = now.owners.filter((thread) => !(before?.owners ?? []).includes(thread));
  if (owners.includes(step.thread)) return say("now.i-own");
  const event = step.events.find((each) => each.args.includes(name) && each.short) ?? step;
  return event.short.replace(/\s*-?\d+\s*→\s*-?\d+/, "").trim();
}

/**
 * The stepped line of a count track as paths, in units of one step and one count; y grows downwards.
 * @param {ReturnType<import("./tracks.js").countTrack>} points
 * @param {number} origin the x of step 0 in the drawing
 * @returns {{top: number, count: string, references: string, gap: string[], freed: Array<{from: number, to: number}>}}
 */
export function countPaths(points, origin) {
  const top = Math.max(2, ...points.map((point) => Math.max(point.count, point.references)));
  const y = (value) => top - Math.max(-0.4, value);
  const runs = { count: "", references: "" };
  const gap = [];
  const freed = [];
  points.forEach((point, i) => {
    const [x, end] = [point.at + origin, point.end + origin];
    for (const what of ["count", "references"]) {
      runs[what] += i > 0 && points[i - 1].at === point.at - 1 ? `V${y(point[what])}H${end}` : `M${x} ${y(point[what])}H${end}`;
    }
    if (point.count !== point.references) gap.push(`M${x} ${y(point.references)}H${end}V${y(point.count)}H${x}Z`);
    if (point.freed) {
      const open = freed.at(-1);
      if (open?.to === x) open.to = end;
      else freed.push({ from: x, to: end });
    }
  });
  return { top, ...runs, gap, freed };
}
