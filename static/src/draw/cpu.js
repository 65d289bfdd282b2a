/** A CPU: a chip with pins, what its TLB remembers, and the mmu_gather with what waits for the flush. */
import { html } from "./html.js";
import { memo } from "./memo.js";
import { chipLines, gatherRow } from "../layout/chip.js";
import { r } from "../layout/curves.js";
import { mmOf } from "../layout/sources.js";
import { cpuSentence } from "./describe.js";
import { Thing } from "./thing.js";
import { Who } from "./who.js";
import { say } from "../words.js";

/** @param {{ cpu: object, scene: object }} props a CpuInfo */
export const Cpu = memo(({ cpu, scene }) => {
  const { places, info } = scene;
  const place = places.cpus[cpu.name];
  const { x, y, w } = place;
  const { lines, more } = chipLines(cpu, places);
  const row = gatherRow(cpu.name, places);
  const changed = scene.changed.has(`${cpu.name}.tlb`);
  const foot = row.y - 4;
  return html`<${Thing} name=${cpu.name} kind="cpu" title=${cpuSentence(cpu)} scene=${scene}>
    <path class="pin" d=${pins(x, y, w, row.y - y)} />
    <rect
      class=${["chip", changed && "changed", cpu.irqs_off && "irqs"].filter(Boolean).join(" ")}
      x=${r(x)}
      y=${r(y)}
      width=${r(w)}
      height=${r(row.y - y)}
    />
    <text class="chiphead" x=${r(x + 8)} y=${r(y + 15)}>${cpu.name} ${cpu.irqs_off ? say("draw.irqs-off") : "TLB"}</text>
    ${cpu.thread && html`<${Who} name=${cpu.thread} mm=${mmOf(info, cpu.thread)} x=${x + w - 13} y=${y + 11.5} size=${15} />`}
    ${cpu.tlb.length === 0 && html`<text class="mono dim" x=${r(x + 8)} y=${r(y + 32)}>${say("draw.empty")}</text>`}
    ${lines.map((line) => html`<${Line} key=${`${line.entry.kind}${line.entry.of}`} ...${line} />`)}
    ${more > 0 && html`<text class="mono dim end" x=${r(x + w - 8)} y=${r(foot)}>+${more}</text>`}
    <${Gather} cpu=${cpu} row=${row} changed=${scene.changed.has(`${cpu.name}.gather`)} />
  <//>`;
});

function Line({ entry, x, y, w }) {
  const what = entry.kind === "walk" ? `pmd[${entry.of}]` : `${entry.of}`;
  const flags = entry.kind === "leaf" ? ` ${entry.write ? "W" : "w"}${entry.dirty ? "D" : "d"}` : "";
  const text = `${what}→${entry.names}`;
  if (entry.stale) return html`<${Stale} text=${text} x=${x} y=${y} w=${w} />`;
  return html`<g class="tlbline">
    <text class="mono" x=${r(x)} y=${r(y + 12.5)}>${text}${w >= 66 && html`<tspan class="dim">${flags}</tspan>`}</text>
  </g>`;
}

/** What the CPU remembers and is no more: the whole line inverted, from end to end. */
function Stale({ text, x, y, w }) {
  const word = w > 100 ? say("picture.stale-word") : "!";
  return html`<g class="tlbline stale">
    <rect class="staleline" x=${r(x - 4)} y=${r(y)} width=${r(w + 2)} height="16" />
    <text class="mono" x=${r(x)} y=${r(y + 12.5)}>${text}</text>
    <text class="end" x=${r(x + w - 6)} y=${r(y + 12.5)}>${word}</text>
  </g>`;
}

function Gather({ cpu, row, changed }) {
  const { x, y, w, h } = row;
  const middle = r(y + h / 2 + 4.5);
  const idle = cpu.gather === "idle" && cpu.queued.length === 0;
  const room = Math.floor((w - 66) / 27);
  const shown = cpu.queued.length > room ? cpu.queued.slice(0, room - 1) : cpu.queued;
  const more = cpu.queued.length - shown.length;
  return html`<g class=${idle ? "gather idle" : "gather"}>
    <rect class=${changed ? "tray changed" : "tray"} x=${r(x)} y=${r(y)} width=${r(w)} height=${h} />
    <text class="mono" x=${r(x + 8)} y=${middle}>${say("draw.gather-word")}</text>
    ${cpu.queued.length === 0 && html`<text class="note" x=${r(x + 60)} y=${middle}>${say(`draw.${idle ? "idle" : cpu.gather}`)}</text>`}
    ${shown.map((name, index) => html`<${Queued} key=${name} name=${name} x=${x + 59 + index * 27} row=${row} />`)}
    ${more > 0 && html`<text class="mono" x=${r(x + 61 + shown.length * 27)} y=${middle}>+${more}</text>`}
  </g>`;
}

function Queued({ name, x, row }) {
  return html`<g class="queuedbox">
    <rect x=${r(x)} y=${r(row.y + 2.5)} width="25" height=${row.h - 5} />
    <text class="mono mid" x=${r(x + 12.5)} y=${r(row.y + row.h / 2 + 4.5)}>${name}</text>
  </g>`;
}

function pins(x, y, w, h) {
  const rows = [0.25, 0.5, 0.75].map((part) => r(y + h * part));
  return rows.map((at) => `M${r(x - 5)} ${at}h5M${r(x + w)} ${at}h5`).join("");
}
