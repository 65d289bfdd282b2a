/** The violation that the shown run has come to, held against the shortest run that breaks the same. */

import { html } from "../draw/html.js";
import { counted, isRunning } from "../check.js";
import { switchesTo } from "../lines.js";
import { Button } from "./glyphs.js";

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
  const off = link === "online" ? null : "the server is not reachable";
  if (best === undefined) {
    const gone = check?.phase === "done";
    return html`<p class="cover shortest">${broken.title}: this run takes ${length(own)}. ${gone && "The check did not come that far."}</p>
      ${!gone && html`<${Button} off=${off ?? (isRunning(check) ? "the check is under way" : null)} onPress=${() => session.shortestRun(broken.property)}>Find the shortest run to this<//>`}`;
  }
  if (best.steps === own.steps && best.switches === own.switches) return html`<p class="cover shortest">${broken.title}: no run to it is shorter than ${length(own)}.</p>`;
  return html`<p class="cover shortest">${broken.title}: this run takes ${length(own)}; the shortest <b>${length(best)}</b>.</p>
    <${Button} off=${off} onPress=${() => session.shortestRun(broken.property)} title="fewest steps, then fewest switches between threads">Minimise: show the shortest<//>`;
}

const length = ({ steps, switches }) => `${counted(steps, "step")}, ${counted(switches, "switch", "switches")}`;
