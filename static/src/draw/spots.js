/**
 * The objects of the picture as things that can be pointed at: one flat list of transparent rectangles over the
 * drawing, in reading order, the small ones over the large. The drawing itself is one image to a reader.
 */
import { html } from "./html.js";
import { memo } from "./memo.js";
import { pagesOf, locksOf } from "../layout/sources.js";
import { groupOf } from "../layout/folds.js";
import { regionOf } from "../layout/regions.js";
import { r } from "../layout/curves.js";
import { cpuSentence, entrySentence, mmSentence, pageSentence, slotSentence, tableSentence } from "./describe.js";
import { foldSentence } from "./fold.js";
import { lockSentence } from "./lock.js";
import { say } from "../words.js";

/** @typedef {{name: string, kind: string, label: string, place: {x: number, y: number, w: number, h: number}}} Spot */

/** @returns {Spot[]} what can be pointed at in a frame, containers before what they contain */
export function spotsOf(frame, places, changed = []) {
  const { memory } = frame;
  const scene = { frame, places, changed };
  const all = [
    ...memory.mms.flatMap(mmSpots),
    ...memory.cpus.map((cpu) => spot(cpu.name, "cpu", cpuSentence(cpu))),
    ...memory.tables.flatMap(tableSpots),
    ...pagesOf(memory).flatMap(pageSpots),
    ...locksOf(memory).map((lock) => spot(lock.name, "lock", lockSentence(lock))),
  ];
  const groups = Object.entries(places.groups ?? {}).map(([name, place]) => ({ ...spot(name, "fold", foldSentence(name, scene)), place, open: place.open }));
  const seen = all
    .map((one) => ({ ...one, place: groupOf(places.hidden, one.name) ? null : regionOf(places, one.name) }))
    .filter((one) => one.place !== null && one.place !== undefined);
  return [...seen, ...groups];
}

const spot = (name, kind, label) => ({ name, kind, label });

function mmSpots(mm) {
  const locks = [mm.page_table_lock, mm.mmap_sem].filter(
    (lock, index) => index === 0 || lock.holders.length + lock.waiters.length > 0,
  );
  if (mm.state !== "live") return [spot(mm.name, "mm", mmSentence(mm))];
  return [
    spot(mm.name, "mm", mmSentence(mm)),
    ...locks.map((lock) => spot(lock.name, "lock", lockSentence(lock))),
    ...mm.slots.map((slot) => spot(slot.name, "slot", slotSentence(slot))),
  ];
}

function tableSpots(table) {
  return [
    spot(table.name, "table", tableSentence(table)),
    spot(`${table.name}.count`, "count", countSentence(table)),
    ...(table.lock ? [spot(table.lock.name, "lock", lockSentence(table.lock))] : []),
    ...table.entries.map((entry) => spot(entry.name, "entry", entrySentence(entry))),
  ];
}

function pageSpots(page) {
  return [
    spot(page.name, "page", pageSentence(page)),
    spot(`${page.name}.count`, "count", countSentence(page)),
  ];
}

/** "count of T0: 1, references 2: they differ" */
function countSentence({ name, count, references }) {
  return say(count === references ? "picture.count" : "picture.count-apart", name, count, references);
}

/**
 * @param {{ spots: Spot[], current: string | null, chosen: string | null, onChoose: (name: string, kind: string) => void,
 *   onFocus: (name: string) => void }} props `current`: the one that Tab comes to. To listen for the focus of all at the
 *   group would make the group itself a stop of Tab
 */
export function Spots({ spots, current, chosen, onChoose, onFocus }) {
  const press = (event) => {
    const found = event.target.closest("[data-spot]");
    if (found !== null) onChoose(found.dataset.spot, found.dataset.kind);
  };
  return html`<g class="spots" onClick=${press}>
    ${spots.map(({ place, ...spot }) => html`<${Spot} key=${spot.name} ...${spot} x=${place.x} y=${place.y} w=${place.w} h=${place.h} chosen=${chosen === spot.name} tab=${current === spot.name} onFocus=${onFocus} />`)}
  </g>`;
}

const Spot = memo(({ name, kind, label, open, x, y, w, h, chosen, tab, onFocus }) => html`<rect
  class="spot"
  data-spot=${name}
  data-kind=${kind}
  role="button"
  aria-label=${label}
  aria-pressed=${kind === "fold" ? undefined : String(chosen)}
  aria-expanded=${kind === "fold" ? String(open) : undefined}
  tabindex=${tab ? "0" : "-1"}
  x=${r(x)}
  y=${r(y)}
  width=${r(w)}
  height=${r(h)}
  onFocus=${() => onFocus(name)}
><title>${label}</title></rect>`);
