/** The picture from left to right: processes, slots with their CPUs, page tables, data pages. */
import { locksOf, mmOf } from "./sources.js";
import { cpuHeight, tableHeight, wideSizes } from "./sizes.js";

const LOCKS_A_ROW = 2;

/** @returns the fixed places of a run and the means to add tables and pages to them */
export function widePlaces(info, first) {
  const sizes = wideSizes(info, first.memory.mms.length);
  const mms = first.memory.mms;
  const bands = bandsOf(info, first, sizes);
  const rowsOfTables = tableHeight(sizes.table, info.entries) + sizes.table.tab + sizes.table.gap;
  const locks = locksOf(first.memory);
  const lockRows = Math.ceil(locks.length / LOCKS_A_ROW) * sizes.lock;
  const high = Math.max(sizes.height - lockRows, heightOf(bands, sizes));
  const x = columnsOf(sizes);
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
    locks: lockPlaces(locks, x.tables, high + 2, sizes.lock),
  };
  placeBands(places, mms, bands, x, sizes, high);
  const bounds = [sizes.top, high];
  const reach = (y) => (places.box.h = Math.max(places.box.h, y + 4));
  return {
    tableAxis: {
      length: rowsOfTables,
      bounds,
      rows: "middle",
      taken: [{ from: high, to: high + lockRows }],
    },
    pageAxis: { length: sizes.page.h + sizes.page.gap, bounds, rows: "near", taken: [] },
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
  const slots = sizes.margin + sizes.mm.w + 8;
  const tables = slots + sizes.slot.w + sizes.gap.edges;
  const pages = tables + sizes.table.w + sizes.gap.pages;
  return { mms: sizes.margin, slots, tables, pages, end: pages + sizes.page.w + sizes.margin, sizes };
}

function headsOf(x) {
  const { sizes } = x;
  return [
    { text: "processes", x: x.mms, w: sizes.mm.w - 22 },
    { text: "pmd slots", x: x.slots, w: sizes.slot.w, end: sizes.slot.h < 30 ? undefined : "vma" },
    { text: "page tables", x: x.tables, w: sizes.table.w, end: "count / references" },
    { text: "data pages", x: x.pages, w: sizes.page.w },
  ];
}

/** One band an mm: its slots with the chips of the CPUs whose stories are its own; below them the kernel's CPUs. */
function bandsOf(info, first, sizes) {
  const home = new Map();
  for (const cpu of first.memory.cpus) {
    const story = info.stories.find((one) => one.cpu === cpu.name);
    home.set(cpu.name, story ? mmOf(info, story.thread) : first.memory.mms[0]?.name);
  }
  const bands = first.memory.mms.map((mm) => {
    const cpus = first.memory.cpus.filter((cpu) => home.get(cpu.name) === mm.name).map((cpu) => cpu.name);
    const right = mm.slots.length * sizes.slot.h + cpus.length * (sizes.gap.cpu + cpuHeight(sizes.cpu));
    return { mm: mm.name, cpus, h: Math.max(sizes.mm.h, right) };
  });
  const kernel = [...home].filter(([, mm]) => mm === "").map(([cpu]) => cpu);
  const h = kernel.length * (sizes.gap.cpu + cpuHeight(sizes.cpu));
  return kernel.length === 0 ? bands : [...bands, { mm: null, cpus: kernel, h }];
}

function heightOf(bands, sizes) {
  return sizes.top + bands.reduce((sum, band) => sum + band.h + sizes.gap.band, 0) - sizes.gap.band;
}

function placeBands(places, mms, bands, x, sizes, high) {
  const spare = (high - heightOf(bands, sizes)) / Math.max(bands.length - 0.5, 1);
  let y = sizes.top;
  bands.forEach((band, index) => {
    if (band.mm) places.mms[band.mm] = { name: band.mm, x: x.mms, y, w: sizes.mm.w, h: sizes.mm.h };
    let below = y;
    for (const slot of mms[index]?.slots ?? []) {
      places.slots[slot.name] = { x: x.slots, y: below, w: sizes.slot.w, h: sizes.slot.h };
      below += sizes.slot.h;
    }
    for (const cpu of band.cpus) {
      places.cpus[cpu] = { x: x.slots, y: below + sizes.gap.cpu, w: sizes.cpu.w, h: cpuHeight(sizes.cpu) };
      below += sizes.gap.cpu + cpuHeight(sizes.cpu);
    }
    y += band.h + sizes.gap.band + spare;
  });
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

function lockPlaces(locks, x, y, row) {
  const place = (index) => ({
    x: x + (index % LOCKS_A_ROW) * 200,
    y: y + Math.floor(index / LOCKS_A_ROW) * row,
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
