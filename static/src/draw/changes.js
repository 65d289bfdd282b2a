/** What this step changed, in words: "0→1". */
import { pagesOf } from "../layout/sources.js";

/** Names in the step's `changed` ("T0.state" is T0 as a whole), without those that stand inside another one that changed as a whole. */
export function changedNames(frame) {
  const all = [...new Set((frame.step?.changed ?? []).map((name) => name.replace(/\.state$/, "")))];
  return all.filter((name) => !all.some((other) => other !== name && inside(name, other)));
}

function inside(name, other) {
  return name.startsWith(`${other}.`) || name.startsWith(`${other}[`);
}

/** @returns {string | null} "0→1" if this step changed the object's count: the step's own words, else the frame before */
export function countChange(frame, previous, object) {
  const changed = frame.step?.changed ?? [];
  if (!changed.includes(`${object.name}.count`)) return null;
  const before = previous?.at === frame.at - 1 ? find(previous, object.name) : null;
  if (before && before.count !== object.count) return `${before.count}→${object.count}`;
  const said = /(-?\d+)→(-?\d+)/.exec(frame.step.short);
  return said && Number(said[2]) === object.count ? said[0] : null;
}

function find(frame, name) {
  return [...frame.memory.tables, ...pagesOf(frame.memory)].find((object) => object.name === name);
}
