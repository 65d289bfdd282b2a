import assert from "node:assert/strict";
import { test } from "node:test";
import { createDiagrams } from "../../../static/src/diagrams.js";
import { emptyDiagram, misplaced } from "../../../static/src/diagram.js";
import { groupsOf } from "../../../static/src/panels/statetable.js";
import { createStore, initialState } from "../../../static/src/store.js";
import { emptyTree, fork } from "../../../static/src/lines.js";
import { info, run } from "./frames.js";

/** A page that shows A, B; what it sent, copied and showed is kept. */
function page({ mayCopy = true } = {}) {
  const store = createStore({ ...initialState(), link: "online", info: info(), tree: fork(emptyTree(), run("AB")) });
  const [sent, copied, shown] = [[], [], []];
  const session = {
    copy: async (text) => (copied.push(text), mayCopy),
    showRun: (found) => shown.push(found),
  };
  const diagrams = createDiagrams({ store, link: { send: (message) => sent.push(message) }, session });
  const drawn = (text = "CPU 0 |\n") => diagrams.onDiagram({ type: "drawn", re: sent.length, schedule: sent.at(-1).schedule, form: sent.at(-1).form, text });
  return { store, sent, copied, shown, diagrams, drawn, now: () => store.get().diagram };
}

const settled = () => new Promise((done) => setImmediate(done));

test("one key asks for the diagram of the whole run and copies what comes", async () => {
  const { diagrams, sent, copied, drawn, store } = page();
  diagrams.copyDiagram();
  assert.deepEqual(sent, [{ type: "draw", schedule: "1.AB", form: "compact" }]);
  drawn("one\ntwo\n");
  await settled();
  assert.deepEqual(copied, ["one\ntwo\n"]);
  assert.match(store.get().notice.text, /2 lines/);
});

test("what is here already is copied without asking", async () => {
  const { diagrams, sent, copied, drawn } = page();
  diagrams.openWords();
  drawn();
  diagrams.copyDiagram();
  await settled();
  assert.deepEqual([sent.length, copied.length], [1, 1]);
});

test("where the browser does not copy, the text is shown instead", async () => {
  const { diagrams, drawn, now } = page({ mayCopy: false });
  diagrams.copyDiagram();
  drawn();
  await settled();
  assert.equal(now().open, true);
  assert.match(now().problem.message, /by hand/);
});

test("the other form is asked for, and an answer to an older question is not heard", () => {
  const { diagrams, sent, drawn, now } = page();
  diagrams.openWords();
  drawn();
  diagrams.drawAs("full");
  assert.equal(sent.at(-1).form, "full");
  diagrams.onDiagram({ type: "drawn", re: 99, schedule: "1.", form: "full", text: "old" });
  assert.equal(now().drawn.text, "CPU 0 |\n");
});

test("a pasted text is sent, its run is shown, and its lines are kept", () => {
  const { diagrams, sent, shown, now } = page();
  diagrams.readDiagram("  ");
  diagrams.readDiagram("A: put");
  diagrams.readDiagram("A: again, too soon");
  assert.deepEqual(sent, [{ type: "paste", text: "A: put" }]);
  const lines = [{ status: "step" }, { status: "nowhere" }];
  diagrams.onDiagram({ type: "pasted", re: 1, reading: { schedule: "1.A", lines, unmentioned: 0 } });
  assert.deepEqual(shown, [{ schedule: "1.A", steps: null }]);
  assert.deepEqual(misplaced(now().read), [{ status: "nowhere" }]);
});

test("a text of which no line has a place shows no other run", () => {
  const { diagrams, shown } = page();
  diagrams.readDiagram("widget");
  diagrams.onDiagram({ type: "pasted", re: 1, reading: { schedule: "1.", lines: [{ status: "no-step" }], unmentioned: 0 } });
  assert.deepEqual(shown, []);
});

test("a refused text says why, and a lost connection forgets what was asked", () => {
  const { diagrams, now } = page();
  diagrams.readDiagram("A: put");
  diagrams.onDiagram({ type: "error", re: 1, message: "too long", hint: "shorten it" });
  assert.deepEqual(now().problem, { message: "too long", hint: "shorten it" });
  diagrams.readDiagram("A: put");
  diagrams.onDiagram({ type: "hello", re: null });
  assert.equal(now().reading, null);
});

test("another protocol forgets the diagram, and not that the window is open", () => {
  const { store } = page();
  store.send({ type: "diagrammed", diagram: { ...emptyDiagram(), open: true, read: {} } });
  store.send({ type: "asked", id: 5 });
  store.send({ type: "received", message: { type: "run", re: 5, info: { ...info(), protocol: "other" }, at: 0 } });
  assert.deepEqual(store.get().diagram, { ...emptyDiagram(), open: true });
});

const lock = (name, more = {}) => ({ name, label: name, holders: [], mode: "free", since: null, waiters: [], ...more });

test("the table has a row for every object, and marks a count that has parted from its references", () => {
  const frame = {
    threads: [{ name: "A", status: "blocked", doing: "munmap 0-1", reason: { text: "waits for x" }, holds: ["x"] }],
    memory: {
      mms: [{ name: "A", state: "live", rss: 2, mm_users: 1, page_table_lock: lock("A.page_table_lock", { holders: ["A"], mode: "write", since: 3, waiters: ["B"] }), mmap_sem: lock("A.mmap_sem"), vma_lock: null, slots: [{ name: "A.pmd[0]", table: null, was: "T0", read_only: false }] }],
      tables: [{ name: "T0", count: 1, references: 2, holders: [{ by: "B.pmd[0]", gone: false }], owners: ["B"], freed: { by: "A", at: 4 }, lock: null, entries: [{ name: "T0[0]", page: "D0", was: null, write: true, dirty: true }] }],
      pages: [{ name: "D0", count: 1, references: 1, value: "7", pins: [], freed: null }],
      swap: [],
      file: [{ name: "file[0]", page: null }],
      locks: [lock("page_table_share_lock")],
      cpus: [{ name: "CPU 0", thread: "A", tlb: [{ address: "0x0", names: "D0", stale: true }], gather: "batched", queued: ["T0"], irqs_off: true }],
    },
  };
  const groups = Object.fromEntries(groupsOf(frame));
  assert.deepEqual(Object.keys(groups), ["threads", "processes", "slots", "tables", "entries", "pages", "cache", "locks", "cpus"]);
  assert.deepEqual(groups.tables[0], { name: "T0", is: "freed by A at step 4, named by B.pmd[0], B believes to own it alone", count: 1, references: 2, apart: true });
  assert.equal(groups.slots[0].is, "empty, was T0");
  assert.equal(groups.entries[0].is, "D0, writable, dirty");
  assert.equal(groups.locks[0].is, "held by A since step 3; waiting: B");
  assert.equal(groups.cpus[0].is, "runs A; TLB 0x0 = D0 (stale); to be freed after the flush: T0; IRQs off");
});
