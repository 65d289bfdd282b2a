/** Happens-before as a person sees it: a button, marks on the lanes, and a line of words. */

import { useMemo } from "preact/hooks";
import { html } from "../draw/html.js";
import { tally } from "../order.js";
import { say } from "../words.js";

export const MARKS = { self: "◆", before: "◂", after: "▸", free: "" };

/** Chooses the step that is shown, or lets go. */
export function OrderButton({ at, chosen, session }) {
  const on = chosen !== null && chosen === at;
  return html`<button
    type="button"
    class="btn bare order"
    aria-pressed=${on ? "true" : "false"}
    aria-label=${say("order.button")}
    title=${say(at === 0 ? "order.choose" : "order.title")}
    onClick=${() => session.order()}
  >
    ${say("order.word")}
  </button>`;
}

/** What the marks on the lanes say, in words. */
export function OrderWords({ frames, info, chosen, session }) {
  const found = useMemo(() => chosen !== null && tally(frames, info, chosen), [frames, info, chosen]);
  return html`<div class="orderwords" role="status">
    ${chosen !== null &&
    html`<span>
        <b>${say("order.chosen", chosen, frames[chosen].step.thread, frames[chosen].step.short)}</b>
        ${" "}${say("order.counts", found.before, found.after, found.free)} ${met(frames, chosen)}
      </span>
      <button type="button" class="btn bare" aria-label=${say("order.no-more")} onClick=${() => session.order(null)}>×</button>`}
  </div>`;
}

function met(frames, chosen) {
  const { step } = frames[chosen];
  const listed = (parts, joint) => parts.reduce((one, other) => say(joint, one, other));
  const ties = step.after.map(([at, over]) => say("order.tie", frames[at].step.thread, at, listed(over, "order.and")));
  return ties.length === 0 ? "" : say("order.behind", listed(ties, "order.comma"));
}
