/** Frames as small as the page's own modules need them: a count, who moved, what broke. */

import { threadOf } from "../../../static/src/schedule.js";
import { join } from "./schedules.js";

const text = (words) => ({ id: "test", args: [], text: words });

/** A frame after `choices`; `more` overrides what is not of interest. */
export function frame(choices, more = {}) {
  const { count = 2, references = 2, locks = [], statuses = {}, lines = [], calls = [], step = {}, tables, ...rest } = more;
  const at = choices.length;
  const thread = at === 0 ? null : threadOf(choices.at(-1));
  return {
    at,
    schedule: join(choices),
    step: at === 0 ? null : { choice: choices.at(-1), thread, sentence: text(`${thread} moves`), span: null, calls, lines, short: "moves", mark: "?", events: [], changed: [], ...step },
    memory: {
      mms: [],
      tables: tables ?? [{ name: "T0", state: "live", count, references, lock: null, entries: [], holders: [], pins: [], owners: [], freed: null }],
      pages: [],
      locks,
      cpus: [],
      oracle: [],
    },
    threads: ["A", "B"].map((name) => ({ name, status: statuses[name] ?? "ready", reason: statuses[name] === "blocked" ? text("waits for L") : null, next: null, calls: [] })),
    choices: ["A", "B"].map((name) => ({ choice: name, thread: name, outcome: null, text: text("step") })),
    violations: [],
    costs: { steps: at, ptes_copied: 0 },
    ended: null,
    ...rest,
  };
}

/** The frames of a whole run: "ABB" gives four. */
export function run(letters, each = () => ({})) {
  const choices = [...letters];
  return [...choices.keys(), choices.length].map((n) => frame(choices.slice(0, n), each(n)));
}

export const lock = (name, holders, waiters = []) => ({
  name,
  label: name,
  holders,
  mode: holders.length > 0 ? "write" : "free",
  since: null,
  waiters,
});

export const violation = (property, severity, more = {}) => ({
  property,
  title: property,
  severity,
  objects: ["T0"],
  text: property,
  new: true,
  since: 0,
  ends: false,
  ...more,
});

/** RunInfo, as far as the store looks at it. */
export const info = (config = 0) => ({
  protocol: "feb17",
  scenario: "zap-zap",
  toggles: [{ name: "CONFIG_X", label: "x", help: "", values: ["off", "on"], value: config, default: 0 }],
  stories: [],
});
