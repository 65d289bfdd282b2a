/** Where a changed name stands: the rectangle that the reticle goes round. */
import { gatherRow } from "./chip.js";
import { groupOf } from "./folds.js";

/** @returns {{x: number, y: number, w: number, h: number} | null} null for what the picture does not show */
export function regionOf(places, name) {
  const group = groupOf(places.hidden, name);
  if (group) return places.groups[group];
  return whole(places, name) ?? part(places, name);
}

function whole(places, name) {
  const table = places.tables[name];
  if (table) return { x: table.x, y: table.badge.y, w: table.w, h: table.y + table.h - table.badge.y };
  return (
    places.pages[name] ??
    places.slots[name] ??
    places.locks[name] ??
    places.cpus[name] ??
    places.groups?.[name] ??
    mmHead(places.mms[name]) ??
    entry(places, name)
  );
}

function mmHead(place) {
  return place && { x: place.x, y: place.y, w: Math.min(place.w, 128), h: 42 };
}

function entry(places, name) {
  const [table, index] = name.split(/[[\]]/);
  return places.tables[table]?.entries[Number(index)] ?? null;
}

function part(places, name) {
  const dot = name.indexOf(".");
  const [object, field] = [name.slice(0, dot), name.slice(dot + 1)];
  if (places.tables[object]) return ofTable(places.tables[object], field);
  if (places.pages[object])
    return field === "count" ? pageBadge(places.pages[object]) : pageValue(places.pages[object]);
  if (places.mms[object]) return ofMm(places, places.mms[object], field);
  if (places.cpus[object]) return ofCpu(places, object, field);
  return null;
}

function ofTable(place, field) {
  if (field === "count" || field === "references") return place.badge;
  if (field === "lock") return tableLock(place);
  if (field === "owners") return { x: place.x + 12, y: place.y + place.head - 21, w: place.w - 14, h: 19 };
  return null;
}

/** The padlock in a page table's head. */
export function tableLock(place) {
  if (place.w < 150) return { x: place.x + place.w - 20, y: place.y + place.head - 20, w: 15, h: 18 };
  return { x: place.x + 52, y: place.y + 4, w: 32, h: 16 }; // its brackets stay clear of the name and of who shares it
}

/** The count of a data page. */
export function pageBadge(place) {
  if (place.chip) return { x: place.x + place.w - 36, y: place.y, w: 36, h: place.h };
  if (place.w < 90) return { x: place.x + place.w - 41, y: place.y + 6, w: 36, h: 20 };
  return { x: place.x + place.w - 48, y: place.y + 5, w: 40, h: 22 };
}

/** The value of a data page. */
export function pageValue(place) {
  if (place.chip) return { x: place.x + 36, y: place.y, w: place.w - 74, h: place.h };
  return { x: place.x + 5, y: place.y + 29, w: place.w - 12, h: 19 };
}

/** The lines beside and under an mm's glyph. */
export function mmParts(place, { orientation, sizes }) {
  const { x, y } = place;
  if (sizes.low) {
    return {
      rss: { x: x + 42, y: y + 20, w: 90, h: 18 },
      page_table_lock: { x, y: y + 39, w: place.w, h: 18 },
      mmap_sem: { x, y: y + 58, w: place.w, h: 18 },
    };
  }
  if (orientation === "tall") {
    return {
      rss: { x: x + 42, y: y + 22, w: place.w - 44, h: 18 },
      page_table_lock: { x, y: y + 43, w: place.w, h: 18 },
      mmap_sem: { x, y: y + 62, w: place.w, h: 18 },
    };
  }
  return {
    rss: { x: x + 48, y: y + 22, w: 108, h: 18 },
    page_table_lock: { x, y: y + 48, w: place.w - 8, h: 32 },
    mmap_sem: { x, y: y + 84, w: place.w - 8, h: 32 },
  };
}

function ofMm(places, place, field) {
  if (field === "vmas") return vmasOf(places, place.name);
  const parts = mmParts(place, places);
  return parts[field] ?? (field === "mm_users" ? parts.rss : null);
}

/** One small square a page, in the top right of a slot: has it a VMA. Null where there is no room for them. */
export function vmaMarks(place, entries) {
  const size = 8;
  const step = Math.min(10, 40 / entries);
  const w = step * entries;
  if (place.h < 30 || w / entries < 5) return null;
  return { x: place.x + place.w - w - 6, y: place.y + 6, w, h: size, step };
}

function vmasOf(places, mm) {
  const marks = Object.entries(places.slots)
    .filter(([name]) => name.startsWith(`${mm}.`))
    .map(([, place]) => vmaMarks(place, places.entries));
  if (marks.length === 0 || marks.includes(null)) return null;
  const last = marks.at(-1);
  return { x: marks[0].x, y: marks[0].y, w: last.x + last.w - marks[0].x, h: last.y + last.h - marks[0].y };
}

function ofCpu(places, name, field) {
  const place = places.cpus[name];
  const row = gatherRow(name, places);
  if (field === "gather" || field === "queued") return { x: row.x, y: row.y, w: row.w, h: row.h };
  if (field === "irqs") return { x: place.x, y: place.y, w: place.w, h: places.sizes.cpu.head };
  return field === "tlb" ? { x: place.x, y: place.y, w: place.w, h: row.y - place.y } : null;
}
