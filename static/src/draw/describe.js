/** The picture in words: a sentence an object for its title, and all of them for who cannot see it. */
import { locksOf, pagesOf } from "../layout/sources.js";
import { lockSentence } from "./lock.js";
import { say } from "../words.js";

/** @returns {string} the whole state */
export function describe(frame) {
  const { memory } = frame;
  const said = frame.step ? [say("draw.step", frame.at, frame.step.sentence.text)] : [say("draw.before-first")];
  const broken = frame.violations
    .filter((one) => one.new)
    .map((one) => say(one.severity === "damage" ? "draw.violation" : "draw.warning", one.title));
  const mms = memory.mms.flatMap((mm) => [
    mmSentence(mm),
    ...(mm.state === "live" ? mm.slots.map(slotSentence) : []),
  ]);
  const rest = [
    memory.tables.map(tableSentence),
    pagesOf(memory).map(pageSentence),
    locksOf(memory).map(lockSentence),
    memory.cpus.map(cpuSentence),
  ];
  return [...said, ...broken, ...mms, ...rest.flat()].map((text) => text.replace(/[.\s]*$/, ".")).join(" ");
}

/** "mm A: rss 2. A.page_table_lock: held by A since 5" */
export function mmSentence(mm) {
  if (mm.state === "absent") return say("draw.mm-absent", mm.name);
  if (mm.state === "gone") return say("draw.mm-gone", mm.name);
  const locks = [mm.page_table_lock, mm.mmap_sem].filter(
    (lock) => lock.holders.length + lock.waiters.length > 0,
  );
  return [say("draw.mm", mm.name, mm.rss), ...locks.map(lockSentence)].join(". ");
}

/** "A.pmd[0] at 0x08000000 names T0" */
export function slotSentence(slot) {
  const id = slot.table ? (slot.read_only ? "draw.slot-read-only" : "draw.slot-names") : slot.was ? "draw.slot-was" : "draw.slot-empty";
  return say(id, slot.name, slot.address, slot.table ?? slot.was);
}

/** "VMAs of A.pmd[0]: page 0 mapped, page 1 not" */
export function vmaSentence(slot, mapped, readOnly = []) {
  const first = slot.index * mapped.length;
  const id = (has, at) => (!has ? "draw.vma-not" : readOnly[at] ? "draw.vma-read-only" : "draw.vma-mapped");
  return say("draw.vmas", slot.name, mapped.map((has, at) => say(id(has, at), first + at)).join(", "));
}

/** "page table T0: freed by B at step 11, count 1, references 1, shared by A, B" */
export function tableSentence(table) {
  const holders = [...new Set(table.holders.filter((one) => !one.gone).map((one) => one.mm ?? one.by))];
  const held =
    holders.length > 1
      ? say("draw.shared-by", holders.join(", "))
      : holders.length === 1
        ? say("draw.private-to", holders[0])
        : say("draw.no-holder");
  const apart = table.page_count === null || table.page_count === undefined ? [] : [say("draw.page-count", table.page_count)];
  const owners = table.owners.map((thread) => say("draw.believes", thread));
  const entries =
    table.state === "live" ? table.entries.filter((entry) => entry.page).map(entrySentence) : [];
  return [
    say("draw.table", table.name, life(table), table.count, table.references, held),
    ...(table.pins.length > 0 ? [pinnedBy(table)] : []),
    ...apart,
    ...owners,
    ...entries,
  ].join(", ");
}

/** "T0[1] maps D1, writable, dirty" */
export function entrySentence(entry) {
  if (!entry.page)
    return say(entry.was ? "draw.entry-was" : "draw.entry-empty", entry.name, entry.was);
  return [
    say("draw.entry-maps", entry.name, entry.page),
    say(entry.write ? "draw.writable" : "draw.read-only"),
    ...(entry.dirty ? [say("draw.dirty")] : []),
  ].join(", ");
}

/** "data page D0: value 7, count 2, references 2, pinned by Ab" */
export function pageSentence(page) {
  const said = say(page.swap ? "draw.swap-entry" : "draw.data-page", page.name, life(page), page.value, page.count, page.references);
  return page.pins.length > 0 ? `${said}, ${pinnedBy(page)}` : said;
}

/** "pinned by Ab" */
export const pinnedBy = ({ pins }) => say("draw.pinned", pins.join(", "));

/** "CPU 0 runs A: TLB page 0 is D0, stale; gather batched, T0 queued" */
export function cpuSentence(cpu) {
  const named = ({ kind, of, names }) => say(kind === "walk" ? "draw.tlb-slot" : "draw.tlb-page", of, names);
  const line = (entry) => (entry.stale ? say("draw.stale", named(entry)) : named(entry));
  const tlb = cpu.tlb.length ? say("draw.tlb", cpu.tlb.map(line).join(", ")) : say("draw.tlb-empty");
  const who = [cpu.thread ? say("draw.runs", cpu.name, cpu.thread) : cpu.name, cpu.irqs_off && say("draw.irqs-off")];
  const gather = [say("draw.gather", say(`draw.${cpu.gather}`)), cpu.queued.length > 0 && say("draw.queued", cpu.queued.join(", "))];
  const joined = (parts) => parts.filter(Boolean).join(", ");
  return say("draw.cpu", joined(who), tlb, joined(gather));
}

function life(object) {
  if (!object.freed) return "";
  return say(object.freed.at === 0 ? "draw.freed-before-run" : "draw.freed-at-step", object.freed.by, object.freed.at);
}
