/** What differs at a step, and what both runs have cost up to it. */

import { html } from "../draw/html.js";
import { say } from "../words.js";
import { nameOf } from "./versus.js";

const MOST = 24;

/** @param {{row: object, at: number, sides: object[]}} props */
export function VersusDifferences({ row, at, sides }) {
  const { differs } = row;
  return html`<section aria-labelledby="vdiffers">
    <h2 id="vdiffers">${say("versus.what-differs", at)}</h2>
    ${differs.length === 0
      ? html`<p class="none">${say("versus.nothing")}</p>`
      : html`<div class="scroll" tabindex="0" role="region" aria-label=${say("versus.differences")}><table class="vtable">
          <${Heads} sides=${sides} />
          <tbody>${differs.slice(0, MOST).map((each) => html`<tr key=${each.group + each.name}>
            <th scope="row">${nameOf(sides[0].info, each.group, each.name)}</th><td>${each.left.text}</td><td>${each.right.text}</td>
          </tr>`)}</tbody>
        </table></div>`}
    ${differs.length > MOST && html`<p class="none">${say("versus.more", differs.length - MOST)}</p>`}
  </section>`;
}

/** The counts of both sides; the larger one is bold. */
export function VersusCosts({ sides, at }) {
  const [left, right] = sides.map(({ frames, turns }) => frames[turns[at].at].costs);
  const rows = sides[0].info.costs.filter(({ id }) => left[id] > 0 || right[id] > 0);
  const cell = (mine, other) => html`<td class=${mine > other ? "more" : ""}>${mine}</td>`;
  return html`<section aria-labelledby="vcosts">
    <h2 id="vcosts">${say("versus.costs", at)}</h2>
    ${rows.length === 0
      ? html`<p class="none">${say("versus.nothing-yet")}</p>`
      : html`<table class="vtable figures">
          <${Heads} sides=${sides} />
          <tbody>${rows.map(({ id, title, help }) => html`<tr key=${id}><th scope="row" title=${help}>${title}</th>${cell(left[id], right[id])}${cell(right[id], left[id])}</tr>`)}</tbody>
        </table>`}
  </section>`;
}

const Heads = ({ sides }) =>
  html`<thead><tr><th scope="col"><span class="sr">${say("versus.what")}</span></th>${sides.map(({ side, info }) => html`<th scope="col" key=${side}>${say("versus.side", say(`versus.${side}`), info.protocol)}</th>`)}</tr></thead>`;
