/**
 * What is folded: "mm A" hides a process's slots and CPUs, "slot 3" the page tables and data pages of that slot.
 * A picture whose start fits at full detail has no folds. What is folded by default follows from the run's first
 * frame alone, so it never changes while the run goes on.
 */
import { cpusOf, pagesOf } from "./sources.js";
import { cpuHeight, tableHeight, wideSizes } from "./sizes.js";

/** A picture up to this height has no folds; one that has some unfolds what fits the second: later tables need room, too. */
export const FITS = 460;
const UNFOLDED = 360;
export const GROUP = 40;
export const HANDLE = 24;

export const mmKey = (name) => `mm ${name}`;
export const slotKey = (index) => `slot ${index}`;

/**
 * The groups of a run, each folded or not; null where all of it fits and nothing can be folded.
 * @param {object} info RunInfo @param {object} first the first frame
 * @param {Readonly<Record<string, boolean>>} [chosen] what a person has folded (true) or unfolded
 * @returns {Map<string, boolean> | null} by key: is it folded
 */
export function foldsOf(info, first, chosen = {}) {
  const sizes = wideSizes(info, first.memory.mms.length);
  const mms = first.memory.mms.map((mm) => ({ key: mmKey(mm.name), ...heightsOfMm(info, first, mm, sizes) }));
  const slots = Array.from({ length: info.slots }, (_, index) => ({ key: slotKey(index), ...heightsOfSlot(info, first, index, sizes) }));
  const tall = (groups) => groups.reduce((sum, group) => sum + group.open, 0);
  if (tall(mms) <= FITS && tall(slots) <= FITS + (info.slots > 1 ? 0 : FITS)) return null;
  const folded = new Map([...fill(mms), ...fill(slots)]);
  for (const [key, is] of Object.entries(chosen)) if (folded.has(key)) folded.set(key, is);
  return folded;
}

/** Unfolds from the first one on while there is room for the rest folded. */
function fill(groups) {
  let left = UNFOLDED - groups.reduce((sum, group) => sum + group.shut, 0);
  return groups.map(({ key, open, shut }) => {
    const fits = left >= open - shut;
    if (fits) left -= open - shut;
    return [key, !fits];
  });
}

function heightsOfMm(info, first, mm, sizes) {
  const cpus = cpusOf(info, first, mm.name).length * (cpuHeight(sizes.cpu) + sizes.gap.cpu);
  const slots = mm.slots.length * sizes.slot.h;
  return { open: Math.max(sizes.mm.h, sizes.low ? Math.max(slots, cpus) : slots + cpus) + sizes.gap.band, shut: GROUP + sizes.gap.band };
}

function heightsOfSlot(info, first, index, sizes) {
  const homes = homesOf([first]);
  const row = tableHeight(sizes.table, info.entries) + sizes.table.tab + sizes.table.gap;
  const tables = first.memory.tables.filter((table) => homes[table.name] === index).length * row;
  const pages = pagesOf(first.memory).filter((page) => homes[page.name] === index).length * (sizes.page.h + sizes.page.gap);
  return { open: Math.max(tables + HANDLE, pages), shut: GROUP + 4 };
}

/**
 * The slot to which each table and data page belongs: that of the first slot, or entry, that names it where it
 * first appears. What nothing names then belongs to none and is never hidden.
 * @param {ReadonlyArray<object>} frames
 * @returns {Record<string, number>}
 */
export function homesOf(frames) {
  const homes = {};
  const known = new Set();
  const settle = (object, homeOf) => {
    if (known.has(object.name)) return;
    known.add(object.name);
    const home = object.holders.filter((holder) => !holder.gone).map((holder) => homeOf(holder.by)).find((one) => one !== undefined);
    if (home !== undefined) homes[object.name] = home;
  };
  for (const { memory } of frames) {
    for (const table of memory.tables) settle(table, (by) => (/\.pmd\[/.test(by) ? Number(by.split(/[[\]]/)[1]) : undefined));
    for (const page of pagesOf(memory)) settle(page, (by) => homes[by.split("[")[0]]);
  }
  return homes;
}

/** @returns {Record<string, string>} by name of a hidden object, or a part of one: the key of the group that hides it */
export function hiddenIn(info, frames, folds) {
  if (!folds) return {};
  const hidden = {};
  const homes = homesOf(frames);
  for (const mm of frames[0].memory.mms.filter((one) => folds.get(mmKey(one.name)))) {
    const names = [...mm.slots.map((slot) => slot.name), ...cpusOf(info, frames[0], mm.name), mm.page_table_lock.name, mm.mmap_sem.name];
    for (const name of names) hidden[name] = mmKey(mm.name);
  }
  for (const [name, index] of Object.entries(homes)) if (folds.get(slotKey(index))) hidden[name] = slotKey(index);
  return hidden;
}

/** The group that hides a name: an object, its field, or an entry of it. */
export function groupOf(hidden = {}, name) {
  return hidden[name] ?? hidden[name.replace(/ gather$/, "")] ?? hidden[name.split(/[.[]/)[0]];
}
