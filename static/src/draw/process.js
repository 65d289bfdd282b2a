/** An mm: glyph, name, rss, its page_table_lock; mmap_sem when somebody holds it or waits for it. */
import { html } from "./html.js";
import { memo } from "./memo.js";
import { mmParts } from "../layout/regions.js";
import { LockLine } from "./lock.js";
import { Wash } from "./marks.js";
import { Thing } from "./thing.js";
import { Who } from "./who.js";
import { mmSentence } from "./describe.js";
import { say } from "../words.js";

/** @param {{ mm: object, scene: object }} props an MmInfo */
export const Process = memo(({ mm, scene }) => {
  const place = scene.places.mms[mm.name];
  const { orientation } = scene.places;
  const parts = mmParts(place, scene.places);
  const compact = orientation === "tall" || scene.places.sizes.low;
  const size = compact ? 36 : 42;
  const { x, y } = place;
  const textX = x + size + 8;
  const busy = mm.mmap_sem.holders.length + mm.mmap_sem.waiters.length > 0;
  const washes = ["rss", "page_table_lock", "mmap_sem"].filter((part) =>
    scene.changed.has(`${mm.name}.${part}`) && !scene.places.hidden[`${mm.name}.${part}`],
  );
  const line = (lock) =>
    html`<${LockLine} info=${scene.info} lock=${mm[lock]} place=${parts[lock]} oneLine=${compact} />`;
  return html`<${Thing} name=${mm.name} kind=${`mm ${mm.state}`} title=${mmSentence(mm)} scene=${scene}>
    ${washes.map((part) => html`<${Wash} key=${part} place=${parts[part]} out=${3} />`)}
    <${Who} name=${mm.name} x=${x + size / 2} y=${y + size / 2} size=${size} hollow=${mm.state !== "live"} />
    ${place.w > size + 40 && html`<text class="title" x=${textX} y=${y + 17}>mm ${mm.name}</text>
      <text class="mono dim" x=${textX} y=${y + (scene.places.sizes.low ? 34 : 36)}>${mm.state === "live" ? sizeOf(mm) : say(`draw.${mm.state}`)}</text>`}
    ${mm.state === "live" && !place.folded && line("page_table_lock")}
    ${busy && !place.folded && line("mmap_sem")}
  <//>`;
});

function sizeOf(mm) {
  if (mm.host) return say("picture.host");
  return mm.mm_users > 1 ? say("draw.rss-users", mm.rss, mm.mm_users) : say("draw.rss", mm.rss);
}
