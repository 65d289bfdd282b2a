/** What differs at a step, and what both runs have cost up to it. */

import { html } from "../draw/html.js";
import { GROUPS } from "../versus.js";

const MOST = 24;

/** @param {{row: object, at: number, sides: object[]}} props */
export function VersusDifferences({ row, at, sides }) {
  const { differs } = row;
  return html`<section aria-labelledby="vdiffers">
    <h2 id="vdiffers">What differs after step ${at}</h2>
    ${differs.length === 0
      ? html`<p class="none">Nothing.</p>`
      : html`<div class="scroll" tabindex="0" role="region" aria-label="Differences"><table class="vtable">
          <${Heads} first="" sides=${sides} />
          <tbody>${differs.slice(0, MOST).map((each) => html`<tr key=${each.group + each.name}>
            <th scope="row">${each.group === "memory" || each.group === "locks" ? html`<code>${each.name}</code>` : each.group === "broken" ? each.name : GROUPS.step.title}</th><td>${each.left}</td><td>${each.right}</td>
          </tr>`)}</tbody>
        </table></div>`}
    ${differs.length > MOST && html`<p class="none">and ${differs.length - MOST} more</p>`}
  </section>`;
}

/** The counts of both sides; the larger one is bold. */
export function VersusCosts({ sides, at }) {
  const [left, right] = sides.map(({ frames, turns }) => frames[turns[at].at].costs);
  const rows = sides[0].info.costs.filter(({ id }) => left[id] > 0 || right[id] > 0);
  const cell = (mine, other) => html`<td class=${mine > other ? "more" : ""}>${mine}</td>`;
  return html`<section aria-labelledby="vcosts">
    <h2 id="vcosts">What it has cost up to step ${at}</h2>
    ${rows.length === 0
      ? html`<p class="none">Nothing yet.</p>`
      : html`<table class="vtable figures">
          <${Heads} first="" sides=${sides} />
          <tbody>${rows.map(({ id, title, help }) => html`<tr key=${id}><th scope="row" title=${help}>${title}</th>${cell(left[id], right[id])}${cell(right[id], left[id])}</tr>`)}</tbody>
        </table>`}
  </section>`;
}

const Heads = ({ first, sides }) =>
  html`<thead><tr><th scope="col"><span class="sr">what</span>${first}</th>${sides.map(({ side, info }) => html`<th scope="col" key=${side}>${side}: ${info.protocol}</th>`)}</tr></thead>`;
