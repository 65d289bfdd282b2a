/** The violation that the shown run has come to, held against the shortest run that breaks the same. */

import { html } from "../draw/html.js";
import { isRunning } from "../check.js";
import { counted } from "../numbers.js";
import { switchesTo } from "../lines.js";
import { Button } from "./glyphs.js";
import { rich, say } from "../words.js";

/**
 * @param {object} props
 * @param {import("../store.js").State} props.state
 * @param {object} props.session
 * @param {object} props.broken ViolationInfo with `at`, the step that broke it
 * @param {ReadonlyArray<object>} props.frames of the line that is shown
 */
export function ShortestRun({ state, session, broken, frames }) {
  const { check, link } = state;
  const own = { steps: broken.at, switches: switchesTo(frames, broken.at) };
  const best = check?.result?.verdict.violations.find((each) => each.invariant === broken.property);
  const off = link === "online" ? null : say("bar.unreachable");
  if (best === undefined) {
    const gone = check?.phase === "done";
    return html`<p class="cover shortest">${say("check.this-takes", broken.title, length(own))} ${gone && say("check.not-that-far")}</p>
      ${!gone && html`<${Button} off=${off ?? (isRunning(check) ? say("check.under-way") : null)} onPress=${() => session.shortestRun(broken.property)}>${say("check.find-shortest")}<//>`}`;
  }
  if (best.steps === own.steps && best.switches === own.switches) return html`<p class="cover shortest">${say("check.is-shortest", broken.title, length(own))}</p>`;
  return html`<p class="cover shortest">${rich("check.shorter", broken.title, length(own), html`<b>${length(best)}</b>`)}</p>
    <${Button} off=${off} onPress=${() => session.shortestRun(broken.property)} title=${say("check.minimise-help")}>${say("check.minimise")}<//>`;
}

const length = ({ steps, switches }) => say("check.length", counted("check.steps", steps), counted("check.switches", switches));
