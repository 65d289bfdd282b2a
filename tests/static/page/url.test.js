import assert from "node:assert/strict";
import { test } from "node:test";
import { browserAddress, linkTo, readAddress, writeAddress } from "../../../static/src/url.js";

const toggles = [
  { name: "CONFIG_SHARE_LOCK_PER_TABLE", value: 1, default: 0 },
  { name: "CONFIG_SMP", value: 1, default: 1 },
];
const run = { protocol: "feb17", scenario: "zap-zap", toggles, schedule: "1.ABB", at: 2, length: 3 };

test("an address holds protocol, scenario, the toggles that differ, schedule and position", () => {
  assert.equal(writeAddress(run), "?p=feb17&s=zap-zap&SHARE_LOCK_PER_TABLE=1&t=1.ABB&at=2");
});

test("the position is left out at the end, the schedule when it is empty", () => {
  assert.equal(writeAddress({ ...run, at: 3 }), "?p=feb17&s=zap-zap&SHARE_LOCK_PER_TABLE=1&t=1.ABB");
  assert.equal(writeAddress({ ...run, toggles: [], schedule: "1.", at: 0, length: 0 }), "?p=feb17&s=zap-zap");
});

test("reading gives back what was written", () => {
  const read = readAddress(writeAddress(run));
  assert.deepEqual(read, {
    protocol: "feb17",
    scenario: "zap-zap",
    config: { CONFIG_SHARE_LOCK_PER_TABLE: 1 },
    schedule: "1.ABB",
    at: 2,
    play: false,
    check: false,
    problems: [],
  });
});

test("a failing allocation survives the address bar", () => {
  assert.equal(readAddress(writeAddress({ ...run, schedule: "1.A!2B" })).schedule, "1.A!2B");
});

test("what cannot be read is told and left out; what is not ours is ignored", () => {
  const read = readAddress("?p=feb17&s=x&at=-1&SMP=yes&utm_source=1&t=%3Cscript%3E");
  assert.equal(read.at, null);
  assert.deepEqual(read.config, {});
  assert.equal(read.problems.length, 2);
  assert.equal(read.schedule, "<script>"); // the server says what is wrong with it
});

test("nothing is needed", () => {
  assert.deepEqual(readAddress(""), { protocol: null, scenario: null, config: {}, schedule: "", at: null, play: false, check: false, problems: [] });
});

test("a start of the library becomes a link", () => {
  const start = { protocol: "feb17", scenario: "zap-zap", config: { CONFIG_SMP: 0 }, schedule: "1.AB" };
  assert.equal(linkTo(start, { at: 0, play: true }), "/run?p=feb17&s=zap-zap&SMP=0&t=1.AB&at=0&play=1");
});

function fakeView() {
  const calls = [];
  const timers = [];
  const view = {
    calls,
    timers,
    location: { search: "", pathname: "/run", origin: "http://page.test", protocol: "https:", host: "page.test" },
    document: { title: "" },
    history: {
      replaceState: (_, __, to) => record("replace", to),
      pushState: (_, __, to) => record("push", to),
    },
    setTimeout: (act) => timers.push(act),
    addEventListener() {},
  };
  const record = (kind, to) => {
    calls.push(`${kind} ${to}`);
    view.location.search = to.slice("/run".length);
  };
  return view;
}

test("the address is replaced at once, and then no more often than browsers allow", () => {
  const view = fakeView();
  const address = browserAddress(view);
  address.replace("?at=1");
  address.replace("?at=2");
  address.replace("?at=3");
  assert.deepEqual(view.calls, ["replace /run?at=1"]);
  view.timers.shift()();
  assert.deepEqual(view.calls, ["replace /run?at=1", "replace /run?at=3"]);
});

test("the title follows the address, as seldom", () => {
  const view = fakeView();
  const address = browserAddress(view);
  for (const at of [1, 2, 3]) address.replace(`?at=${at}`, `Step ${at}`);
  assert.equal(view.document.title, "Step 1");
  view.timers.shift()();
  assert.equal(view.document.title, "Step 3");
});

test("a new run is pushed, the same one is not", () => {
  const view = fakeView();
  const address = browserAddress(view);
  address.push("?p=a");
  address.push("?p=a");
  assert.deepEqual(view.calls, ["push /run?p=a"]);
  assert.equal(address.socket(), "wss://page.test/ws");
});
