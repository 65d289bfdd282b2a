import assert from "node:assert/strict";
import { test } from "node:test";
import { lastBefore, valueOf, writesOf } from "../../../static/src/writes.js";
import { allRuns } from "./runs.js";

const goldenRuns = () => allRuns().filter(([name]) => name.endsWith(".json"));
const zap = goldenRuns().find(([name]) => name === "feb17-zap-zap.json")[1];

test("the writes to a count are the steps that changed it, each with what was there before", () => {
  const writes = writesOf(zap.frames, "T0.count");
  const changed = zap.frames.filter((frame) => frame.step?.changed.includes("T0.count"));
  assert.ok(changed.length > 2);
  assert.deepEqual(
    writes.map((write) => write.at),
    changed.map((frame) => frame.at),
  );
  for (const [index, write] of writes.entries()) {
    assert.notEqual(write.before, write.after);
    if (index > 0) assert.equal(write.before, writes[index - 1].after);
    assert.match(write.place, /^\w+, [\w.]+:\d+/);
  }
});

test("a table's writes are those of its parts, and nothing of another table's", () => {
  const parts = new Set(writesOf(zap.frames, "T0").map((write) => write.name));
  assert.ok(parts.has("T0.count"));
  for (const part of parts) assert.match(part, /^T0[.[]/);
});

test("what only the engine believes is no write", () => {
  const names = goldenRuns().flatMap(([, run]) => writesOf(run.frames, "A").map((write) => write.name));
  assert.ok(names.includes("A.page_table_lock"));
  for (const name of names) assert.doesNotMatch(name, /oracle|preempt/);
});

test("every write of every golden run has a value before and after", () => {
  for (const [where, { frames }] of goldenRuns()) {
    for (const frame of frames.slice(1)) {
      for (const name of frame.step.changed.filter((one) => /\.count$|pmd\[|^T\d+\[|_lock$|sem$|value$/.test(one))) {
        assert.ok(valueOf(frame, name), `${where} at ${frame.at}: ${name}`);
      }
    }
  }
});

test("a slot's last write is the one that the engine names as its writer", () => {
  for (const [where, { frames }] of goldenRuns()) {
    for (const frame of frames) {
      for (const slot of frame.memory.mms.flatMap((mm) => mm.slots)) {
        const last = lastBefore(writesOf(frames, slot.name), frame.at);
        assert.equal(last?.at ?? 0, slot.writer, `${where} at ${frame.at}: ${slot.name}`);
      }
    }
  }
});
