/** Process identity: colour, letter and shape say the same. A disc, B square, C hexagon, D diamond. */
import { html } from "./html.js";
import { r } from "../layout/curves.js";

/** The class that carries an mm's colours; empty for what is nobody's. */
export function tone(mm) {
  const letter = mm?.[0]?.toLowerCase() ?? "";
  return "abcd".includes(letter) ? letter : "";
}

/** A glyph with its letter, `size` across, centred at x, y. Hollow: not here yet, or no more. */
export function Who({ name, mm = name, x, y, size, hollow = false }) {
  const fill = hollow ? "shape hollow" : "shape";
  return html`<g class=${`glyph ${tone(mm)}`} aria-hidden="true">
    <path class=${fill} d=${shape(tone(mm), x, y, size / 2)} />
    <text
      class=${hollow ? "letter hollow" : "letter"}
      x=${r(x)}
      y=${r(y + size * 0.18)}
      style=${`font-size:${r(size * 0.52)}px`}
    >
      ${name}
    </text>
  </g>`;
}

function shape(letter, x, y, half) {
  if (letter === "b") return polygon([-1, -1, 1, -1, 1, 1, -1, 1], x, y, half * 0.95);
  if (letter === "c")
    return polygon([-0.55, -0.98, 0.55, -0.98, 1.1, 0, 0.55, 0.98, -0.55, 0.98, -1.1, 0], x, y, half);
  if (letter === "d") return polygon([0, -1.2, 1.2, 0, 0, 1.2, -1.2, 0], x, y, half);
  return `M${r(x - half)} ${r(y)}a${r(half)} ${r(half)} 0 1 1 ${r(half * 2)} 0a${r(half)} ${r(half)} 0 1 1 ${r(-half * 2)} 0Z`;
}

function polygon(points, x, y, half) {
  const pairs = [];
  for (let at = 0; at < points.length; at += 2)
    pairs.push(`${r(x + points[at] * half)} ${r(y + points[at + 1] * half)}`);
  return `M${pairs.join("L")}Z`;
}
