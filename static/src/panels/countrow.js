/** The count of one table as a stepped line, its references dashed above, the gap between them filled. */

import { html } from "../draw/html.js";
import { countTrack } from "../timeline/tracks.js";
import { countPaths } from "../timeline/counts.js";
import { columnOf, place, rowStyle, spanOf, stepsIn } from "./row.js";
import { say } from "../words.js";

/** @param {object} props a timeline row with the name of a table */
export function CountRow({ frames, window, table }) {
  const { first, last } = spanOf(window, frames);
  const points = countTrack(frames, first, last, table);
  const paths = countPaths(points, 1 - window.first);
  const units = window.count + 0.5;
  const levels = Array.from({ length: paths.top + 1 }, (_, i) => `M0 ${i}H${units}`).join("");
  return html`<div class="row trace" style=${rowStyle(window)}>
    <span class="lab"><b>${say("time.count-of", table)}</b><span class="lg">${say("time.dashed")}</span></span>
    <span class="time-area" role="img" aria-label=${told(table, points)}>
      ${paths.freed.map((span) => html`<span key=${span.from} class="fz" style=${place(window, span.from + window.first - 1, span.to + window.first - 1)}></span>`)}
      <svg viewBox=${`0 -0.35 ${units} ${paths.top + 0.8}`} preserveAspectRatio="none" aria-hidden="true">
        ${paths.gap.map((d) => html`<path key=${d} class="gap" d=${d} />`)}
        <path class="lvl" d=${levels} /><path class="ref" d=${paths.references} /><path class="cnt" d=${paths.count} />
      </svg>
    </span>
  </div>`;
}

function told(table, points) {
  const now = points.at(-1);
  if (now === undefined) return say("time.not-in-use", table);
  const parted = points.filter((point) => point.count !== point.references).map((point) => point.at);
  return parted.length === 0 ? say("time.agree", table) : say("time.differ", table, parted.length, parted[0]);
}

/** The same in figures. */
export function NumberRow({ frames, window, table }) {
  return html`<div class="row nums" style=${rowStyle(window)} aria-hidden="true">
    <span class="lab">${say("time.count-references")}</span>
    ${stepsIn(window, frames).map((step) => {
      const now = frames[step].memory.tables.find((each) => each.name === table);
      const style = { "grid-column": columnOf(window, step) };
      if (now === undefined) return html`<span key=${step} style=${style}>–</span>`;
      const untouched = now.state === "freed" && now.count === 0 && now.references === 0;
      const parted = now.count !== now.references;
      return html`<span key=${step} class=${parted ? "part" : ""} style=${style}>${untouched ? say("time.freed") : `${now.count}/${now.references}`}</span>`;
    })}
  </div>`;
}
