/** The centre: the sentence of the step, the picture that proves it, and the legend. */

import { html } from "../draw/html.js";
import { memo } from "../draw/memo.js";
import { framesOf } from "../lines.js";
import { parentOf } from "../schedule.js";
import { frameOf, isOpening } from "../store.js";
import { sentenceOf } from "../sentence.js";
import { say } from "../words.js";
import { Oct } from "./glyphs.js";
import { Picture } from "./picture.js";
import { Selected } from "./selected.js";

/** @param {{state: import("../store.js").State, session: object, tall: boolean}} props */
export function Stage({ state, session, tall }) {
  const frame = frameOf(state);
  const frames = framesOf(state.tree);
  return html`<main class="stage" aria-busy=${isOpening(state) ? "true" : undefined}>
    <${Says} frame=${frame} info=${state.info} frames=${frames} />
    <${Picture}
      info=${state.info}
      frame=${frame}
      frames=${frames}
      still=${!isOneStep(state.before, frame)}
      tall=${tall}
      selected=${state.selected}
      session=${session}
    />
    ${state.selected === null ? html`<${Legend} />` : html`<${Selected} state=${state} session=${session} />`}
  </main>`;
}

/** Only one step, forward or back along one line, is a movement; everything else is a jump. */
function isOneStep(before, frame) {
  if (before === null || Math.abs(before.at - frame.at) !== 1) return false;
  return parentOf(frame.schedule) === before.schedule || parentOf(before.schedule) === frame.schedule;
}

function Says({ frame, info, frames }) {
  const { damage, warning, title, text, more } = sentenceOf(frame, info, frames);
  return html`<div class="says ${damage ? "bad" : warning ? "parted" : ""}">
    ${damage && html`<${Oct} size="huge" label=${say("run.violation")} />`}
    ${warning && html`<span class="hollow huge" role="img" aria-label=${say("run.warning")}></span>`}
    <div>
      <h1>${title !== null && html`<em>${title}.</em> `}${text}</h1>
      <p>${more}</p>
    </div>
  </div>`;
}

const Legend = memo(() => {
  return html`<div class="legend" aria-label=${say("run.legend")}>
    <span><svg viewBox="0 0 26 14" aria-hidden="true"><path class="changed" d="M1 5V1H6M20 1H25V5M25 9V13H20M6 13H1V9" /></svg>${say("run.changed")}</span>
    <span><svg viewBox="0 0 26 14" aria-hidden="true"><path class="uncounted" d="M0 7H26" /></svg>${say("run.not-counted")}</span>
    <span><svg viewBox="0 0 26 14" aria-hidden="true"><rect class="freed" x=".5" y=".5" width="25" height="13" /><path class="hatch" d="M3 13L13 1M11 13L21 1M19 13L25 6M1 6L5 1" /></svg>${say("run.freed")}</span>
    <span><svg viewBox="0 0 26 14" aria-hidden="true"><path class="former" d="M0 7H26" /></svg>${say("run.former")}</span>
    <span><svg viewBox="0 0 26 14" aria-hidden="true"><rect class="parted" x="1" y="1" width="24" height="12" /></svg>${say("run.parted")}</span>
  </div>`;
});
