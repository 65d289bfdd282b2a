/** Small makers of RunInfo and Frame, field by field as in engine/run/frames.py, memory_info.py and run_info.py; what a test does not care for is filled in. */

export const text = (words) => ({ id: "test", args: [], text: words });

export const lock = (name, holder = null, since = null, more = {}) => ({
  name,
  label: name.split(".").at(-1),
  holders: holder ? [holder].flat() : [],
  mode: holder ? "write" : "free",
  since,
  waiters: [],
  ...more,
});

/** `tables`: what each slot names; "-T0" is a slot that named T0 and was cleared. */
export const mm = (name, tables, more = {}) => ({
  name,
  state: "live",
  rss: 2,
  mm_users: 1,
  page_table_lock: lock(`${name}.page_table_lock`),
  mmap_sem: lock(`${name}.mmap_sem`),
  slots: tables.map((table, index) => ({
    name: `${name}.pmd[${index}]`,
    index,
    address: `0x${(0x08000000 + index * 0x400000).toString(16).padStart(8, "0")}`,
    table: table?.startsWith("-") ? null : table,
    was: table?.startsWith("-") ? table.slice(1) : null,
    writer: 0,
  })),
  mapped: tables.flatMap((table) => [Boolean(table) && !table.startsWith("-"), Boolean(table)]),
  ...more,
});

/** An entry from "D0", "D0 W", "D0 WD", "-D0" (was D0) or "". */
export const entry = (table, index, word) => {
  const [page, flags = ""] = word.split(" ");
  const was = page.startsWith("-");
  return {
    name: `${table}[${index}]`,
    index,
    page: page && !was ? page : null,
    write: flags.includes("W"),
    dirty: flags.includes("D"),
    was: was ? page.slice(1) : null,
  };
};

/** A holder from "A.pmd[0]", "A.pmd[0] ?" (not counted), "A.pmd[0] x" (gone) or "CPU 0 gather@A". */
export const holder = (word) => {
  const [, by, mm, mark] = /^(.*?)(?:@(\w))?(?: ([?x]))?$/.exec(word);
  const owner = mm ?? (by.includes(".pmd") ? by[0] : null);
  return { by, mm: owner, counted: mark !== "?", gone: mark === "x" };
};

export const table = (name, count, holders, entries, more = {}) => ({
  name,
  state: more.freed ? "freed" : "live",
  count,
  references: holders.map(holder).filter((one) => !one.gone).length,
  lock: null,
  entries: entries.map((word, index) => entry(name, index, word)),
  holders: holders.map(holder),
  pins: [],
  owners: [],
  freed: null,
  ...more,
});

export const page = (name, count, holders, more = {}) => ({
  name,
  state: more.freed ? "freed" : "live",
  count,
  references: holders.map(holder).filter((one) => !one.gone).length,
  value: more.freed ? "6b6b6b6b" : "0",
  holders: holders.map(holder),
  pins: [],
  freed: null,
  ...more,
});

export const leaf = (of, names, more = {}) => ({
  kind: "leaf",
  of,
  address: "0x08000000",
  names,
  write: false,
  dirty: false,
  stale: false,
  ...more,
});
export const walk = (of, names, more = {}) => ({ ...leaf(of, names, more), kind: "walk" });
export const cpu = (name, thread, tlb = [], more = {}) => ({
  name,
  thread,
  tlb,
  gather: "idle",
  queued: [],
  ...more,
});

export const thread = (name, more = {}) => ({
  name,
  status: "ready",
  doing: "munmap 0-1",
  reason: null,
  next: text("goes on"),
  in_kernel: true,
  calls: [],
  span: null,
  locals: [],
  holds: [],
  ...more,
});

export const violation = (title, objects, more = {}) => ({
  property: title.toLowerCase().replaceAll(" ", "-"),
  title,
  severity: "damage",
  objects,
  text: title,
  new: true,
  since: 0,
  ends: false,
  ...more,
});

export const step = (thread, sentence, short, changed) => ({
  choice: thread,
  thread,
  sentence: text(sentence),
  span: null,
  calls: [],
  lines: [],
  short,
  mark: "+",
  events: [],
  changed,
});

export const frame = (at, memory, more = {}) => ({
  at,
  schedule: "1.",
  step: null,
  memory: {
    mms: [],
    tables: [],
    pages: [],
    locks: [lock("page_table_share_lock")],
    cpus: [],
    oracle: [],
    ...memory,
  },
  threads: memory.mms.map((one) => thread(one.name)),
  choices: [],
  violations: [],
  ended: null,
  ...more,
});

export const info = (slots, entries, mms, more = {}) => ({
  semantics: 1,
  protocol: "feb17",
  protocol_title: "feb17",
  protocol_date: "17 Feb 2002",
  protocol_text: "",
  scenario: "zap-zap",
  scenario_title: "zap ∥ zap",
  scenario_text: "",
  toggles: [],
  sources: [],
  functions: [],
  dead: [],
  properties: [],
  slots,
  entries,
  stories: mms.map((name, index) => ({
    thread: name,
    mm: name,
    cpu: `CPU ${index}`,
    lines: ["munmap 0-1"],
    text: "unmaps all of its table",
  })),
  ...more,
});
