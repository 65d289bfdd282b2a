/** Happens-before as a person sees it: a button, marks on the lanes, and a line of words. */

import { useMemo } from "preact/hooks";
import { html } from "../draw/html.js";
import { tally } from "../order.js";

export const MARKS = { self: "◆", before: "◂", after: "▸", free: "" };
export const SAID = { self: "the chosen step", before: "happens before", after: "happens after", free: "in no order" };

/** Chooses the step that is shown, or lets go. */
export function OrderButton({ at, chosen, session }) {
  const on = chosen !== null && chosen === at;
  return html`<button
    type="button"
    class="btn bare order"
    aria-pressed=${on ? "true" : "false"}
    aria-label="What happens before and after this step"
    title=${at === 0 ? "choose a step first" : "what happens before and after this step (o)"}
    onClick=${() => session.order()}
  >
    order
  </button>`;
}

/** What the marks on the lanes say, in words. */
export function OrderWords({ frames, info, chosen, session }) {
  const found = useMemo(() => chosen !== null && tally(frames, info, chosen), [frames, info, chosen]);
  const count = (n) => (n === 1 ? "1 step happens" : `${n} steps happen`);
  return html`<div class="orderwords" role="status">
    ${chosen !== null &&
    html`<span>
        <b>Step ${chosen}, ${frames[chosen].step.thread}: ${frames[chosen].step.short}.</b> ◂ ${count(found.before)} before it,
        ▸ ${found.after} after it; ${found.free} in no order with it (dotted). ${met(frames, chosen)}
      </span>
      <button type="button" class="btn bare" aria-label="Show the order no more" onClick=${() => session.order(null)}>×</button>`}
  </div>`;
}

function met(frames, chosen) {
  const { step } = frames[chosen];
  const ties = step.after.map(([at, over]) => `${frames[at].step.thread}’s step ${at} over ${over.join(" and ")}`);
  return ties.length === 0 ? "" : `It comes directly behind ${ties.join(", and ")}.`;
}
