/** What `ptscope capture -o` wrote (docs/capture.md), made ready to be drawn: columns of numbers, and where each run begins. */

import { ours, say } from "../words.js";

const FIELDS = ["upper", "tables", "group", "present", "swapped", "huge", "shares"];
export const MOST_BYTES = 64 * 2 ** 20;
const MOST_RUNS = 2_000_000;
const MOST_TABLES = 2 ** 40;

/**
 * @typedef {object} Capture
 * @property {object} document as it was read, without its runs
 * @property {Record<string, Float64Array>} runs a column for each field
 * @property {Float64Array} starts the regions before each run, and all of them at the end
 * @property {number} total regions: with a last-level table, or huge
 */

/** @param {unknown} value @param {string} name of the file @returns {{capture: Capture}|{error: string}} */
export function readCapture(value, name) {
  if (value?.type !== "ptscope-capture") return { error: say("capture.not-capture", name) };
  if (value.version !== 1) return { error: say("capture.version", name, String(value.version).slice(0, 20)) };
  const wrong = misshapen(value);
  if (wrong) return { error: say("capture.damaged", name, ours(wrong)) };
  const columns = Object.fromEntries(FIELDS.map((name) => [name, new Float64Array(value.runs.length)]));
  const starts = new Float64Array(value.runs.length + 1);
  for (const [at, run] of value.runs.entries()) {
    if (!isRun(run, value)) return { error: say("capture.damaged-run", name, at, JSON.stringify(run)?.slice(0, 60)) };
    FIELDS.forEach((name, i) => (columns[name][at] = run[i]));
    starts[at + 1] = starts[at] + run[1];
  }
  const total = starts[value.runs.length];
  if (total > MOST_TABLES) return { error: say("capture.damaged-many", name, total) };
  const { runs, ...document } = value;
  return { capture: { document, runs: columns, starts, total } };
}

function misshapen({ runs, run_fields, groups, systems, levels, vm_pte, entries, page_size }) {
  if (!Array.isArray(runs) || runs.length > MOST_RUNS) return "no runs, or too many";
  if (JSON.stringify(run_fields) !== JSON.stringify(FIELDS)) return "its runs have other fields";
  if (![entries, page_size].every((n) => Number.isInteger(n) && n > 0)) return "no sizes";
  if (!Array.isArray(groups) || !groups.every((each) => Array.isArray(each?.mappings) && each.mappings.every(isText))) return "no groups";
  if (!Array.isArray(systems) || systems.length === 0 || systems.length > 30 || !systems.every(isSystem)) return "no systems";
  if (!["pte", "pmd", "pud", "deposited"].every((name) => isCount(levels?.[name]))) return "no levels";
  if (!isCount(vm_pte?.counted_kb) || !isText(vm_pte.why) || !Array.isArray(vm_pte.parts)) return "no count beside VmPTE";
  return vm_pte.parts.every((part) => isText(part?.what) && isCount(part.kb)) ? null : "no parts of VmPTE";
}

const isText = (value) => typeof value === "string";
const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
const isSystem = (system) => [system?.id, system?.title, system?.rule, system?.when].every(isText) && typeof system.fork === "object" && Object.values(system.fork ?? { no: null }).every(isCount);
const isRun = (run, { groups, entries }) =>
  Array.isArray(run) && run.length === FIELDS.length && run.every(isCount) && run[1] > 0 && run[2] < groups.length && run[3] + run[4] <= entries;

/** The run in which a region lies. @param {Float64Array} starts @param {number} region @returns {number} */
export function runAt(starts, region) {
  let [low, high] = [0, starts.length - 2];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= region) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Whether a system could share the tables of a run. */
export const couldShare = (capture, run, system) => Math.floor(capture.runs.shares[run] / 2 ** system) % 2 === 1;

/** What lies in each group of mappings: regions with a table, those that a system could share, huge ones, entries. */
export function byGroup(capture, system) {
  const found = capture.document.groups.map(({ mappings }) => ({ mappings, tables: 0, shared: 0, huge: 0, entries: 0 }));
  const { tables, group, present, swapped, huge } = capture.runs;
  for (let run = 0; run < tables.length; run++) {
    const row = found[group[run]];
    row[huge[run] ? "huge" : "tables"] += tables[run];
    if (couldShare(capture, run, system)) row.shared += tables[run];
    row.entries += tables[run] * (present[run] + swapped[run]);
  }
  return found.filter((row) => row.tables + row.huge > 0).sort((one, other) => other.tables - one.tables);
}
