/** One edge: solid if counted, dashed if the count does not know it, dotted if it was, double if it is queued, a zigzag if stale. */
import { html } from "./html.js";
import { arrow, curve, middleOfWay, r, zigzag } from "../layout/curves.js";
import { Octagon } from "./marks.js";
import { tone } from "./who.js";
import { say } from "../words.js";

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
  const stale = edge.kind === "stale";
  const gap = fault ? 26 : stale ? 14 : edge.kind === "former" ? 2 : plain ? 9 : 11;
  const path = (stale ? zigzag : curve)(orientation, edge.from, edge.at, gap);
  const head = stale ? arrow(orientation, edge.at, 18, 9) : plain ? arrow(orientation, edge.at, 11, 5) : arrow(orientation, edge.at, 13, 6.5);
  return html`<g class=${`line ${classes}`}>
    <path class="edge" d=${path} />
    ${edge.kind === "queued" && html`<path class="core" d=${path} />`}
    ${!fault && edge.kind !== "former" && html`<path class="head" d=${head} />`}
    ${stale && html`<${StaleWord} at=${middleOfWay(orientation, edge.from, edge.at)} />`}
  </g>`;
}

/** The word on a plate in the middle of a stale arrow: it must be read from the back of a hall. */
function StaleWord({ at }) {
  const word = say("picture.stale-word");
  const w = word.length * 9 + 14;
  return html`<g class="staleplate">
    <rect x=${r(at.x - w / 2)} y=${r(at.y - 12)} width=${w} height="24" />
    <text class="mid" x=${r(at.x)} y=${r(at.y + 5.5)}>${word}</text>
  </g>`;
}

/** Where the octagon of an edge stands: before its port. */
export function EdgeFault({ edge, orientation, severity }) {
  const at =
    orientation === "tall" ? { x: edge.at.x, y: edge.at.y - 14 } : { x: edge.at.x - 14, y: edge.at.y };
  return html`<${Octagon} at=${at} hollow=${severity !== "damage"} />`;
}
