/** Marks that several objects share: badge, octagon, reticle, paper plate, hatch. */
import { html } from "./html.js";
import { r } from "../layout/curves.js";
import { mmOf } from "../layout/sources.js";
import { Who } from "./who.js";
import { say } from "../words.js";

/** The three states of a count: "equal" (ink), "warn" (hollow red: they differ), "bad" (solid red: in the violation). */
export function countState(object, faults) {
  if (faults.damaged.has(object.name)) return "bad";
  return object.count === object.references && !faults.warned.has(object.name) ? "equal" : "warn";
}

/** `count / references` in a box. */
export function Badge({ object, place, state, small = false }) {
  const tight = small || place.w < 60;
  const text = tight ? `${object.count}/${object.references}` : `${object.count} / ${object.references}`;
  const { x, y, w, h } = place;
  return html`<g class=${`count ${state}${small ? " small" : ""}`}>
    <rect class="badge" x=${r(x)} y=${r(y)} width=${w} height=${h} />
    <text class="num" key=${text} x=${r(x + w / 2)} y=${r(y + h / 2 + (small ? 5 : h * 0.24))}>${text}</text>
  </g>`;
}

/** Who has pinned a page: the last of them at x, y, the others to its left. */
export function Pins({ info, pins, x, y, word = false }) {
  if (pins.length === 0) return null;
  const left = x - (pins.length - 1) * 18 - 13;
  return html`<g class="pins" aria-hidden="true">
    ${word && pins.length < 3 && html`<text class="note end" x=${r(left)} y=${r(y + 4)}>${say("draw.pin")}</text>`}
    ${pins.map((thread, index) => html`<${Who} name=${thread} mm=${mmOf(info, thread)} x=${x - index * 18} y=${y} size=${17} />`)}
  </g>`;
}

/** The violation mark. Hollow for a warning. */
export function Octagon({ at, size = 15, hollow = false }) {
  const [a, b] = [r(size * 0.414), size];
  const path = `M${-a} ${-b}H${a}L${b} ${-a}V${a}L${a} ${b}H${-a}L${-b} ${a}V${-a}Z`;
  return html`<g
    class=${hollow ? "oct-mark hollow" : "oct-mark"}
    transform=${`translate(${r(at.x)} ${r(at.y)})`}
    aria-hidden="true"
  >
    <path d=${path} /><text y=${r(size * 0.38)} style=${`font-size:${r(size * 1.08)}px`}>!</text>
  </g>`;
}

/** The pale wash under a changed thing. */
export function Wash({ place, out = 4 }) {
  return html`<rect
    class="changed"
    x=${r(place.x - out)}
    y=${r(place.y - out)}
    width=${r(place.w + 2 * out)}
    height=${r(place.h + 2 * out)}
  />`;
}

/** Four corner brackets round a changed thing. */
export function Reticle({ place, out = 5, arm = 11 }) {
  const [l, t] = [r(place.x - out), r(place.y - out)];
  const [right, b] = [r(place.x + place.w + out), r(place.y + place.h + out)];
  const reach = r(Math.min(arm, (right - l) / 3, (b - t) / 3));
  const [nearL, nearT, nearR, nearB] = [r(l + reach), r(t + reach), r(right - reach), r(b - reach)];
  const top = `M${l} ${nearT}V${t}H${nearL}M${nearR} ${t}H${right}V${nearT}`;
  const d = `${top}M${right} ${nearB}V${b}H${nearR}M${nearL} ${b}H${l}V${nearB}`;
  return html`<path class="reticle" d=${d} aria-hidden="true" />`;
}

/** A line round what the page points out, just inside the reticle's brackets. */
export function Lit({ place, out = 4 }) {
  return html`<rect
    class="lit"
    x=${r(place.x - out)}
    y=${r(place.y - out)}
    width=${r(place.w + 2 * out)}
    height=${r(place.h + 2 * out)}
    rx="4"
    aria-hidden="true"
  />`;
}

/** Text on a paper plate: the only way to set text on hatch or over lines. */
export function Plated({ x, y, w, h = 18, text, kind = "note" }) {
  return html`<g>
    <rect class="plate" x=${r(x)} y=${r(y)} width=${r(w)} height=${h} />
    <text class=${kind} x=${r(x + 5)} y=${r(y + h / 2 + 4.8)}>${text}</text>
  </g>`;
}

/** The hatch of freed memory. Each picture has its own, so that hiding one does not blank another. */
export function Hatch({ id }) {
  return html`<defs>
    <pattern id=${id} width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <line class="hatch" x1="0" y1="0" x2="0" y2="9" />
    </pattern>
  </defs>`;
}
