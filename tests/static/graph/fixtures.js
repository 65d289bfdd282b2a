/** Hand-made runs: the seed's race, an unshare, a third idle sharer, a fork, and a dense one. Each is { info, frames }. */
import { cpu, frame, info, leaf, lock, mm, page, step, table, thread, violation, walk } from "./build.js";

const held = (name, at) => ({ page_table_lock: lock(`${name}.page_table_lock`, name, at) });
const share = (holder, since, more) => [lock("page_table_share_lock", holder, since, more)];
const twoPages = [page("D0", 1, ["T0[0]"]), page("D1", 1, ["T0[1]"], { value: "7" })];

/** zap ∥ zap in feb17: the start, "0 / 2" at 6, the freed table used at 12. */
export const seed = {
  info: info(2, 2, ["A", "B"]),
  frames: [
    frame(0, {
      mms: [mm("A", ["T0", null]), mm("B", ["T0", null])],
      tables: [table("T0", 2, ["A.pmd[0]", "B.pmd[0]"], ["D0", "D1"])],
      pages: twoPages,
      cpus: [cpu("CPU 0", "A", [walk(0, "T0")]), cpu("CPU 1", "B")],
    }),
    frame(
      6,
      {
        mms: [mm("A", ["T0", null], held("A", 5)), mm("B", ["T0", null], held("B", 1))],
        tables: [table("T0", 0, ["A.pmd[0] ?", "B.pmd[0] ?"], ["D0", "D1"], { owners: ["A"] })],
        pages: twoPages,
        locks: share("B", 3),
        cpus: [
          cpu("CPU 0", "A", [walk(0, "T0")], { gather: "batched" }),
          cpu("CPU 1", "B", [], { gather: "batched" }),
        ],
      },
      { step: step("A", "A puts T0: its count goes from 1 to 0.", "put 1→0", ["T0.count"]) },
    ),
    frame(
      8,
      {
        mms: [mm("A", ["T0", null], held("A", 5)), mm("B", ["-T0", null], held("B", 1))],
        tables: [
          table("T0", 1, ["A.pmd[0] ?", "B.pmd[0] x", "CPU 1 gather@B"], ["D0", "D1"], { owners: ["A"] }),
        ],
        pages: twoPages,
        locks: share("B", 3),
        cpus: [
          cpu("CPU 0", "A", [walk(0, "T0")], { gather: "batched" }),
          cpu("CPU 1", "B", [], { gather: "batched", queued: ["T0"] }),
        ],
      },
      { step: step("B", "B clears its slot 0.", "pmd_clear", ["B.pmd[0]", "CPU 1.gather"]) },
    ),
    frame(
      12,
      {
        mms: [mm("A", ["T0", null], held("A", 5)), mm("B", ["-T0", null], { ...held("B", 1), rss: 0 })],
        tables: [
          table("T0", 1, ["A.pmd[0]", "B.pmd[0] x"], ["-D0", "-D1"], {
            freed: { by: "B", at: 11 },
            owners: ["A", "B"],
          }),
        ],
        pages: [page("D0", 1, ["T0[0] x"]), page("D1", 1, ["T0[1] x"], { value: "7" })],
        cpus: [
          cpu("CPU 0", "A", [walk(0, "T0", { stale: true })], { gather: "batched" }),
          cpu("CPU 1", "B", [], { gather: "batched" }),
        ],
      },
      {
        step: step("A", "A takes a reference to T0, which B freed one step ago.", "get 0→1", ["T0.count"]),
        violations: [violation("Use after free", ["T0"], { since: 12, ends: true })],
      },
    ),
  ],
};

/** unshare ∥ unshare, one slot: both allocate, both copy, a write lands in a copied page. */
export const unshare = {
  info: info(1, 2, ["A", "B"]),
  frames: [
    frame(0, {
      mms: [mm("A", ["T0"]), mm("B", ["T0"])],
      tables: [table("T0", 2, ["A.pmd[0]", "B.pmd[0]"], ["D0", "D1"])],
      pages: twoPages,
      cpus: [cpu("CPU 0", "A"), cpu("CPU 1", "B")],
    }),
    frame(
      3,
      {
        mms: [mm("A", ["T0"]), mm("B", ["T0"])],
        tables: [table("T0", 2, ["A.pmd[0]", "B.pmd[0]"], ["D0", "D1"]), table("T1", 1, [], ["", ""])],
        pages: twoPages,
        cpus: [cpu("CPU 0", "A"), cpu("CPU 1", "B")],
      },
      { step: step("B", "B allocates page table T1.", "alloc T1", ["T1"]) },
    ),
    frame(
      9,
      {
        mms: [
          mm("A", ["T0"], { mmap_sem: lock("A.mmap_sem", ["A"], 1, { mode: "read" }) }),
          mm("B", ["T1"], { ...held("B", 4), mmap_sem: lock("B.mmap_sem", ["B"], 2, { mode: "read" }) }),
        ],
        tables: [
          table("T0", 1, ["A.pmd[0]", "B.pmd[0] x"], ["D0", "D1"]),
          table("T1", 1, ["B.pmd[0]"], ["D0", "D1"], { lock: lock("T1.lock", "B", 8, { waiters: ["A"] }) }),
          table("T2", 1, [], ["", ""]),
        ],
        pages: [page("D0", 2, ["T0[0]", "T1[0]"]), page("D1", 1, ["T0[1]", "T1[1] ?"], { value: "7" })],
        locks: share("B", 5, { waiters: ["A"] }),
        cpus: [
          cpu("CPU 0", "A", [leaf(0, "D0"), leaf(1, "D1", { write: true, dirty: true })]),
          cpu("CPU 1", "B", [leaf(1, "D1")]),
        ],
      },
      {
        step: step("B", "B copies entry 1 of T0.", "set_pte", ["T1[1]"]),
        violations: [violation("Count too low", ["D1"], { severity: "warning", new: true })],
        threads: [
          thread("A", { locals: [{ name: "new", type: "struct page *", value: "T2" }] }),
          thread("B"),
        ],
      },
    ),
    frame(
      14,
      {
        mms: [mm("A", ["T2"]), mm("B", ["T1"], held("B", 12))],
        tables: [
          table("T0", 0, ["A.pmd[0] x", "B.pmd[0] x"], ["-D0", "-D1"], { freed: { by: "A", at: 13 } }),
          table("T1", 1, ["B.pmd[0]"], ["D0", "D3 WD"]),
          table("T2", 1, ["A.pmd[0]"], ["D2 WD", "D1"]),
        ],
        pages: [
          page("D0", 1, ["T1[0]"]),
          page("D1", 1, ["T2[1]"], { value: "7" }),
          page("D2", 1, ["T2[0]"], { value: "3" }),
          page("D3", 1, ["T1[1]"], { value: "9" }),
        ],
        cpus: [
          cpu("CPU 0", "A", [leaf(0, "D2", { write: true, dirty: true })]),
          cpu("CPU 1", "B", [leaf(0, "D0"), leaf(1, "D1", { stale: true }), walk(0, "T1")], {
            gather: "fast",
          }),
        ],
      },
      { step: step("B", "B stores 9 in page 1.", "store 9", ["T1[1]", "D3.value"]) },
    ),
  ],
};

/** A third sharer that does nothing; then a fork that is still to come. */
export const idle = {
  info: info(1, 2, ["A", "B", "C"], {
    stories: [
      { thread: "A", mm: "A", cpu: "CPU 0", lines: ["munmap 0-1"], text: "unmaps all" },
      { thread: "B", mm: "B", cpu: "CPU 1", lines: ["munmap 0-1"], text: "unmaps all" },
    ],
  }),
  frames: [
    frame(
      5,
      {
        mms: [
          mm("A", ["T0"], { page_table_lock: lock("A.page_table_lock", "A", 5) }),
          mm("B", ["T0"], held("B", 1)),
          mm("C", ["T0"]),
        ],
        tables: [table("T0", 2, ["A.pmd[0]", "B.pmd[0] ?", "C.pmd[0]"], ["D0 W", "D1 WD"])],
        pages: twoPages,
        locks: share("B", 3, { waiters: ["A"] }),
        cpus: [
          cpu("CPU 0", "A", [leaf(0, "D0")]),
          cpu("CPU 1", "B", [leaf(0, "D0"), leaf(1, "D1", { write: true }), walk(0, "T0")], {
            gather: "batched",
          }),
        ],
      },
      {
        step: step("B", "B puts T0: its count goes from 3 to 2.", "put 3→2", [
          "T0.count",
          "B.page_table_lock",
        ]),
      },
    ),
  ],
};

/** fork-write: B does not exist until A forks. */
export const fork = {
  info: info(1, 2, ["A", "B"]),
  frames: [
    frame(0, {
      mms: [mm("A", ["T0"], { mmap_sem: lock("A.mmap_sem", "A", 1) }), mm("B", [null], { state: "absent" })],
      tables: [table("T0", 1, ["A.pmd[0]"], ["D0 WD", ""])],
      pages: [page("D0", 1, ["T0[0]"], { value: "7" })],
      cpus: [cpu("CPU 0", "A", [leaf(0, "D0", { write: true, dirty: true })]), cpu("CPU 1", null)],
    }),
    frame(
      9,
      {
        mms: [mm("A", ["T0"], held("A", 2)), mm("B", ["-T0"], { state: "gone", rss: 0 })],
        tables: [table("T0", 1, ["A.pmd[0]", "B.pmd[0] x"], ["D0 WD", ""])],
        pages: [page("D0", 1, ["T0[0]"], { value: "7" }), page("D1", 0, [], { freed: { by: "B", at: 8 } })],
        cpus: [cpu("CPU 0", "A"), cpu("CPU 1", null, [leaf(1, "D1", { stale: true })])],
      },
      { step: step("B", "B is gone.", "exit", ["B"]) },
    ),
  ],
};

/** Four processes, four slots, eight entries: all shared, then each keeps one table of its own. */
export const dense = denseRun(4, 4, 8);

/** Far more than the engine allows. */
export const huge = denseRun(8, 16, 64);

function denseRun(processes, slotCount, entries) {
  const names = [..."ABCDEFGH"].slice(0, processes);
  const slots = Array.from({ length: slotCount }, (_, at) => at);
  const last = slots.map((slot) => `T${slot}`);
  const tables = slots.map((slot) =>
    table(
      `T${slot}`,
      processes,
      names.map((name) => `${name}.pmd[${slot}]`),
      Array.from({ length: entries }, (_, at) => `D${slot * entries + at}${at % 3 ? "" : " WD"}`),
    ),
  );
  const pages = Array.from({ length: slotCount * entries }, (_, at) =>
    page(`D${at}`, 1, [`T${Math.floor(at / entries)}[${at % entries}]`], { value: String(at % 10) }),
  );
  const tlb = Array.from({ length: 9 }, (_, at) => leaf(at, `D${at}`));
  const cpus = names.map((name, at) =>
    cpu(`CPU ${at}`, name, tlb.slice(0, (at % 4) * 3), {
      gather: at ? "batched" : "idle",
      queued: at ? ["T1", "D4", "D5"].slice(0, at % 4) : [],
    }),
  );
  const mms = names.map((name, at) => mm(name, last, { ...held(name, at + 1), rss: 32 }));
  return {
    info: info(slotCount, entries, names),
    frames: [
      frame(4, { mms, tables, pages, cpus }, { step: step("D", "D locks.", "lock", ["D.page_table_lock"]) }),
    ],
  };
}

/** One CPU for both (UP), and both slots mapped. */
export const up = {
  info: info(2, 2, ["A", "B"], {
    stories: ["A", "B"].map((name) => ({
      thread: name,
      mm: name,
      cpu: "CPU 0",
      lines: ["munmap 0-3"],
      text: "unmaps all",
    })),
  }),
  frames: [
    frame(0, {
      mms: [mm("A", ["T0", "T1"]), mm("B", ["T0", "T1"])],
      tables: [
        table("T0", 2, ["A.pmd[0]", "B.pmd[0]"], ["D0", "D1"]),
        table("T1", 2, ["A.pmd[1]", "B.pmd[1]"], ["D2 W", ""]),
      ],
      pages: [...twoPages, page("D2", 1, ["T1[0]"])],
      cpus: [
        cpu(
          "CPU 0",
          "A",
          [
            leaf(0, "D0"),
            leaf(1, "D1"),
            leaf(2, "D2", { write: true }),
            walk(0, "T0"),
            walk(1, "T1", { stale: true }),
          ],
          { gather: "fast", queued: ["D2"] },
        ),
      ],
    }),
  ],
};

/** Both slots copied by both: more tables and pages than the picture had room for at the start. */
export const grown = {
  info: info(2, 2, ["A", "B"]),
  frames: [
    { ...up.frames[0], memory: { ...up.frames[0].memory, cpus: [cpu("CPU 0", "A"), cpu("CPU 1", "B")] } },
    frame(
      40,
      {
        mms: [mm("A", ["T2", "T4"]), mm("B", ["T3", "T1"])],
        tables: [
          table("T0", 0, ["A.pmd[0] x", "B.pmd[0] x"], ["-D0", "-D1"], { freed: { by: "B", at: 30 } }),
          table("T1", 1, ["B.pmd[1]", "A.pmd[1] x"], ["D2 W", ""]),
          table("T2", 1, ["A.pmd[0]"], ["D0", "D3 WD"]),
          table("T3", 1, ["B.pmd[0]"], ["D4 WD", "D1"]),
          table("T4", 1, ["A.pmd[1]"], ["D5 WD", ""], { owners: ["A"] }),
        ],
        pages: [
          ...["D0", "D1"].map((name, at) => page(name, 1, [at ? "T3[1]" : "T2[0]"])),
          page("D2", 1, ["T1[0]"]),
          page("D3", 1, ["T2[1]"]),
          page("D4", 1, ["T3[0]"]),
          page("D5", 2, ["T4[0]", "CPU 0 gather@A"]),
        ],
        cpus: [cpu("CPU 0", "A", [], { gather: "batched", queued: ["D5"] }), cpu("CPU 1", "B")],
      },
      { step: step("A", "A queues D5.", "queue D5", ["CPU 0.gather"]) },
    ),
  ],
};

/** Four processes that share one small table. */
export const four = {
  info: info(1, 2, ["A", "B", "C", "D"]),
  frames: [
    frame(0, {
      mms: ["A", "B", "C", "D"].map((name) => mm(name, ["T0"])),
      tables: [
        table(
          "T0",
          4,
          ["A", "B", "C", "D"].map((name) => `${name}.pmd[0]`),
          ["D0", "D1"],
        ),
      ],
      pages: twoPages,
      cpus: ["A", "B", "C", "D"].map((name, at) => cpu(`CPU ${at}`, name)),
    }),
  ],
};

export const runs = { grown, up, four, seed, unshare, idle, fork, dense };
