/** The picture from top to bottom, for a phone: processes with CPUs and slots, page tables, data pages. */
import { mmKey } from "./folds.js";
import { cpusOf, locksOf } from "./sources.js";
import { cpuHeight, tableHeight, tallSizes } from "./sizes.js";

/** A folded process or slot, and the handle of an unfolded slot. */
const FOLDED = { w: 46, h: 94 };
const HANDLE = 32;

/** @returns the same thing as `widePlaces`, along the other axis */
export function tallPlaces(info, first, folds) {
  const open = first.memory.mms.filter((mm) => !folds?.get(mmKey(mm.name))).length;
  const sizes = tallSizes(info, first.memory.mms.length, open, FOLDED.w + 4);
  const places = {
    orientation: "tall",
    entries: info.entries,
    sizes,
    box: { x: 0, y: 0, w: sizes.width, h: 0 },
    heads: [],
    mms: {},
    slots: {},
    cpus: {},
    tables: {},
    pages: {},
    locks: {},
    groups: folds ? {} : null,
  };
  const slotsEnd = placeColumns(places, info, first, sizes, folds);
  places.exit = slotsEnd + 4;
  const tablesY = slotsEnd + sizes.gap.edges;
  const pagesY = tablesY + tableHeight(sizes.table, info.entries) + sizes.gap.pages;
  const locksY = pagesY + sizes.page.h + sizes.page.below;
  const locks = locksOf(first.memory);
  locks.forEach((lock, index) => {
    places.locks[lock.name] = { x: 6, y: locksY + index * sizes.lock, w: sizes.width - 12, h: 22 };
  });
  const end = locksY + locks.length * sizes.lock;
  places.box.h = end;
  const reach = (x) => (places.box.w = Math.max(places.box.w, x));
  return {
    tableAxis: {
      length: sizes.table.w + sizes.table.gap,
      bounds: [2, sizes.width + 1],
      rows: "middle",
      taken: [],
    },
    pageAxis: {
      length: sizes.page.w + sizes.page.gap,
      bounds: [2, sizes.width + 1],
      rows: "near",
      taken: [],
      aside: true,
    },
    group: { open: HANDLE, shut: FOLDED.w + 4 },
    addGroup({ key, from, open: isOpen }) {
      places.groups[key] = isOpen
        ? { x: from, y: tablesY, w: 28, h: 28, open: true }
        : { x: from, y: tablesY, ...FOLDED, open: false };
      reach(from + (isOpen ? HANDLE : FOLDED.w));
    },
    at: (names) => middleOf(places, names, sizes.width / 2),
    addTable(spot) {
      places.tables[spot.name] = tablePlace(spot.from, tablesY, sizes, info.entries);
      reach(spot.to);
    },
    addPage(spot) {
      const { row, x } = wrap(spot.from, sizes);
      const y = row === 0 ? pagesY : end + (row - 1) * (sizes.page.h + sizes.page.below) + 6;
      places.pages[spot.name] = { x, y, w: sizes.page.w, h: sizes.page.h, chip: sizes.page.chip };
      places.box.h = Math.max(places.box.h, row === 0 ? end : y + sizes.page.h + sizes.page.below);
    },
    done: () => places,
  };
}

/** Pages beyond the right edge go to the next row. */
function wrap(from, sizes) {
  const length = sizes.page.w + sizes.page.gap;
  const columns = Math.max(1, Math.floor((sizes.width - 2 + sizes.page.gap) / length));
  if (from + sizes.page.w <= sizes.width) return { row: 0, x: from };
  const index = Math.max(columns, Math.ceil((from - 2) / length - 0.01));
  return { row: Math.floor(index / columns), x: 2 + (index % columns) * length };
}

function placeColumns(places, info, first, sizes, folds) {
  const chip = cpuHeight(sizes.cpu);
  const cpusY = sizes.mm.h;
  const isFolded = (mm) => folds?.get(mmKey(mm.name)) ?? false;
  const kernel = cpusOf(info, first, "");
  const owned = first.memory.mms.map((mm, index) => [...cpusOf(info, first, mm.name), ...(index === 0 ? kernel : [])]);
  const most = Math.max(0, ...owned.map((cpus, index) => (isFolded(first.memory.mms[index]) ? 0 : cpus.length)));
  const slotsY = cpusY + most * (chip + sizes.gap.cpu) + 4;
  let end = slotsY;
  let x = 6;
  first.memory.mms.forEach((mm, index) => {
    if (isFolded(mm)) {
      places.mms[mm.name] = { name: mm.name, x, y: 0, w: FOLDED.w, h: sizes.mm.h, folded: true };
      places.groups[mmKey(mm.name)] = { x, y: 44, ...FOLDED, open: false };
      end = Math.max(end, 44 + FOLDED.h);
      x += FOLDED.w + 4;
      return;
    }
    end = Math.max(end, placeColumn(places, mm, owned[index], { x, cpusY, slotsY }));
    x += sizes.column;
  });
  return end;
}

function placeColumn(places, mm, cpus, { x, cpusY, slotsY }) {
  const { sizes } = places;
  const chip = cpuHeight(sizes.cpu);
  const w = sizes.column - 8 - sizes.lane;
  let end = slotsY;
  places.mms[mm.name] = { name: mm.name, x, y: 0, w: sizes.column - 8, h: sizes.mm.h, folded: false };
  if (places.groups) places.groups[mmKey(mm.name)] = { x: x + sizes.column - 31, y: 0, w: 24, h: 24, open: true };
  cpus.forEach((cpu, row) => {
    places.cpus[cpu] = { x, y: cpusY + row * (chip + sizes.gap.cpu), w, h: chip };
  });
  mm.slots.forEach((slot, at) => {
    const wide = sizes.slot.upright ? w : w / mm.slots.length;
    const place = sizes.slot.upright
      ? { x, y: slotsY + at * sizes.slot.h, w: wide, h: sizes.slot.h }
      : { x: x + at * wide, y: slotsY, w: wide, h: sizes.slot.h };
    places.slots[slot.name] = place;
    end = Math.max(end, place.y + place.h);
  });
  return end;
}

function tablePlace(x, y, sizes, entries) {
  const { w, head, row, badge, tab } = sizes.table;
  const h = tableHeight(sizes.table, entries);
  const entry = (index) => ({
    x,
    y: y + head + index * row,
    w,
    h: row,
    port: { x: x + ((index + 0.5) * w) / entries, y: y + h },
  });
  return {
    x,
    y,
    w,
    h,
    head,
    spine: { x, y, w: w - badge.w - 6, h: 8 },
    badge: { x: x + w - badge.w, y: y - tab, ...badge },
    entries: Array.from({ length: entries }, (_, index) => entry(index)),
  };
}

function middleOf(places, names, fallback) {
  const middles = names.map((name) => middle(places, name)).filter((value) => value !== undefined);
  return middles.length ? middles.reduce((sum, value) => sum + value, 0) / middles.length : fallback;
}

function middle(places, name) {
  const [table, index] = name.split(/[[\]]/);
  const entry = places.tables[table]?.entries[Number(index)];
  if (entry) return entry.port.x;
  const rect = places.slots[name] ?? places.mms[name];
  return rect && rect.x + rect.w / 2;
}
