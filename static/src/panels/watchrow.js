/** Rows of the timeline: where breakpoints were met, and what watched expressions were worth. */

import { hitsAt, shown, valueAt } from "../debug.js";
import { html } from "../draw/html.js";
import { stretches } from "../timeline/tracks.js";
import { say } from "../words.js";
import { columnOf, place, rowStyle, spanOf, stepsIn } from "./row.js";

const MOST_ROWS = 5;

/** @param {object} props a timeline row with `debug` */
export function StopRow({ frames, window, debug, session }) {
  const steps = stepsIn(window, frames).filter((step) => hitsAt(debug, frames[step]).length > 0);
  if (steps.length === 0) return null;
  return html`<div class="row stops" style=${rowStyle(window)} role="group" aria-label=${say("debug.met")}>
    <span class="lab">${say("debug.met-word")}</span>
    ${steps.map((step) => {
      const hits = hitsAt(debug, frames[step]);
      const said = hits.map((hit) => hit.text.text).join("; ");
      return html`<button type="button" key=${step} tabindex="-1" style=${{ "grid-column": columnOf(window, step) }} title=${said} aria-label=${say("debug.met-at", step, said)} onClick=${() => session.goto(step)}>
        <i class="stopdot on" aria-hidden="true"></i>${hits.map((hit) => hit.number).join(",")}
      </button>`;
    })}
  </div>`;
}

/** A strip for each watched expression; what does not fit is in the list beside the picture. */
export function WatchRows({ frames, window, debug }) {
  return debug.watches
    .filter((text) => !debug.told.problems[text])
    .slice(0, MOST_ROWS)
    .map((text) => html`<${WatchRow} key=${text} ...${{ frames, window, debug, text }} />`);
}

function WatchRow({ frames, window, debug, text }) {
  const { first, last } = spanOf(window, frames);
  const bars = stretches(frames, first, last, (frame) => valueAt(debug, text, frame));
  const isCondition = debug.told.kinds[text] === "condition";
  return html`<div class="row watched" style=${rowStyle(window)} role="img" aria-label=${told(text, bars)}>
    <span class="lab" title=${text}><code>${text}</code></span>
    <span class="time-area">
      ${bars.map((bar) => html`<span key=${bar.from} class=${isCondition ? `is-${bar.value}` : ""} style=${place(window, bar.from, bar.to)} title=${say("debug.strip", text, shown(bar.value))}>${shown(bar.value)}</span>`)}
    </span>
  </div>`;
}

/** @param {string} text @param {ReturnType<typeof stretches>} bars @returns {string} the strip in words */
export function told(text, bars) {
  if (bars.length === 0) return say("debug.strip-unknown", text);
  const changes = bars.slice(1, 9).map((bar) => say("debug.from", shown(bar.value), bar.from));
  return say("debug.strip", text, [shown(bars[0].value), ...changes].join(", "));
}
