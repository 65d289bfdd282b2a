/** One edge: solid if counted, dashed if the count does not know it, dotted if it was, double if it is queued. */
import { html } from "./html.js";
import { arrow, curve } from "../layout/curves.js";
import { Octagon } from "./marks.js";
import { tone } from "./who.js";

/** @param {{ edge: object, orientation: string, fault: string | undefined }} props `fault`: severity of a new violation */
export function Edge({ edge, orientation, fault }) {
  const kind = [
    edge.kind,
    tone(edge.mm),
    edge.counted || edge.kind === "former" || edge.kind === "stale" ? "" : "uncounted",
    fault === "damage" ? "viol" : "",
    edge.thin && edge.counted && !fault ? "thin" : "",
  ];
  const classes = kind.filter(Boolean).join(" ");
  const plain = edge.mm === null;
  const gap = fault ? 26 : edge.kind === "former" ? 2 : plain ? 9 : 11;
  const path = curve(orientation, edge.from, edge.at, gap);
  const head = plain ? arrow(orientation, edge.at, 11, 5) : arrow(orientation, edge.at, 13, 6.5);
  return html`<g class=${`line ${classes}`}>
    <path class="edge" d=${path} />
    ${edge.kind === "queued" && html`<path class="core" d=${path} />`}
    ${!fault && edge.kind !== "former" && html`<path class="head" d=${head} />`}
  </g>`;
}

/** Where the octagon of an edge stands: before its port. */
export function EdgeFault({ edge, orientation, severity }) {
  const at =
    orientation === "tall" ? { x: edge.at.x, y: edge.at.y - 14 } : { x: edge.at.x - 14, y: edge.at.y };
  return html`<${Octagon} at=${at} hollow=${severity !== "damage"} />`;
}
