/** A data page: folded corner, value, count / references. Small runs get cards, large ones one-line chips. */
import { html } from "./html.js";
import { memo } from "./memo.js";
import { r } from "../layout/curves.js";
import { pageBadge, pageValue } from "../layout/regions.js";
import { countChange } from "./changes.js";
import { pageSentence } from "./describe.js";
import { Badge, countState, Pins, Plated, Wash } from "./marks.js";
import { Thing } from "./thing.js";
import { say } from "../words.js";

/** @param {{ page: object, scene: object }} props a PageInfo */
export const Page = memo(({ page, scene }) => {
  const place = scene.places.pages[page.name];
  const freed = page.state === "freed";
  const body = place.chip
    ? html`<${Chip} page=${page} place=${place} scene=${scene} freed=${freed} />`
    : html`<${Card} page=${page} place=${place} scene=${scene} freed=${freed} />`;
  return html`<${Thing}
    name=${page.name}
    kind=${freed ? "page freed" : page.swap ? "page swap" : "page"}
    title=${pageSentence(page)}
    scene=${scene}>${body}<//
  >`;
});

function Card({ page, place, scene, freed }) {
  const { x, y, w, h } = place;
  const value = pageValue(place);
  const note = noteOf(page, scene);
  const changed = (field) => scene.changed.has(`${page.name}.${field}`);
  return html`<g>
    <path class="frame" d=${sheet(x, y, w, h, 11)} />
    ${freed && html`<path class="hatched" fill=${`url(#${scene.hatch})`} d=${sheet(x, y, w, h, 11)} />`}
    <path class="fold" d=${`M${r(x + w - 11)} ${r(y)}V${r(y + 11)}H${r(x + w)}`} />
    ${changed("value") && html`<${Wash} place=${value} out=${1} />`}
    ${freed && html`<rect class="plate" x=${r(x + 5)} y=${r(y + 5)} width="30" height="20" />`}
    <text class="name" x=${r(x + 8)} y=${r(y + 22)}>${page.name}</text>
    ${
      freed
        ? html`<${Plated} x=${x + 5} y=${y + 29} w=${72} h=${18} text=${page.value} kind="poison" />`
        : html`<text class="value" key=${page.value} x=${r(x + 9)} y=${r(y + 43)}>= ${page.value}</text>`
    }
    ${!freed && html`<${Pins} info=${scene.info} pins=${page.pins} x=${x + w - 13} y=${y + h - 13} word=${w >= 90} />`}
    <${PageCount} page=${page} place=${place} scene=${scene} />
    ${note && html`<text class=${note.kind} x=${r(x)} y=${r(y + h + 15)}>${note.text}</text>`}
  </g>`;
}

function Chip({ page, place, scene, freed }) {
  const { x, y, w, h } = place;
  const base = r(y + 13.5);
  return html`<g>
    <path class="frame" d=${sheet(x, y, w, h, 6)} />
    ${freed && html`<path class="hatched" fill=${`url(#${scene.hatch})`} d=${sheet(x, y, w, h, 6)} />`}
    ${freed && html`<rect class="plate" x=${r(x + 3)} y=${r(y + 2)} width=${w - 42} height=${h - 4} />`}
    <text class="name line1" x=${r(x + 5)} y=${base}>${page.name}</text>
    ${w > 100 && html`<text class="value" key=${page.value} x=${r(x + 38)} y=${base}>${freed ? say("draw.freed") : `= ${page.value}`}</text>`}
    ${!freed && html`<${Pins} info=${scene.info} pins=${page.pins} x=${x + w - 46} y=${y + h / 2} />`}
    <${PageCount} page=${page} place=${place} scene=${scene} />
  </g>`;
}

function PageCount({ page, place, scene }) {
  const badge = pageBadge(place);
  const changed = scene.changed.has(`${page.name}.count`);
  return html`<g>${changed && html`<${Wash} place=${badge} out=${3} />`}<${Badge}
      object=${page}
      place=${badge}
      state=${countState(page, scene.faults)}
      small=${true}
  /></g>`;
}

/** The line under a card. On a phone cards stand close: there it says only what the card does not. */
function noteOf(page, scene) {
  const narrow = scene.places.pages[page.name].w < 90;
  const change = countChange(scene.frame, scene.previous, page);
  if (change) return { kind: "step", text: narrow ? change : say("draw.in-step", change) };
  if (page.freed) return { kind: "note", text: freedText(page.freed, narrow) };
  const cached = page.holders.find((holder) => holder.by.startsWith("file["));
  if (cached) return { kind: "note", text: cached.counted ? say("draw.in-file") : say("picture.file-uncounted") };
  if (page.swap) return { kind: "note", text: say("picture.in-swap") };
  const lost = page.references === 0 && page.holders.some((holder) => holder.gone);
  return lost ? { kind: "note", text: say("draw.unreachable") } : null;
}

function freedText({ by, at }, narrow) {
  if (at === 0) return say(narrow ? "draw.by" : "draw.freed-by", by);
  return say(narrow ? "draw.by-at" : "draw.freed-by-at", by, at);
}

function sheet(x, y, w, h, fold) {
  return `M${r(x)} ${r(y)}H${r(x + w - fold)}L${r(x + w)} ${r(y + fold)}V${r(y + h)}H${r(x)}Z`;
}
