/** A folded group: a box that says what is in it and what this step did there; and the handle of an unfolded one. */
import { html } from "./html.js";
import { r } from "../layout/curves.js";
import { groupOf } from "../layout/folds.js";
import { pagesOf } from "../layout/sources.js";
import { lockText } from "./lock.js";
import { Wash } from "./marks.js";
import { say } from "../words.js";

/** What a group holds in a frame, and what in it needs to be seen. Numbers of things by their names. */
export function summaryOf(key, { frame, places, faults, changed }) {
  const inside = (name) => groupOf(places.hidden, name) === key;
  const { memory } = frame;
  const held = key.startsWith("mm ") ? ofMm(memory, key.slice(3)) : ofSlot(memory, inside);
  const counted = [...memory.tables, ...pagesOf(memory)].filter((object) => inside(object.name));
  const stale = memory.cpus.filter((cpu) => inside(cpu.name)).flatMap((cpu) => cpu.tlb).filter((entry) => entry.stale);
  const apart = counted.filter((object) => object.count !== object.references);
  return {
    held,
    changed: [...(changed ?? [])].filter(inside),
    stale: stale.length,
    apart,
    bad: counted.some((object) => faults?.damaged.has(object.name)),
  };
}

function ofMm(memory, name) {
  const mm = memory.mms.find((one) => one.name === name);
  const tables = new Set(mm.slots.map((slot) => slot.table).filter(Boolean));
  const shared = memory.tables.filter((table) => tables.has(table.name) && sharersOf(table) > 1);
  const locks = [mm.page_table_lock, mm.mmap_sem].filter((lock) => lock.holders.length > 0);
  return {
    words: [say("picture.slots", mm.slots.length), say("picture.tables", tables.size), say("picture.shared", shared.length)],
    short: [`${mm.slots.length} sl`, `${tables.size} T`, `${shared.length} sh`],
    locks: locks.map((lock) => `${lock.label === "mmap_sem" ? "sem" : "ptl"} ${lockText(lock)}`),
  };
}

function ofSlot(memory, inside) {
  const tables = memory.tables.filter((table) => inside(table.name));
  const pages = pagesOf(memory).filter((page) => inside(page.name));
  const shared = tables.filter((table) => sharersOf(table) > 1).length;
  const freed = [...tables, ...pages].filter((object) => object.freed).length;
  return {
    words: [say("picture.tables", tables.length), say("picture.pages", pages.length), say("picture.shared", shared), ...(freed ? [say("picture.freed", freed)] : [])],
    short: [`${tables.length} T`, `${pages.length} D`, freed ? `${freed} ✕` : `${shared} sh`],
    locks: tables.filter((table) => table.lock?.holders.length).map((table) => `${table.lock.name} ${lockText(table.lock)}`),
  };
}

function sharersOf(table) {
  return new Set(table.holders.filter((holder) => !holder.gone && holder.mm).map((holder) => holder.mm)).size;
}

/** "Unfold mm C: 14 slots, 9 tables, 3 shared. Changed in this step: C.pmd[3]" */
export function foldSentence(key, scene) {
  if (scene.places.groups[key].open) return say("picture.fold", key);
  const { held, changed, stale, apart } = summaryOf(key, scene);
  const more = [
    changed.length > 0 && say("picture.changed", changed.join(", ")),
    stale > 0 && say("picture.stale-tlb", stale),
    apart.length > 0 && say("picture.apart", apart.map((object) => object.name).join(", ")),
    ...held.locks,
  ].filter(Boolean);
  return [say("picture.unfold", key, held.words.join(", ")), ...more].join("; ");
}

/** @param {{ name: string, scene: object }} props a group's key */
export function Fold({ name, scene }) {
  const place = scene.places.groups[name];
  const tall = scene.places.orientation === "tall";
  if (place.open) return html`<${Handle} name=${name} place=${place} tall=${tall} />`;
  const summary = summaryOf(name, scene);
  const touched = summary.changed.length > 0;
  return html`<g class="thing folded" data-name=${name}>
    ${touched && html`<${Wash} place=${place} out=${1} />`}
    <path class="stack" d=${behind(place)} />
    <rect class=${touched ? "foldbox changed" : "foldbox"} x=${r(place.x)} y=${r(place.y)} width=${r(place.w)} height=${r(place.h)} />
    <${tall ? Narrow : Broad} name=${name} place=${place} summary=${summary} />
  </g>`;
}

function Handle({ name, place, tall }) {
  const { x, y } = place;
  const slot = name.startsWith("slot ");
  const label = tall ? name.replace("slot ", "") : name;
  return html`<g class="handle" data-name=${name}>
    <path class="plusminus" d=${sign(x + 10, y + 11, false)} />
    ${slot && html`<text class="note" x=${r(x + 22)} y=${r(y + 15.5)}>${label}</text>`}
  </g>`;
}

function Broad({ name, place, summary }) {
  const { x, y, w } = place;
  const { held, changed, stale, apart, bad } = summary;
  const title = name.startsWith("slot ") ? `${name.slice(5)}: ` : "";
  const [head, tail] = [held.words.slice(0, 2), held.words.slice(2)];
  const news = [...apart.map(({ name: one, count, references }) => `${one} ${count}/${references}`), ...(stale ? [say("picture.stale", stale)] : []), ...changed, ...tail, ...held.locks];
  const kind = bad ? "badtext" : apart.length ? "warntext" : stale ? "staleword" : "note";
  const room = Math.floor((w - 34) / 6.8);
  return html`<g>
    <path class="plusminus" d=${sign(x + 14, y + 13, true)} />
    <text class="mono" x=${r(x + 28)} y=${r(y + 17)}>${cut(title + head.join(", "), Math.floor((w - 34) / 7.6))}</text>
    <text class=${kind} x=${r(x + 28)} y=${r(y + 33)}>${cut(news.join(", "), room)}</text>
  </g>`;
}

function Narrow({ name, place, summary }) {
  const { x, y, w } = place;
  const { held, changed, stale, apart, bad } = summary;
  const last = stale ? `${stale}!` : apart.length ? "≠" : changed.length ? "Δ" : held.locks.length ? say("picture.held") : "";
  const kind = bad ? "badtext" : apart.length ? "warntext" : stale ? "staleword" : "note";
  const middle = r(x + w / 2);
  return html`<g>
    <path class="plusminus" d=${sign(x + w / 2 - 8, y + 13, true)} />
    <text class="mono" x=${r(x + w / 2 + 3)} y=${r(y + 17)}>${name.startsWith("slot ") ? name.slice(5) : ""}</text>
    ${held.short.map((text, index) => html`<text key=${index} class="mono mid" x=${middle} y=${r(y + 36 + index * 16)}>${text}</text>`)}
    <text class=${`${kind} mid`} x=${middle} y=${r(y + 86)}>${last}</text>
  </g>`;
}

/** A square with a plus (folded) or a minus in it, 14 units across. */
function sign(x, y, plus) {
  const bar = `M${r(x - 4)} ${r(y)}h8`;
  return `M${r(x - 7)} ${r(y - 7)}h14v14h-14Z${bar}${plus ? `M${r(x)} ${r(y - 4)}v8` : ""}`;
}

/** Two edges of sheets that lie behind the box. */
function behind({ x, y, w, h }) {
  return [4, 8].map((by) => `M${r(x + by)} ${r(y + h + by - 4)}v4H${r(x + w + by)}V${r(y + by)}h-4`).join("");
}

function cut(text, room) {
  return text.length > room ? `${text.slice(0, Math.max(room - 1, 1))}…` : text;
}
