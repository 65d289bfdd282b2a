/**
 * Where everything stands, without a DOM.
 *
 * The promise: a thing keeps its place from its first appearance on. Processes, slots and CPUs are fixed by
 * `info` and the first frame. Tables and data pages of the first frame are placed together; every later one is
 * placed when it first appears in `frames`, beside what is there, near the mm that it belongs to. So
 * `layout(info, frames)` and `layout(info, [...frames, more])` agree on all that the first knows. Pass the
 * frames of the shown run from its start, in order.
 */
import { pagesOf, sourcesOf } from "./sources.js";
import { stackOne, stackTogether } from "./stack.js";
import { tallPlaces } from "./tall.js";
import { widePlaces } from "./wide.js";

/**
 * @param {object} info RunInfo
 * @param {object[]} frames the frames of the run so far, first to last
 * @param {"wide" | "tall"} orientation
 * @returns {{ orientation: string, sizes: object, box: object, heads: object[], mms: object, slots: object,
 *   cpus: object, tables: object, pages: object, locks: object }} rectangles by name, all in user units
 */
export function layout(info, frames, orientation) {
  const places = orientation === "tall" ? tallPlaces(info, frames[0]) : widePlaces(info, frames[0]);
  const tables = settle(info, frames, (memory) => memory.tables, places.tableAxis, places.at);
  for (const spot of tables) places.addTable(spot);
  const pages = settle(info, frames, pagesOf, places.pageAxis, places.at);
  for (const spot of pages) places.addPage(spot);
  return places.done();
}

/** The spots of one column (or row), in order of appearance. */
function settle(info, frames, pick, axis, at) {
  const spots = [];
  const known = new Set();
  const want = (frame, object) => ({ name: object.name, key: at(sourcesOf(info, frame, object)) });
  frames.forEach((frame, index) => {
    const fresh = pick(frame.memory).filter((object) => !known.has(object.name));
    const wants = fresh.map((object) => want(frame, object));
    if (index === 0) spots.push(...stackTogether(wants, axis.length, axis.bounds, axis.rows));
    else
      for (const one of wants) spots.push(stackOne([...axis.taken, ...spots], one, axis.length, axis.bounds));
    for (const object of fresh) known.add(object.name);
  });
  return spots;
}
