/**
 * The key map: one list says which key does what; the handler and the help dialog both read it.
 */

/** @type {ReadonlyArray<{keys: string[], shown: string, command: string, help: string}>} */
export const KEYS = [
  { keys: ["ArrowRight"], shown: "→", command: "forward", help: "one step forward" },
  { keys: ["ArrowLeft"], shown: "←", command: "back", help: "one step back" },
  { keys: ["Home"], shown: "Home", command: "toStart", help: "to the start" },
  { keys: ["End"], shown: "End", command: "toEnd", help: "to the end of this run" },
  { keys: [" "], shown: "space", command: "play", help: "play or pause" },
  { keys: ["r"], shown: "r", command: "reset", help: "begin again; this run stays as a branch" },
  { keys: ["["], shown: "[", command: "branchBefore", help: "to the branch before" },
  { keys: ["]"], shown: "]", command: "branchAfter", help: "to the next branch" },
  { keys: ["o"], shown: "o", command: "order", help: "what happens before and after this step" },
  { keys: ["k"], shown: "k", command: "check", help: "check every interleaving" },
  { keys: ["?"], shown: "?", command: "help", help: "this list" },
  { keys: ["Escape"], shown: "Esc", command: "close", help: "close what is open" },
];

/**
 * The thread keys of a run: the thread's own letter, and Shift with it.
 * @param {ReadonlyArray<string>} threads names, such as ["A", "B"]
 * @returns {Array<{key: string, shown: string, command: string, thread: string, help: string}>}
 */
export function threadKeys(threads) {
  const rows = [];
  for (const thread of threads) {
    if (!/^[A-Z]$/.test(thread) || thread === "R") continue;
    const key = thread.toLowerCase();
    rows.push({ key, shown: key, command: "step", thread, help: `step ${thread}` });
    rows.push({ key: thread, shown: `Shift + ${key}`, command: "toEndOf", thread, help: `run ${thread} alone to its end` });
  }
  return rows;
}

/** Keys that a focused control uses itself. */
const OWN = {
  text: null, // all of them
  control: new Set([" ", "ArrowLeft", "ArrowRight", "Home", "End"]),
  button: new Set([" "]),
};

/**
 * What a key press asks for.
 * @param {{key: string, ctrlKey?: boolean, metaKey?: boolean, altKey?: boolean}} event
 * @param {ReadonlyArray<string>} threads
 * @param {"text"|"control"|"button"|null} [focus] from `focusKind`
 * @returns {{command: string, thread?: string}|null}
 */
export function commandOf(event, threads, focus = null) {
  if (event.ctrlKey || event.metaKey || event.altKey || focus === "text") return null;
  if (focus !== null && OWN[focus].has(event.key)) return null;
  const plain = KEYS.find((row) => row.keys.includes(event.key));
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
