/** The pmd slots of one mm: a strip of cells, each with its virtual address; a ground sign where one was cleared. */
import { html } from "./html.js";
import { memo } from "./memo.js";
import { r } from "../layout/curves.js";
import { vmaMarks } from "../layout/regions.js";
import { Thing } from "./thing.js";
import { tone } from "./who.js";
import { slotSentence, vmaSentence } from "./describe.js";
import { say } from "../words.js";

/** @param {{ slot: object, mm: object, scene: object }} props a SlotInfo and its MmInfo */
export const Slot = memo(({ slot, mm, scene }) => {
  const place = scene.places.slots[slot.name];
  const { x, y, w, h } = place;
  const middle = y + h / 2;
  const { orientation } = scene.places;
  const tall = orientation === "tall" && !scene.places.sizes.slot.upright;
  const beside = h < 30;
  const there = mm.state === "live";
  const inner = tall ? x + 20 : x + 36;
  const state = there ? "" : " ghost";
  const address = beside ? beyond(place) : under(place, tall, inner);
  return html`<${Thing} name=${slot.name} kind=${`slot${state}`} title=${slotSentence(slot)} scene=${scene}>
    <rect class="cell" x=${r(x)} y=${y} width=${r(w)} height=${h} />
    ${!tall && html`<path class="cellrule" d=${`M${x + 28} ${y}V${y + h}`} />`}
    <text class="idx" x=${r(x + (tall ? 11 : 14))} y=${r(middle + (tall ? -3 : 4.5))}>${`${slot.index}`}</text>
    <text class=${slot.table ? "val" : "none"} key=${slot.table ?? "none"} x=${r(inner)} y=${r(middle + (beside ? 5 : -2))}>
      ${slot.table ?? (there ? say("draw.none") : "")}${slot.read_only && html`<tspan class="dim"> ro</tspan>`}
    </text>
    ${address && html`<text class=${address.kind} x=${r(address.x)} y=${r(address.y)}>${slot.address}</text>`}
    ${mm.state !== "gone" && html`<${Vmas} slot=${slot} mm=${mm} place=${place} entries=${scene.info.entries} />`}
    ${slot.was && !slot.table && html`<path class=${`ground ${tone(mm.name)}`} d=${ground(x, y, w, h, tall)} />`}
  <//>`;
});

/** The virtual address beside the value, where the cell is wide enough. */
function beyond({ x, y, w, h }) {
  return w > 140 && { kind: "address end", x: x + w - 6, y: y + h / 2 + 4.5 };
}

/** The virtual address under the value. */
function under({ x, y, w, h }, tall, inner) {
  if (w <= 76) return null;
  return tall ? { kind: "address mid", x: x + w / 2, y: y + h - 5 } : { kind: "address", x: inner, y: y + h - 5 };
}

/** Which pages of the slot have a VMA: small squares, filled or empty. */
function Vmas({ slot, mm, place, entries }) {
  const marks = vmaMarks(place, entries);
  if (!marks) return null;
  const mapped = mm.mapped.slice(slot.index * entries, (slot.index + 1) * entries);
  const left = (at) => r(marks.x + at * marks.step + 1);
  const readOnly = (mm.read_only ?? []).slice(slot.index * entries, (slot.index + 1) * entries);
  const kind = (has, at) => (has ? (readOnly[at] ? "vma ro" : "vma") : "vma none");
  const [w, h] = [r(marks.step - 2), marks.h];
  return html`<g class="vmas">
    <title>${vmaSentence(slot, mapped, readOnly)}</title>
    ${mapped.map((has, at) => html`<rect key=${at} class=${kind(has, at)} x=${left(at)} y=${marks.y} width=${w} height=${h} />`)}
  </g>`;
}

/** The sign for earth: the slot's line leads nowhere. */
function ground(x, y, w, h, tall) {
  if (tall) {
    const middle = r(x + w / 2);
    return `M${middle} ${y + h}v16M${middle - 9} ${y + h + 16}h18M${middle - 5} ${y + h + 21}h10`;
  }
  const middle = y + h / 2;
  const half = Math.min(9, h / 2 - 4);
  return `M${x + w} ${middle}h22M${x + w + 22} ${middle - half}v${half * 2}M${x + w + 27} ${r(middle - half / 2)}v${half}`;
}
