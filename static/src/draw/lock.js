/** Padlocks: closed and in the holder's colour while held, open outline while free, waiters after it. */
import { html } from "./html.js";
import { r } from "../layout/curves.js";
import { mmOf } from "../layout/sources.js";
import { tone, Who } from "./who.js";
import { say } from "../words.js";

/** @returns {string} "held by A since 5", "free"; of a semaphore "read: A, B since 2" */
export function lockText(lock, narrow = false) {
  if (lock.holders.length === 0) return say("draw.free");
  const shared = /sem$|vma_lock$/.test(lock.label);
  if (shared && narrow) return say(`draw.only-${lock.mode}`, lock.holders.join(", "));
  const how = shared ? lock.mode : narrow ? "only" : "held";
  const when = lock.since === null ? "by" : lock.since === 0 ? "start" : "since";
  return say(`draw.${how}-${when}`, lock.holders.join(", "), lock.since);
}

/** The same with its name and who waits: for titles and screen readers. */
export function lockSentence(lock) {
  const waits = lock.waiters.length ? `; ${say("draw.waits", lock.waiters.length, lock.waiters.join(", "))}` : "";
  return `${say("draw.lock", lock.name, lockText(lock))}${waits}`;
}

/** A padlock `w` wide with its top left at x, y. */
export function Padlock({ info, lock, x, y, w = 20 }) {
  const held = lock.holders.length > 0;
  const kind = held ? `held ${tone(mmOf(info, lock.holders[0]))}` : "free";
  const [bow, body] = [w * 0.3, w * 0.68];
  const top = y + w * 0.62;
  const leg = held ? `v${r(w * 0.28)}` : `v${r(w * 0.06)}`;
  const middle = x + w / 2;
  return html`<g class=${`padlock ${kind}`} aria-hidden="true">
    <path
      class="bow"
      d=${`M${r(middle - bow)} ${r(top)}v${r(-w * 0.24)}a${r(bow)} ${r(bow)} 0 0 1 ${r(bow * 2)} 0${leg}`}
    />
    <rect class="body" x=${r(x)} y=${r(top)} width=${w} height=${r(body)} rx="1.5" />
  </g>`;
}

/** A lock with its name and holder in words: two lines, or one where there is little room. */
export function LockLine({ info, lock, place, oneLine = false }) {
  const { x, y } = place;
  const narrow = oneLine && place.w < 150;
  const text = lockText(lock, narrow);
  const short = { page_table_lock: "ptl", mmap_sem: "sem" }[lock.label] ?? lock.label;
  const label = oneLine && place.w < 260 ? short : lock.label;
  const labelX = x + (oneLine ? 22 : 28);
  const textX = oneLine ? labelX + label.length * 7.6 + 7 : labelX;
  const textY = oneLine ? y + 14 : y + 29;
  const after = textX + text.length * 6.9 + 6;
  return html`<g class="lockline">
    <title>${lockSentence(lock)}</title>
    <${Padlock} info=${info} lock=${lock} x=${x + 2} y=${oneLine ? y - 1 : y} w=${oneLine ? 12.5 : 20} />
    <text class="mono" x=${r(labelX)} y=${r(y + (oneLine ? 14 : 13))}>${label}</text>
    <text class="note" x=${r(textX)} y=${r(textY)}>${text}</text>
    <${Waiters} info=${info} waiters=${lock.waiters} x=${after} y=${textY - 4} />
  </g>`;
}

/** The glyphs of those who wait, in order. @param {{apart?: number}} props from one to the next */
export function Waiters({ info, waiters, x, y, apart = 17 }) {
  return waiters.map(
    (thread, index) =>
      html`<${Who}
        key=${thread}
        name=${thread}
        mm=${mmOf(info, thread)}
        x=${x + 8 + index * apart}
        y=${y}
        size=${15}
        hollow=${true}
      />`,
  );
}
