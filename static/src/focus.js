/** One page table alone: who points at it, and what it maps. The places stay; the rest is not drawn. */

import { groupOf } from "./layout/folds.js";

/** @param {string | null} name @returns {string | null} the page table of which this is a part: "T0" of "T0[1]", "T0.count" */
export const tableOf = (name) => /^T\d+/.exec(name ?? "")?.[0] ?? null;

/**
 * What is joined to a page table in a frame.
 * @returns {Set<string> | null} names of objects, itself included; null where there is no such table yet
 */
export function joinedTo(name, frame) {
  const { memory } = frame;
  const table = memory.tables.find((one) => one.name === name);
  if (!table) return null;
  const joined = new Set([name]);
  for (const holder of table.holders.filter((one) => !one.gone)) {
    joined.add(holder.by.replace(/ gather$/, ""));
    if (holder.mm) joined.add(holder.mm);
  }
  for (const entry of table.entries) if (entry.page ?? entry.was) joined.add(entry.page ?? entry.was);
  for (const cpu of memory.cpus) if (cpu.tlb.some((entry) => entry.names === name)) joined.add(cpu.name);
  return joined;
}

/** Is an object, a part of one, or a group that stands for one, among them? A process's locks go with it. */
export function isJoined(joined, name, hidden = {}) {
  if (joined.has(name) || joined.has(name.split(/[.[]/)[0]) && !name.includes(".pmd[")) return true;
  return [...joined].some((one) => groupOf(hidden, one) === name);
}

/** Does an edge end at the table, or begin in it? */
export function isOwnEdge(edge, table) {
  return edge.to === table || edge.by.startsWith(`${table}[`);
}
