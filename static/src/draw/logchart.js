/**
 * Curves on two logarithmic axes, in panels one above the other over the same x. A decade is equally high in
 * all panels, so that equal slopes are equal growth. Pure: data to markup.
 */
import { html } from "./html.js";
import { r } from "../layout/curves.js";
import { say } from "../words.js";

const LABEL = 16;

/**
 * @typedef {{id: string, name: string, mark: string, dashed: boolean, tone: string, points: Array<{x: number, y: number, low?: number, high?: number, note?: string}>}} Series
 * @typedef {{title: string, unit: string, decades: [number, number], zero: boolean, series: Series[]}} Panel
 */

/** @param {number} value @returns {string} "200 000" */
export const grouped = (value) => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, " ");

/** A power of ten as an axis has room for it. @param {number} value @returns {string} "100", "10 k", "1 M" */
export const shortened = (value) => (value >= 1e6 ? `${grouped(value / 1e6)} M` : value >= 1e4 ? `${value / 1e3} k` : grouped(value));

/** The whole decades that hold all positive values. @param {number[]} values @returns {[number, number]} exponents */
export function decadesOf(values) {
  const found = values.filter((value) => value > 0).map(Math.log10);
  if (found.length === 0) return [0, 1];
  const low = Math.floor(Math.min(...found));
  return [low, Math.max(Math.ceil(Math.max(...found)), low + 1)];
}

/** Places for labels that want to stand at `wanted`, from top to bottom and not upon each other. */
export function spread(wanted, gap, bottom) {
  const order = wanted.map((y, index) => ({ y, index })).sort((one, other) => one.y - other.y);
  for (const [i, each] of order.entries()) if (i > 0) each.y = Math.max(each.y, order[i - 1].y + gap);
  for (let i = order.length - 1, limit = bottom; i >= 0; i--, limit -= gap) order[i].y = Math.min(order[i].y, limit);
  return order.sort((one, other) => one.index - other.index).map(({ y }) => y);
}

/** @param {{panels: Panel[], x: {title: string, decades: [number, number]}, width: number, label: string}} props */
export function LogChart({ panels, x, width, label }) {
  const narrow = width < 620;
  const box = { left: narrow ? 44 : 56, right: narrow ? 18 : 216, decade: narrow ? 30 : 44 };
  box.inner = width - box.left - box.right;
  let top = 0;
  const placed = panels.map((panel) => {
    const steps = panel.decades[1] - panel.decades[0];
    const legend = narrow ? panel.series.length * LABEL + 6 : 0;
    const from = top + 34 + legend;
    const base = from + steps * box.decade;
    top = base + (panel.zero ? 24 : 0) + 26;
    return { panel, from, base, narrow };
  });
  return html`<svg class="logchart" viewBox=${`0 0 ${width} ${top + 20}`} role="img" aria-label=${label}>
    ${placed.map((place) => html`<${PanelView} key=${place.panel.title} ...${place} x=${x} box=${box} />`)}
    <text class="axis mid" x=${r(box.left + box.inner / 2)} y=${top + 12}>${x.title}</text>
  </svg>`;
}

function PanelView({ panel, from, base, narrow, x, box }) {
  const atX = (value) => box.left + ((Math.log10(value) - x.decades[0]) / (x.decades[1] - x.decades[0])) * box.inner;
  const zero = base + 20;
  const atY = (value) => (value > 0 ? base - (Math.log10(value) - panel.decades[0]) * box.decade : zero);
  const ends = panel.series.map(({ points }) => (points.length > 0 ? atY(points.at(-1).y) + 4 : base));
  const labels = narrow ? ends.map((_, i) => from - 12 - (ends.length - 1 - i) * LABEL) : spread(ends, LABEL, zero);
  const right = box.left + box.inner;
  return html`<g>
    <text class="title" x="0" y=${(narrow ? from - panel.series.length * LABEL - 6 : from) - 16}>${panel.title}</text>
    ${range(panel.decades).map((power) => html`<g key=${power}><path class="grid" d=${`M${box.left} ${r(atY(10 ** power))}H${r(right)}`} /><text class="axis end" x=${box.left - 8} y=${r(atY(10 ** power) + 4)}>${shortened(10 ** power)}</text></g>`)}
    ${panel.zero && html`<path class="grid zero" d=${`M${box.left} ${zero}H${r(right)}`} /><text class="axis end" x=${box.left - 8} y=${zero + 4}>0</text>`}
    ${range(x.decades).map((power) => html`<g key=${power}><path class="grid" d=${`M${r(atX(10 ** power))} ${r(from)}V${r(base)}`} /><text class="axis mid" x=${r(atX(10 ** power))} y=${(panel.zero ? zero : base) + 18}>${shortened(10 ** power)}</text></g>`)}
    ${panel.series.map((series, i) => html`<${Curve} key=${series.id} series=${series} atX=${atX} atY=${atY} />
      ${narrow && html`<g class=${series.tone}><${Mark} mark=${series.mark} x=${box.left} y=${labels[i] - 4} /></g>`}
      <text class=${`name ${series.tone}`} x=${narrow ? box.left + 12 : r(right + 12)} y=${r(labels[i])}>${series.name}</text>`)}
  </g>`;
}

function Curve({ series, atX, atY }) {
  const path = series.points.map(({ x, y }, i) => `${i === 0 ? "M" : "L"}${r(atX(x))} ${r(atY(y))}`).join("");
  return html`<g class=${series.tone}>
    <path class=${series.dashed ? "curve dashed" : "curve"} d=${path} />
    ${series.points.map(({ x, y, low, high, note }) => html`<g key=${x}>
      ${low !== undefined && html`<path class="range" d=${`M${r(atX(x))} ${r(atY(low))}V${r(atY(high))}`} />`}
      ${note && html`<circle class="noted" cx=${r(atX(x))} cy=${r(atY(y))} r="9" />`}
      <${Mark} mark=${series.mark} x=${atX(x)} y=${atY(y)} title=${say(note ? "costs.point-noted" : "costs.point", series.name, grouped(x), grouped(y), note)} />
    </g>`)}
  </g>`;
}

const SHAPES = {
  disc: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
  square: "M-3.6 -3.6h7.2v7.2h-7.2z",
  diamond: "M0 -5L5 0L0 5L-5 0z",
  triangle: "M0 -4.6L4.8 3.6H-4.8z",
};

/** `mark` is a shape, with "hollow " before it if it is not filled. */
function Mark({ mark, x, y, title }) {
  const [shape, hollow] = mark.split(" ").reverse();
  return html`<path class=${hollow ? "mark hollow" : "mark"} transform=${`translate(${r(x)} ${r(y)})`} d=${SHAPES[shape]}>${title && html`<title>${title}</title>`}</path>`;
}

const range = ([low, high]) => Array.from({ length: high - low + 1 }, (_, i) => low + i);
