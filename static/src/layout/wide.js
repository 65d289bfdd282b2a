/** The picture from left to right: processes, slots with their CPUs, page tables, data pages. */
import { bandsOf, heightOf, placeBands } from "./bands.js";
import { GROUP, HANDLE } from "./folds.js";
import { locksOf } from "./sources.js";
import { tableHeight, wideSizes } from "./sizes.js";
import { say } from "../words.js";

const LOCKS_A_ROW = 2;
const LOCKS_A_LOW_ROW = 4;

/** @returns the fixed places of a run and the means to add tables, data pages and folded slots to them */
export function widePlaces(info, first, folds) {
  const sizes = wideSizes(info, first.memory.mms.length);
  const bands = bandsOf(info, first, sizes, folds);
  const rowsOfTables = tableHeight(sizes.table, info.entries) + sizes.table.tab + sizes.table.gap;
  const locks = locksOf(first.memory);
  const x = columnsOf(sizes);
  const inRow = sizes.low ? LOCKS_A_LOW_ROW : LOCKS_A_ROW;
  const lockRows = Math.ceil(locks.length / inRow) * sizes.lock;
  const beside = !folds && sizes.low && locks.length === 1; // under the tables, beside the last band
  const end = heightOf(bands, sizes);
  const high = Math.max(sizes.height - lockRows, beside ? end - lockRows : end);
  const places = {
    orientation: "wide",
    entries: info.entries,
    sizes,
    box: { x: 0, y: 0, w: x.end, h: high + lockRows },
    heads: headsOf(x),
    mms: {},
    slots: {},
    cpus: {},
    tables: {},
    pages: {},
    groups: folds ? {} : null,
    locks: lockPlaces(locks, sizes.low && !beside ? x.mms + 8 : x.tables, high + 2, sizes.lock, inRow),
  };
  placeBands(places, bands, x, beside ? high + lockRows : high);
  const bounds = [sizes.top, high];
  const reach = (y) => (places.box.h = Math.max(places.box.h, y + 4));
  return {
    tableAxis: {
      length: rowsOfTables,
      bounds,
      rows: "middle",
      taken: [{ from: high, to: high + lockRows }],
    },
    pageAxis: { length: sizes.page.h + sizes.page.gap, bounds, rows: "near", taken: [], aside: true },
    group: { open: HANDLE, shut: GROUP + 4 },
    addGroup({ key, from, open }) {
      places.groups[key] = open
        ? { x: x.tables, y: from + 1, w: 150, h: HANDLE - 4, open }
        : { x: x.tables, y: from, w: sizes.table.w, h: GROUP, open };
      reach(from + GROUP);
    },
    at: (names) => middleOf(places, names, (sizes.top + high) / 2),
    addTable(spot) {
      places.tables[spot.name] = tablePlace(x.tables, spot.from + sizes.table.tab, sizes, info.entries);
      reach(spot.to);
    },
    addPage(spot) {
      const { w, h, chip } = sizes.page;
      places.pages[spot.name] = { x: x.pages, y: spot.from + (chip ? 0 : 4), w, h, chip };
      reach(spot.to);
    },
    done: () => places,
  };
}

function columnsOf(sizes) {
  const cpus = sizes.margin + sizes.mm.w + 8;
  const slots = sizes.low ? cpus + sizes.cpu.w + 10 : cpus;
  const tables = slots + sizes.slot.w + sizes.gap.edges;
  const pages = tables + sizes.table.w + sizes.gap.pages;
  return { mms: sizes.margin, cpus, slots, tables, pages, end: pages + sizes.page.w + sizes.margin, sizes };
}

function headsOf(x) {
  const { sizes } = x;
  return [
    { text: say("draw.processes"), x: x.mms, w: sizes.mm.w - 22 },
    ...(sizes.low ? [{ text: "CPUs", x: x.cpus, w: sizes.cpu.w }] : []),
    { text: say("draw.slots"), x: x.slots, w: sizes.slot.w, end: sizes.slot.h < 30 ? undefined : say("draw.vma") },
    { text: say("draw.tables"), x: x.tables, w: sizes.table.w, end: say("draw.count-references") },
    { text: say("draw.pages"), x: x.pages, w: sizes.page.w },
  ];
}

function tablePlace(x, y, sizes, entries) {
  const { w, head, row, columns, badge, tab } = sizes.table;
  const rows = Math.ceil(entries / columns);
  const wide = (w - 9) / columns;
  const entry = (index) => ({
    x: x + 9 + Math.floor(index / rows) * wide,
    y: y + head + (index % rows) * row,
    w: wide,
    h: row,
    port: { x: x + w, y: y + head + (index % rows) * row + row / 2 + shift(index, rows, columns) },
  });
  return {
    x,
    y,
    w,
    h: tableHeight(sizes.table, entries),
    head,
    spine: { x, y, w: 9, h: tableHeight(sizes.table, entries) },
    badge: { x: x + w - badge.w, y: y - tab, ...badge },
    entries: Array.from({ length: entries }, (_, index) => entry(index)),
  };
}

/** In two columns the left entry's edge leaves a little above the right one's. */
function shift(index, rows, columns) {
  return columns === 1 ? 0 : index < rows ? -5 : 5;
}

function lockPlaces(locks, x, y, row, inRow) {
  const place = (index) => ({
    x: x + (index % inRow) * 200,
    y: y + Math.floor(index / inRow) * row,
    w: 196,
    h: 30,
  });
  return Object.fromEntries(locks.map((lock, index) => [lock.name, place(index)]));
}

function middleOf(places, names, fallback) {
  const middles = names.map((name) => middle(places, name)).filter((value) => value !== undefined);
  return middles.length ? middles.reduce((sum, value) => sum + value, 0) / middles.length : fallback;
}

function middle(places, name) {
  const [table, index] = name.split(/[[\]]/);
  const entry = places.tables[table]?.entries[Number(index)];
  if (entry) return entry.port.y;
  const rect = places.slots[name] ?? places.mms[name];
  return rect && rect.y + rect.h / 2;
}
