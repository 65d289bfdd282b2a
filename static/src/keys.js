/**
 * The key map: one list says which key does what; the handler and the help dialog both read it.
 */

import { PRESENT_KEYS } from "./present.js";

/** @type {ReadonlyArray<{keys: string[], shown: string, command: string}>} */
export const KEYS = [
  { keys: ["ArrowRight"], shown: "→", command: "forward" },
  { keys: ["ArrowLeft"], shown: "←", command: "back" },
  { keys: ["Home"], shown: "Home", command: "toStart" },
  { keys: ["End"], shown: "End", command: "toEnd" },
  { keys: [" "], shown: "space", command: "play" },
  { keys: ["r"], shown: "r", command: "reset" },
  { keys: ["["], shown: "[", command: "branchBefore" },
  { keys: ["]"], shown: "]", command: "branchAfter" },
  { keys: ["o"], shown: "o", command: "order" },
  { keys: ["k"], shown: "k", command: "check" },
  { keys: ["g"], shown: "g", command: "runOn" },
  { keys: ["G"], shown: "Shift + g", command: "runBack" },
  { keys: ["y"], shown: "y", command: "copyDiagram" },
  { keys: ["w"], shown: "w", command: "words" },
  { keys: ["p"], shown: "p", command: "present" },
  { keys: ["?"], shown: "?", command: "help" },
  { keys: ["Escape"], shown: "Esc", command: "close" },
];

/** The scenes of presenter mode: a digit goes there, Shift with it puts the moment that is shown there. */
const SCENE = /^(?:Digit|Numpad)([1-9])$/;

/**
 * The thread keys of a run: the thread's own letter, and Shift with it.
 * @param {ReadonlyArray<string>} threads names, such as ["A", "B"]
 * @returns {Array<{key: string, shown: string, command: string, thread: string}>}
 */
export function threadKeys(threads) {
  const rows = [];
  for (const thread of threads) {
    const key = thread.toLowerCase();
    if (!/^[A-Z]$/.test(thread) || KEYS.some((row) => row.keys.includes(key))) continue;
    rows.push({ key, shown: key, command: "step", thread });
    rows.push({ key: thread, shown: `Shift + ${key}`, command: "toEndOf", thread });
  }
  return rows;
}

/** The keys of a line of C, while its gutter has the focus. */
export const LINE_KEYS = [
  { keys: ["ArrowDown"], shift: false, shown: "↓", command: "lineDown" },
  { keys: ["ArrowUp"], shift: false, shown: "↑", command: "lineUp" },
  { keys: ["Enter", " "], shift: false, shown: "Enter", command: "lineBreak" },
  { keys: ["Enter"], shift: true, shown: "Shift + Enter", command: "lineRun" },
  { keys: ["ArrowRight"], shift: false, shown: "→", command: "lineApart" },
  { keys: ["ArrowLeft"], shift: false, shown: "←", command: "lineWhole" },
];

/** @param {KeyboardEvent} event @returns {string|null} what it asks of the line that has the focus */
export function lineCommand({ key, shiftKey = false, ctrlKey = false, metaKey = false, altKey = false }) {
  if (ctrlKey || metaKey || altKey) return null;
  return LINE_KEYS.find((row) => row.keys.includes(key) && row.shift === shiftKey)?.command ?? null;
}

/** Keys that a focused control uses itself. */
const OWN = {
  text: null, // all of them
  control: new Set([" ", "ArrowLeft", "ArrowRight", "Home", "End"]),
  button: new Set([" "]),
};

/**
 * What a key press asks for.
 * @param {{key: string, code?: string, shiftKey?: boolean, ctrlKey?: boolean, metaKey?: boolean, altKey?: boolean}} event
 * @param {ReadonlyArray<string>} threads
 * @param {"text"|"control"|"button"|null} [focus] from `focusKind`
 * @param {boolean} [presenting]
 * @returns {{command: string, thread?: string, digit?: string}|null}
 */
export function commandOf(event, threads, focus = null, presenting = false) {
  if (event.ctrlKey || event.metaKey || event.altKey || focus === "text") return null;
  if (focus !== null && OWN[focus].has(event.key)) return null;
  const digit = presenting ? SCENE.exec(event.code ?? "")?.[1] : undefined;
  if (digit !== undefined) return { command: event.shiftKey ? "keepScene" : "scene", digit };
  const plain = [...(presenting ? PRESENT_KEYS : []), ...KEYS].find((row) => row.keys.includes(event.key));
  if (plain) return { command: plain.command };
  const row = threadKeys(threads).find((each) => each.key === event.key);
  return row ? { command: row.command, thread: row.thread } : null;
}

/**
 * Which keys the focused element keeps for itself. A button keeps space only when it was reached by
 * keyboard: after a click with the mouse, space plays.
 * @param {{tagName?: string, type?: string, isContentEditable?: boolean, getAttribute?: Function, matches?: Function}|null} element
 * @returns {"text"|"control"|"button"|null}
 */
export function focusKind(element) {
  if (!element || !element.tagName) return null;
  const tag = element.tagName.toUpperCase();
  if (element.isContentEditable || tag === "TEXTAREA") return "text";
  const isPressed = tag === "INPUT" && ["checkbox", "button"].includes(element.type);
  if (tag === "INPUT" && !isPressed) return element.type === "radio" ? "control" : "text";
  if (tag === "SELECT" || element.getAttribute?.("role") === "slider") return "control";
  if (isPressed || ["BUTTON", "A", "SUMMARY"].includes(tag)) return element.matches?.(":focus-visible") ? "button" : null;
  return null;
}
