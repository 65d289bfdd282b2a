/** What the run has cost up to the step that is shown, and the way to where systems are compared. */

import { html } from "../draw/html.js";
import { memo } from "../draw/memo.js";
import { frameOf } from "../store.js";
import { say } from "../words.js";

/** @param {{state: import("../store.js").State}} props */
export function Costs({ state }) {
  const { info } = state;
  const { costs } = frameOf(state);
  const shown = info.costs.filter(({ id }) => costs[id] > 0);
  return html`<section>
    <h2>${say("now.cost")}</h2>
    ${shown.length === 0
      ? html`<p class="none">${say("now.no-cost")}</p>`
      : html`<table class="oracle costs"><tbody>
          ${shown.map((cost) => html`<${Row} key=${cost.id} cost=${cost} count=${costs[cost.id]} />`)}
        </tbody></table>`}
    <p class="none"><a href=${`/costs?${new URLSearchParams({ s: info.scenario, q: info.protocol })}`}>${say("now.compare-costs")}</a></p>
  </section>`;
}

const Row = memo(({ cost: { title, help }, count }) => html`<tr><th scope="row" title=${help}>${title}</th><td>${count}</td></tr>`);
