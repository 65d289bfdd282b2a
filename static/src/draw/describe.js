/** The picture in words: a sentence an object for its title, and all of them for who cannot see it. */
import { locksOf, pagesOf } from "../layout/sources.js";
import { lockSentence } from "./lock.js";

/** @returns {string} the whole state */
export function describe(frame) {
  const { memory } = frame;
  const said = frame.step ? [`Step ${frame.at}: ${frame.step.sentence.text}`] : ["Before the first step"];
  const broken = frame.violations
    .filter((one) => one.new)
    .map((one) => `${one.severity === "damage" ? "Violation" : "Warning"}: ${one.title}`);
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
  if (mm.state === "absent") return `mm ${mm.name} does not exist yet`;
  if (mm.state === "gone") return `mm ${mm.name} has exited`;
  const locks = [mm.page_table_lock, mm.mmap_sem].filter(
    (lock) => lock.holders.length + lock.waiters.length > 0,
  );
  return [`mm ${mm.name}: rss ${mm.rss}`, ...locks.map(lockSentence)].join(". ");
}

/** "A.pmd[0] at 0x08000000 names T0" */
export function slotSentence(slot) {
  const named = slot.read_only ? `names ${slot.table}, read-only` : `names ${slot.table}`;
  const what = slot.table ? named : slot.was ? `is empty, it named ${slot.was}` : "is empty";
  return `${slot.name} at ${slot.address} ${what}`;
}

/** "VMAs of A.pmd[0]: page 0 mapped, page 1 not" */
export function vmaSentence(slot, mapped, readOnly = []) {
  const first = slot.index * mapped.length;
  const word = (has, at) => (!has ? "not" : readOnly[at] ? "mapped read-only" : "mapped");
  return `VMAs of ${slot.name}: ${mapped.map((has, at) => `page ${first + at} ${word(has, at)}`).join(", ")}`;
}

/** "page table T0: freed by B at step 11, count 1, references 1, shared by A, B" */
export function tableSentence(table) {
  const holders = [...new Set(table.holders.filter((one) => !one.gone).map((one) => one.mm ?? one.by))];
  const held =
    holders.length > 1
      ? `shared by ${holders.join(", ")}`
      : holders.length === 1
        ? `private to ${holders[0]}`
        : "no holder";
  const apart = table.page_count === null || table.page_count === undefined ? [] : [`page_count ${table.page_count}`];
  const owners = table.owners.map((thread) => `${thread} believes to own it alone`);
  const entries =
    table.state === "live" ? table.entries.filter((entry) => entry.page).map(entrySentence) : [];
  return [
    `page table ${table.name}: ${life(table)}count ${table.count}, references ${table.references}, ${held}`,
    ...apart,
    ...owners,
    ...entries,
  ].join(", ");
}

/** "T0[1] maps D1, writable, dirty" */
export function entrySentence(entry) {
  if (!entry.page)
    return entry.was ? `${entry.name} is empty, it mapped ${entry.was}` : `${entry.name} is empty`;
  return [
    `${entry.name} maps ${entry.page}`,
    entry.write ? "writable" : "read-only",
    ...(entry.dirty ? ["dirty"] : []),
  ].join(", ");
}

/** "data page D0: value 7, count 1, references 0" */
export function pageSentence(page) {
  return `${page.swap ? "swap entry" : "data page"} ${page.name}: ${life(page)}value ${page.value}, count ${page.count}, references ${page.references}`;
}

/** "CPU 0 runs A: TLB page 0 is D0, stale; gather batched, T0 queued" */
export function cpuSentence(cpu) {
  const line = (entry) =>
    `${entry.kind === "walk" ? "slot" : "page"} ${entry.of} is ${entry.names}${entry.stale ? ", stale" : ""}`;
  const tlb = cpu.tlb.length ? `TLB ${cpu.tlb.map(line).join(", ")}` : "TLB empty";
  const queued = cpu.queued.length ? `, ${cpu.queued.join(", ")} queued` : "";
  return `${cpu.name}${cpu.thread ? ` runs ${cpu.thread}` : ""}${cpu.irqs_off ? ", IRQs off" : ""}: ${tlb}; gather ${cpu.gather}${queued}`;
}

function life(object) {
  if (!object.freed) return "";
  return `freed by ${object.freed.by} ${object.freed.at === 0 ? "before the run" : `at step ${object.freed.at}`}, `;
}
