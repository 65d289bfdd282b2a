/** Beside what a table or a data page belongs when it first appears: the things that point at it, else who made it. */

/** The mm whose letter a thread works under; a thread without a story is its own mm. */
export function mmOf(info, thread) {
  return info.stories.find((story) => story.thread === thread)?.mm ?? thread;
}

/** The CPUs that an mm's stories run on; of "", the kernel's own. One without a story is the first mm's. */
export function cpusOf(info, first, mm) {
  const home = (cpu) => {
    const story = info.stories.find((one) => one.cpu === cpu);
    return story ? mmOf(info, story.thread) : first.memory.mms[0]?.name;
  };
  return first.memory.cpus.map((cpu) => cpu.name).filter((cpu) => home(cpu) === mm);
}

/** Names of slots, entries or mms, best knowledge first. Empty if nothing is known. */
export function sourcesOf(info, frame, object) {
  const pointing = object.holders.filter((holder) => !holder.gone && isPlace(holder.by));
  if (pointing.length > 0) return pointing.map((holder) => holder.by);
  const maker = makerOf(frame, object);
  if (maker) return [mmOf(info, maker)];
  const former = object.holders.filter((holder) => isPlace(holder.by));
  return former.map((holder) => holder.by);
}

/** The data pages, and behind them the swap entries: they are drawn alike. */
export function pagesOf(memory) {
  return [...memory.pages, ...(memory.swap ?? []).map((entry) => ({ ...entry, state: "live", freed: null, pins: [], swap: true }))];
}

/** The locks that belong to no process's own lines: the global ones, and each VMA's. */
export function locksOf(memory) {
  const vma = memory.mms.map((mm) => mm.vma_lock).filter(Boolean);
  return [...memory.locks, ...vma.map((lock) => ({ ...lock, label: lock.name }))];
}

function isPlace(name) {
  return name.endsWith("]");
}

function makerOf(frame, object) {
  if (frame.step?.changed.some((name) => name === object.name || name.startsWith(`${object.name}.`))) {
    return frame.step.thread;
  }
  const knows = (thread) => thread.locals.some((local) => local.value === object.name);
  return object.freed?.by ?? frame.threads.find(knows)?.name;
}
