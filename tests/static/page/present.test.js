import assert from "node:assert/strict";
import { test } from "node:test";
import { commandOf, KEYS } from "../../../static/src/keys.js";
import { changed, kept, OFF, PRESENT_KEYS, readScenes, scenes, VIEWS, writeScenes } from "../../../static/src/present.js";
import { say } from "../../../static/src/words.js";

const names = (all) => all.map(({ digit, scene }) => [digit, scene.name, scene.at]);

test("the scenes of a run are its start, what breaks, and its end", () => {
  const broken = [
    { at: 7, title: "Count below slots" },
    { at: 20, title: "Freed while named" },
    { at: 20, title: "Two owners" },
  ];
  assert.deepEqual(names(scenes(21, broken, {})), [
    ["1", "start", 0],
    ["2", "Count below slots", 7],
    ["3", "Freed while named, Two owners", 20],
    ["4", "end", 21],
  ]);
  assert.deepEqual(names(scenes(0, [], {})), [["1", "start", 0]]);
});

test("a moment that a person puts on a digit takes the place of what was there", () => {
  const own = kept(OFF, "2", { name: "mine, 3", search: "?p=feb17" }).own;
  assert.deepEqual(names(scenes(5, [], own)), [["1", "start", 0], ["2", "mine, 3", undefined]]);
  assert.deepEqual(names(scenes(5, [], kept(OFF, "9", { name: "late", search: "?p=feb17" }).own)).at(-1), ["9", "late", undefined]);
});

test("scenes outlive a reload, and what is no scene is not believed", () => {
  const kept = new Map();
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text) };
  assert.deepEqual(readScenes(storage), {});
  writeScenes(storage, { 3: { name: "mine", search: "?p=feb17" } });
  assert.deepEqual(readScenes(storage), { 3: { name: "mine", search: "?p=feb17" } });
  for (const text of ["{", '{"0": {"name": "a", "search": "?"}}', '{"1": {"name": 2}}', "[1]"]) {
    storage.setItem("ptscope-scenes", text);
    assert.deepEqual(readScenes(storage), {}, text);
  }
  const forbidden = { getItem: () => assert.fail(), setItem: () => assert.fail() };
  assert.deepEqual(readScenes(forbidden), {});
  writeScenes(forbidden, {});
});

test("views go round, and who leaves finds the page as it was", () => {
  let now = changed(OFF, "present");
  assert.ok(now.on && now.ring);
  for (const view of [...VIEWS.slice(1), VIEWS[0]]) assert.equal((now = changed(now, "view")).view, view);
  now = changed(changed(changed(now, "blank"), "view"), "ring");
  assert.deepEqual([now.blank, now.ring], [true, false]);
  assert.deepEqual(changed(now, "present"), OFF);
});

test("a remote control steps only while presenting; digits are scenes, whatever the keyboard writes on them", () => {
  const press = (event, presenting) => commandOf(event, ["A"], null, presenting);
  assert.equal(press({ key: "PageDown" }, false), null);
  assert.equal(press({ key: "PageDown" }, true).command, "forward");
  assert.equal(press({ key: "&", code: "Digit1" }, false), null);
  assert.deepEqual(press({ key: "&", code: "Digit1" }, true), { command: "scene", digit: "1" });
  assert.deepEqual(press({ key: "!", code: "Digit1", shiftKey: true }, true), { command: "keepScene", digit: "1" });
});

test("every key of presenter mode has a line of help and means nothing else", () => {
  for (const row of PRESENT_KEYS) assert.ok(say(`keys.${row.help}`));
  const all = [...KEYS, ...PRESENT_KEYS].flatMap((row) => row.keys);
  assert.equal(new Set(all).size, all.length);
});
