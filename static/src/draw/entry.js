/** One entry of a page table: its page and its flags in small boxes, capital and bold when set. */
import { html } from "./html.js";
import { r } from "../layout/curves.js";
import { entrySentence } from "./describe.js";
import { Plated } from "./marks.js";
import { Thing } from "./thing.js";
import { say } from "../words.js";

/** @param {{ entry: object, place: object, freed: boolean, scene: object }} props an EntryInfo */
export function Entry({ entry, place, freed, scene }) {
  const { x, y, w, h } = place;
  const middle = r(y + h / 2 + 4.8);
  const changed = scene.changed.has(entry.name);
  const tight = w < 130;
  return html`<${Thing} name=${entry.name} kind="entry" title=${entrySentence(entry)} scene=${scene}>
    ${changed && html`<rect class="changed" x=${r(x + 1)} y=${r(y + 1)} width=${r(w - 2)} height=${h - 2} />`}
    ${freed && html`<rect class="plate" x=${r(x + (tight ? 3 : 6))} y=${r(y + 4)} width="17" height=${h - 8} />`}
    <text class="idx" x=${r(x + (tight ? 10 : 15))} y=${middle}>${`${entry.index}`}</text>
    <${freed ? Poison : Present} entry=${entry} place=${place} tight=${tight} />
  <//>`;
}

function Poison({ entry, place, tight }) {
  const { x, y, w, h } = place;
  const left = x + (tight ? 22 : 30);
  return html`<g>
    <${Plated} x=${left} y=${y + 4} w=${tight ? 72 : 78} h=${h - 8} text="6b6b6b6b" kind="poison" />
    ${entry.was && !tight && html`<${Plated} x=${x + w - 62} y=${y + 4} w=${56} h=${h - 8} text=${say("draw.was", entry.was)} />`}
  </g>`;
}

function Present({ entry, place, tight }) {
  const { x, y, w, h } = place;
  const middle = r(y + h / 2 + 4.8);
  const left = x + (tight ? 21 : 33);
  const size = Math.min(18, h - 6);
  const box = (from) => ({ x: r(x + w - from), y: r(y + (h - size) / 2), size });
  const right = tight ? 4 : 8;
  if (!entry.page) {
    return html`<g>
      <text class="none" x=${left} y=${middle}>${say("draw.none")}</text>
      ${entry.was && !tight && html`<text class="note end" x=${r(x + w - 8)} y=${middle}>${say("draw.was", entry.was)}</text>`}
    </g>`;
  }
  return html`<g>
    <text class="val small" key=${entry.page} x=${left} y=${middle}>${entry.page}</text>
    <${Flag} letter="w" on=${entry.write} ...${box(2 * size + 4 + right)} />
    <${Flag} letter="d" on=${entry.dirty} ...${box(size + right)} />
  </g>`;
}

function Flag({ letter, on, x, y, size }) {
  return html`<g class=${on ? "flag on" : "flag"}>
    <rect class="flagbox" x=${x} y=${y} width=${size} height=${size} />
    <text x=${r(x + size / 2)} y=${r(y + size / 2 + 4.5)}>${on ? letter.toUpperCase() : letter}</text>
  </g>`;
}
