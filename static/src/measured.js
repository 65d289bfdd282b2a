/** What `ptscope measure-fork --json` wrote (docs/costs.md), as far as the page draws it. */

import { say } from "./words.js";

const MEMORY = ["private", "shared"];
const NUMBERS = ["pages", "median_us", "least_us", "most_us", "page_tables_kb"];

/**
 * @param {unknown} value
 * @returns {{series: Array<{id: string, name: string, baseline: number, points: object[]}>, system: string, runs: number}|null}
 *   null if it is something else
 */
export function readMeasured(value) {
  if (value?.type !== "ptscope-measured-fork" || value.version !== 1 || !Array.isArray(value.series)) return null;
  if (!value.series.every(isSeries)) return null;
  const { kernel, machine } = value.system ?? {};
  return {
    runs: value.runs,
    system: [kernel, machine].filter((each) => typeof each === "string").join(", "),
    series: value.series.map(({ memory, baseline, points }) => ({ id: `measured-${memory}`, name: say(`costs.${memory}`), baseline: baseline.median_us, points })),
  };
}

const isSeries = (series) => MEMORY.includes(series?.memory) && Array.isArray(series.points) && [series.baseline, ...series.points].every(isPoint);
const isPoint = (point) => NUMBERS.every((name) => Number.isFinite(point?.[name]) && point[name] >= 0);
