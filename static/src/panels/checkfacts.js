/** What else a complete check knows: the mail's claims, what no run does, lines that none reaches. */

import { html } from "../draw/html.js";
import { counted, grouped } from "../numbers.js";
import { say, sentence } from "../words.js";
import { Oct } from "./glyphs.js";

/** @param {{facts: object, check: object, frames: ReadonlyArray<object>, session: object, off: string|null}} props */
export function Facts({ facts, ...row }) {
  const missing = facts.possible.filter((each) => !each.met);
  return html`${missing.length > 0 && html`<p class="cover vacuous"><span class="hollow" aria-hidden="true"></span><b>${say("check.vacuous", missing.map((each) => each.text).join("; "))}</b></p>`}
    <${Claims} ...${row} all=${facts.claims} />
    <${Unreached} coverage=${facts.coverage} />`;
}

function Claims({ all, ...row }) {
  const tested = all.filter((each) => each.result !== "untested");
  if (tested.length === 0) return null;
  const refuted = tested.filter((each) => each.result === "refuted").length;
  const held = tested.length - refuted;
  const outcome = [refuted > 0 && say("check.refuted-of", refuted), held > 0 && say("check.held-of", held)].filter(Boolean).join(", ");
  return html`<details class="unreached">
    <summary>${say("check.claims-of-mail", outcome)}</summary>
    <ol class="kinds found claims" aria-label=${say("check.claims")}>${tested.map((each) => html`<li key=${each.claim}><${Claim} ...${row} claim=${each} /></li>`)}</ol>
  </details>`;
}

function Claim({ claim, session, off }) {
  const mark = claim.result === "refuted" ? html`<${Oct} size="small" />` : html`<i class="fatemark safe" aria-hidden="true"></i>`;
  const words = html`<span><b>${say(`check.${claim.result}`)}</b> <q>${claim.title}</q>${claim.sentence && html`<small>${sentence(claim.sentence)}</small>`}</span>`;
  if (claim.result !== "refuted") return html`<p>${mark}${words}</p>`;
  const press = () => session.showRun(claim);
  return html`<button type="button" aria-disabled=${off === null ? undefined : "true"} title=${off ?? sentence(claim.sentence)} onClick=${off === null ? press : undefined}>
    ${mark}${words}<em><span class="sr">${say("check.in")} </span>${claim.steps}<span class="sr"> ${say("check.in-steps-word")}</span></em>
  </button>`;
}

function Unreached({ coverage }) {
  const { lines, unreached, uncalled } = coverage;
  if (unreached.length === 0 && uncalled.length === 0) return null;
  const files = [...new Set(unreached.map(([file]) => file))];
  const of = (name) => unreached.filter(([file]) => file === name).map(([, line]) => line);
  return html`<details class="unreached">
    <summary>${counted("check.unreached", unreached.length, grouped(lines))}</summary>
    <dl class="figures">
      ${files.map((file) => html`<div key=${file}><dt><code>${file}</code></dt><dd>${of(file).join(", ")}</dd></div>`)}
      ${uncalled.length > 0 && html`<div><dt>${say("check.never-called")}</dt><dd>${uncalled.join(", ")}</dd></div>`}
    </dl>
  </details>`;
}
