/**
 * Where everything stands, without a DOM.
 *
 * The promise: a thing keeps its place from its first appearance on. Processes, slots and CPUs are fixed by
 * `info` and the first frame. Tables and data pages of the first frame are placed together; every later one is
 * placed when it first appears in `frames`, beside what is there, near the mm that it belongs to. So
 * `layout(info, frames)` and `layout(info, [...frames, more])` agree on all that the first knows. Pass the
 * frames of the shown run from its start, in order.
 *
 * With `folds` the tables and pages of the first frame stand slot by slot, each slot under its handle, or folded.
 * For the same folds the promise is the same.
 */
import { hiddenIn, homesOf, slotKey } from "./folds.js";
import { pagesOf, sourcesOf } from "./sources.js";
import { stackOne, stackTogether } from "./stack.js";
import { tallPlaces } from "./tall.js";
import { widePlaces } from "./wide.js";

/**
 * @param {object} info RunInfo
 * @param {object[]} frames the frames of the run so far, first to last
 * @param {"wide" | "tall"} orientation
 * @param {Map<string, boolean> | null} [folds] from `foldsOf`
 * @returns {{ orientation: string, sizes: object, box: object, heads: object[], mms: object, slots: object,
 *   cpus: object, tables: object, pages: object, locks: object, groups: object | null, hidden: object }}
 *   rectangles by name, all in user units; `hidden`: by name, the key of the group that stands for it
 */
export function layout(info, frames, orientation, folds = null) {
  const places = orientation === "tall" ? tallPlaces(info, frames[0], folds) : widePlaces(info, frames[0], folds);
  const hidden = hiddenIn(info, frames, folds);
  const homes = folds ? homesOf(frames.slice(0, 1)) : null;
  const groups = folds ? Array.from({ length: info.slots }, (_, index) => ({ key: slotKey(index), open: !folds.get(slotKey(index)) })) : [];
  const run = { info, frames, hidden, homes, at: places.at };
  const rows = groupRows(run, groups, places);
  for (const row of rows) places.addGroup(row);
  const tables = settle(run, (memory) => memory.tables, places.tableAxis, rows);
  for (const spot of tables) places.addTable(spot);
  const pages = settle(run, pagesOf, places.pageAxis, rows);
  for (const spot of pages) places.addPage(spot);
  return { ...places.done(), hidden };
}

/** A row for each slot's box or handle; behind a handle there is room for the tables of the first frame. */
function groupRows({ frames, homes }, groups, { tableAxis, group }) {
  let from = tableAxis.bounds[0];
  return groups.map(({ key, open }, index) => {
    const inside = open ? frames[0].memory.tables.filter((table) => homes[table.name] === index).length : 0;
    const row = { key, open, index, from, to: from + (open ? group.open : group.shut) };
    from = row.to + inside * tableAxis.length;
    return row;
  });
}

/** The spots of one column (or row), in order of appearance. */
function settle({ info, frames, hidden, homes, at }, pick, axis, rows) {
  const spots = [];
  const known = new Set(Object.keys(hidden));
  const want = (frame, object) => ({ name: object.name, key: at(sourcesOf(info, frame, object)) });
  frames.forEach((frame, index) => {
    const fresh = pick(frame.memory).filter((object) => !known.has(object.name));
    const wants = fresh.map((object) => want(frame, object));
    if (index > 0 || homes) {
      const taken = [...axis.taken, ...(axis.aside ? [] : rows)];
      if (index === 0) spots.push(...bySlot(wants, homes, rows, axis));
      else for (const one of wants) spots.push(stackOne([...taken, ...spots], one, axis.length, axis.bounds));
    } else spots.push(...stackTogether(wants, axis.length, axis.bounds, axis.rows));
    for (const object of fresh) known.add(object.name);
  });
  return spots;
}

/** Each behind its slot's handle, in order; what has no slot, at the end. */
function bySlot(wants, homes, rows, { length, bounds, aside }) {
  let next = bounds[0];
  const place = (want) => {
    const spot = { ...want, from: next, to: next + length };
    next = spot.to;
    return spot;
  };
  const homed = rows.flatMap((row) => {
    const own = wants.filter((want) => homes[want.name] === row.index);
    next = Math.max(next, aside ? row.from : row.to);
    return own.map(place);
  });
  return [...homed, ...wants.filter((want) => homes[want.name] === undefined).map(place)];
}
