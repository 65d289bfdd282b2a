/** The names of the columns, over a rule. */
import { html } from "./html.js";
import { memo } from "./memo.js";

/** @param {{ heads: { text: string, x: number, w: number, end?: string }[] }} props */
export const Heads = memo(({ heads }) => {
  return html`<g class="heads">
    ${heads.map(
      ({ text, x, w, end }) =>
        html`<g key=${text}>
          <text class="col" x=${x} y="13">${text}</text>
          ${end && html`<text class="col end" x=${x + w} y="13">${end}</text>`}
          <path class="colrule" d=${`M${x} 20.5H${x + w}`} />
        </g>`,
    )}
  </g>`;
});
