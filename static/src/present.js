/**
 * Presenter mode: large type, one view at a time, scenes on the digits, the keys of a remote control, a ring
 * about the pointer. Nothing here changes the run; nothing runs by itself while it is on.
 */

import { say } from "./words.js";

/** What is seen beside the picture; `v` goes on to the next. */
export const VIEWS = ["all", "code", "timeline", "picture"];

/**
 * @typedef {{on: boolean, view: string, ring: boolean, blank: boolean, own: Record<string, Scene>}} Present
 * @typedef {{name: string, at: number, schedule?: string, search?: string}} Scene a moment: of the run that is shown (`at`),
 *   or one that a person has put on a digit (`search`: the address of it)
 */

/** @type {Present} */
export const OFF = { on: false, view: "all", ring: false, blank: false, own: {} };

/** Only while presenting: what remote controls send, and what a letter would otherwise be needed for. */
export const PRESENT_KEYS = [
  { keys: ["PageDown"], shown: "Page down", command: "forward", help: "remote-forward" },
  { keys: ["PageUp"], shown: "Page up", command: "back", help: "remote-back" },
  { keys: ["."], shown: ".", command: "blank", help: "blank" },
  { keys: ["v"], shown: "v", command: "view", help: "view" },
  { keys: ["l"], shown: "l", command: "ring", help: "ring" },
];

const CHANGES = {
  present: (now) => (now.on ? { ...OFF, own: now.own } : { ...now, on: true, ring: true }),
  blank: (now) => ({ ...now, blank: !now.blank }),
  view: (now) => ({ ...now, view: VIEWS[(VIEWS.indexOf(now.view) + 1) % VIEWS.length] }),
  ring: (now) => ({ ...now, ring: !now.ring }),
};

/** @param {Present} now @param {string} what a command @returns {Present} */
export function changed(now, what) {
  return CHANGES[what](now);
}

/** @param {Present} now @param {string} digit @param {Scene} scene @returns {Present} */
export const kept = (now, digit, scene) => ({ ...now, own: { ...now.own, [digit]: scene } });

/**
 * The scenes on the digits 1 to 9: the start, each step at which something breaks, the end; and what a person
 * has put there instead.
 * @param {number} length of the run
 * @param {ReadonlyArray<{at: number, title: string}>} broken in order
 * @param {Record<string, Scene>} own
 * @returns {Array<{digit: string, scene: Scene}>}
 */
export function scenes(length, broken, own) {
  const names = new Map([[0, say("present.start")]]);
  for (const { at, title } of broken) names.set(at, at === 0 || !names.has(at) ? title : `${names.get(at)}, ${title}`);
  if (length > 0 && !names.has(length)) names.set(length, say("present.end"));
  const usual = [...names].map(([at, name]) => ({ at, name })).slice(0, 9);
  const digits = [..."123456789"].filter((digit, index) => own[digit] || usual[index]);
  return digits.map((digit) => ({ digit, scene: own[digit] ?? usual[Number(digit) - 1] }));
}

const STORED = "ptscope-scenes";

/** @param {Storage|null} storage @returns {Record<string, Scene>} */
export function readScenes(storage) {
  try {
    const found = JSON.parse(storage?.getItem(STORED) ?? "{}");
    const good = ([digit, scene]) => /^[1-9]$/.test(digit) && typeof scene?.name === "string" && typeof scene?.search === "string";
    return Object.fromEntries(Object.entries(found).filter(good));
  } catch {
    return {}; // storage may be forbidden, or hold what is not ours
  }
}

/** @param {Storage|null} storage @param {Record<string, Scene>} own */
export function writeScenes(storage, own) {
  try {
    storage?.setItem(STORED, JSON.stringify(own));
  } catch {
    // as above: then they last as long as the page
  }
}
