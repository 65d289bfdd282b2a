/** A page-table page: spine of holders, name, who shares it, count / references, entries with their flags. */
import { html } from "./html.js";
import { memo } from "./memo.js";
import { r } from "../layout/curves.js";
import { tableLock } from "../layout/regions.js";
import { mmOf } from "../layout/sources.js";
import { countChange } from "./changes.js";
import { tableSentence } from "./describe.js";
import { Entry } from "./entry.js";
import { lockSentence, Padlock, Waiters } from "./lock.js";
import { Badge, countState, Pins, Wash } from "./marks.js";
import { Thing } from "./thing.js";
import { tone } from "./who.js";
import { rich, say } from "../words.js";

/** @param {{ table: object, scene: object, stripes: string }} props a TableInfo; `stripes`: as JSON, so that equal ones are the same */
export const Table = memo(({ table, scene, stripes }) => {
  const place = scene.places.tables[table.name];
  const { x, y, w, h, head } = place;
  const freed = table.state === "freed";
  const holders = [...new Set(table.holders.filter((one) => !one.gone && one.mm).map((one) => one.mm))];
  const small = w < 150;
  return html`<${Thing}
    name=${table.name}
    kind=${freed ? "table freed" : "table"}
    title=${tableSentence(table)}
    scene=${scene}
  >
    ${holders.length > 1 && !freed && html`<rect class="second" x=${r(x + 5)} y=${r(y + 5)} width=${w} height=${h} />`}
    <rect class="frame" x=${r(x)} y=${r(y)} width=${w} height=${h} />
    ${freed && html`<rect class="hatched" fill=${`url(#${scene.hatch})`} x=${r(x)} y=${r(y)} width=${w} height=${h} />`}
    <path class="cellrule" d=${rules(place)} />
    <${Spine} stripes=${JSON.parse(stripes)} />
    ${freed && html`<rect class="plate" x=${r(x + 14)} y=${r(y + 5 + (small ? 7 : 0))} width="34" height="21" />`}
    <text class="name" x=${r(x + (small ? 10 : 18))} y=${r(y + (small ? 29 : 23))}>${table.name}</text>
    <${Status} table=${table} holders=${holders} place=${place} scene=${scene} small=${small} />
    ${!freed && html`<${Pins} info=${scene.info} pins=${table.pins} x=${x + w - 13} y=${y + head - 11} word=${!small && table.owners.length === 0} />`}
    ${table.lock && html`<${OwnLock} lock=${table.lock} place=${place} scene=${scene} small=${small} />`}
    ${table.entries.map((entry) => html`<${Entry} key=${entry.name} entry=${entry} place=${place.entries[entry.index]} freed=${freed} scene=${scene} />`)}
    <${Count} table=${table} place=${place} scene=${scene} small=${small} />
  <//>`;
});

/** The tab with the count, and what this step did to it. */
function Count({ table, place, scene, small }) {
  const change = countChange(scene.frame, scene.previous, table);
  const changed = scene.changed.has(`${table.name}.count`);
  const { badge, y } = place;
  const at = small ? { x: badge.x + badge.w, y: badge.y - 9 } : { x: badge.x - 8, y: y - 4 };
  return html`<g>
    ${changed && html`<${Wash} place=${place.badge} out=${5} />`}
    <${Badge} object=${table} place=${place.badge} state=${countState(table, scene.faults)} />
    ${change && html`<text class="step end" x=${r(at.x)} y=${r(at.y)}>${small ? html`<tspan class="mono">${change}</tspan>` : rich("draw.in-step", html`<tspan class="mono">${change}</tspan>`)}</text>`}
  </g>`;
}

function Spine({ stripes }) {
  return stripes.map(({ key, mm, stripe, gone, kind }) => {
    const classes = ["spine", tone(mm), gone && "gone", kind === "queued" && "queued"]
      .filter(Boolean)
      .join(" ");
    const inset = gone ? 0.5 : 0;
    const { x, y, w, h } = stripe;
    return html`<rect
      key=${key}
      class=${classes}
      x=${r(x + inset)}
      y=${r(y + inset)}
      width=${r(w - 2 * inset)}
      height=${r(h - 2 * inset)}
    />`;
  });
}

function Status({ table, holders, place, scene, small }) {
  const { x, y, head, w } = place;
  const bad = scene.faults.damaged.has(table.name);
  const left = r(x + (small ? 10 : 18));
  const line = y + head - 7;
  if (table.freed) {
    const text = say(table.freed.at === 0 ? "draw.freed-before" : "draw.freed-by-at", table.freed.by, table.freed.at);
    const width = r(Math.min(text.length * 7 + 10, w - (left - x) - 2));
    return html`<g>
      <rect class="plate" x=${left - 4} y=${r(line - 13)} width=${width} height="17" />
      <text class=${bad ? "badtext" : "freedtext"} x=${left} y=${r(line)}>${text}</text>
    </g>`;
  }
  const words = sharing(holders, small);
  const locked = small && table.lock?.holders.length ? say("draw.locked-by", table.lock.holders[0]) : "";
  const owners = table.owners.length ? say("draw.mine", table.owners.reduce((one, other) => say("draw.and", one, other))) : "";
  const belief = !small && owners && html`<tspan class="belief" dx="8">${owners}</tspan>`;
  return html`<text class="note" x=${left} y=${r(line)}>${small ? locked || owners || words : words}${belief}</text>`;
}

function sharing(holders, small) {
  if (holders.length === 0) return say("draw.no-holder");
  if (holders.length === 1) return say("draw.private-to", holders[0]);
  return say(small && holders.length > 3 ? "draw.by" : "draw.shared-by", holders.join(", "));
}

function OwnLock({ lock, place, scene, small }) {
  const { x, y } = tableLock(place);
  const held = lock.holders[0];
  return html`<g class="ownlock">
    <title>${lockSentence(lock)}</title>
    <rect class="plate" x=${x - 1} y=${y - 2} width="18" height="21" />
    <${Padlock} info=${scene.info} lock=${lock} x=${x} y=${y - 1} w=${15} />
    ${held && !small && html`<text class=${`lockletter ${tone(mmOf(scene.info, held))}`} x=${x + 19} y=${y + 14}>${held}</text>`}
    ${!small && html`<${Waiters} info=${scene.info} waiters=${lock.waiters} x=${x + 30} y=${y + 9} apart=${14} />`}
  </g>`;
}

function rules({ x, y, w, h, head, entries }) {
  const lines = [...new Set(entries.map((entry) => entry.y))].map((at) => `M${r(x)} ${r(at)}H${r(x + w)}`);
  const columns = [...new Set(entries.map((entry) => entry.x))]
    .slice(1)
    .map((at) => `M${r(at)} ${r(y + head)}V${r(y + h)}`);
  return [...lines, ...columns].join("");
}
