import assert from "node:assert/strict";
import { test } from "node:test";
import { sentenceOf } from "../../../static/src/sentence.js";
import { sentence } from "../../../static/src/words.js";
import { frame, run, violation } from "./frames.js";

const info = { scenario_title: "zap ∥ zap", scenario_text: "Both unmap it." };
const table = (owners) => ({ name: "T0", state: "live", count: 1, references: 1, lock: null, owners });

test("before the first step the heading asks who runs", () => {
  assert.deepEqual(sentenceOf(frame([]), info), { damage: false, warning: false, title: null, text: "zap ∥ zap: who runs first?", more: "Both unmap it." });
});

test("damage comes before what the step did", () => {
  const said = sentenceOf(frame(["A"], { violations: [violation("uaf", "damage", { title: "Use after free", text: "A touches T0, which was freed" })] }), info);
  assert.deepEqual([said.damage, said.title, said.text, said.more], [true, "Use after free", "A touches T0, which was freed.", "A moves."]);
});

test("a warning comes after it", () => {
  const said = sentenceOf(frame(["A"], { violations: [violation("low", "warning", { title: "Count low", text: "T0 counts 1" })] }), info);
  assert.deepEqual([said.damage, said.warning, said.title, said.text, said.more], [false, true, null, "A moves.", "Count low: T0 counts 1."]);
});

test("what was broken before is not news", () => {
  assert.equal(sentenceOf(frame(["A"], { violations: [violation("uaf", "damage", { new: false })] }), info).title, null);
});

test("who believed to own the table is told with the damage", () => {
  const frames = run("BAA", (n) => ({ tables: [table(n === 1 || n === 2 ? ["B"] : [])], violations: n === 3 ? [violation("uaf", "damage")] : [] }));
  assert.match(sentenceOf(frames[3], info, frames).more, /B took T0 for its own at step 1\./);
});

test("the server's words become sentences, names stay as they are", () => {
  assert.equal(sentence("the run ends here"), "The run ends here.");
  assert.equal(sentence("feb17 has no toggle X"), "feb17 has no toggle X.");
  assert.equal(sentence("pmd_clear is next"), "pmd_clear is next.");
  assert.equal(sentence("done!"), "done!");
  assert.equal(sentence(null), "");
});
