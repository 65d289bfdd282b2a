import assert from "node:assert/strict";
import { test } from "node:test";
import { branches } from "../../../static/src/branches.js";
import { createKeeper, read } from "../../../static/src/keep.js";
import { framesOf } from "../../../static/src/lines.js";
import { createStore, scheduleOf } from "../../../static/src/store.js";
import { frame, info, run } from "./frames.js";
import { split } from "./schedules.js";

/** A page with a server that answers at once, and a tab's storage. */
function page(storage, again) {
  const store = createStore();
  let id = 0;
  const asked = [];
  const receive = (message) => store.send({ type: "received", message });
  const answer = (re, schedule) => {
    const choices = split(schedule);
    receive({ type: "run", re, info: info(), schedule, length: choices.length, at: choices.length });
    for (const each of run(choices)) receive({ type: "frame", re, frame: each, last: each.at === choices.length });
  };
  const link = { send: (message) => (asked.push({ ...message, id: (id += 1) }), id) };
  const keeper = createKeeper({ store, link, storage, again });
  store.watch(() => keeper.refresh());
  return {
    store,
    open(schedule) {
      id += 1;
      store.send({ type: "asked", id, config: {} });
      answer(id, schedule);
      while (asked.length > 0) {
        const { id: mine, schedule: wanted } = asked.shift();
        answer(mine, wanted);
      }
    },
    step(choices) {
      id += 1;
      store.send({ type: "asked", id });
      receive({ type: "frame", re: id, frame: frame(choices), last: true });
    },
    names: () => branches(store.get().tree).map(({ name, current }) => (current ? `${name}*` : name)),
  };
}

function tab() {
  const held = new Map();
  return { getItem: (key) => held.get(key) ?? null, setItem: (key, text) => held.set(key, text), held };
}

function forked(storage) {
  const one = page(storage, false);
  one.open("1.ABB");
  one.store.send({ type: "goto", at: 1 });
  one.step(["A", "A"]);
  one.store.send({ type: "branchNamed", id: one.store.get().tree.current, name: "mine" });
  return one;
}

test("branches and their names come back after a reload, in their order, and the shown one stays", () => {
  const storage = tab();
  assert.deepEqual(forked(storage).names(), ["first run", "mine*"]);
  const again = page(storage, true);
  again.open("1.AA");
  assert.deepEqual(again.names(), ["first run", "mine*"]);
  assert.equal(scheduleOf(again.store.get()), "1.A2");
  assert.equal(framesOf(again.store.get().tree).length, 3);
});

test("a link that is opened fresh shows its own run only", () => {
  const storage = tab();
  forked(storage);
  const other = page(storage, false);
  other.open("1.AA");
  assert.deepEqual(other.names(), ["first run*"]);
});

test("a deleted branch does not come back", () => {
  const storage = tab();
  const one = forked(storage);
  one.store.send({ type: "branchDeleted", id: 1 });
  const again = page(storage, true);
  again.open("1.AA");
  assert.deepEqual(again.names(), ["mine*"]);
});

test("what somebody else wrote into the storage is no branch, and a full one is no fault", () => {
  assert.deepEqual(read("{"), []);
  assert.deepEqual(read("{}"), []);
  assert.deepEqual(read('[{"schedule": 1}]'), []);
  const full = { getItem: () => null, setItem: () => assert.fail("quota") };
  const one = page(full, false);
  one.open("1.A");
  assert.deepEqual(one.names(), ["first run*"]);
});
