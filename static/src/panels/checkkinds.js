/** The kinds of violation that a check found: each row loads its shortest run. */

import { html } from "../draw/html.js";
import { isShown } from "../check.js";
import { counted } from "../numbers.js";
import { whyNoOther } from "../checker.js";
import { matches } from "../media.js";
import { othersOf } from "../others.js";
import { say, sentence } from "../words.js";
import { Button, Hollow, Icon, Oct } from "./glyphs.js";

/**
 * @param {object} props
 * @param {ReadonlyArray<object>} props.all findings of one severity
 * @param {"damage"|"warning"} props.severity
 * @param {string} props.label heads the list
 * @param {import("../check.js").Check} props.check
 * @param {ReadonlyArray<object>} props.turns of the bad runs
 * @param {ReadonlyArray<object>} props.frames of the line that is shown
 * @param {string|null} props.off why no run can be loaded now
 */
export function Kinds({ all, severity, label, check, turns, frames, session, off }) {
  if (all.length === 0) return null;
  const row = { severity, check, turns, frames, session, off };
  return html`<p class="kh"><span>${label}</span><span>${say("check.steps-word")}</span></p>
    <ol class="kinds found ${severity}" aria-label=${say(severity === "damage" ? "check.shortest-runs" : "check.shortest-runs-warning")}>
      ${all.map((each) => html`<li key=${each.invariant}><${Row} ...${row} finding=${each} />${each.also.length > 0 && html`<${Also} ...${row} all=${each.also} />`}<${Others} ...${row} of=${each} /></li>`)}
    </ol>`;
}

function Row({ finding, severity, check, turns, frames, session, off, small = false }) {
  const { title, objects, steps, switches } = finding;
  const said = sentence(finding.sentence);
  const show = (event) => {
    session.showRun(finding);
    // stacked, what is shown stands far above the list
    if (matches("stacked")) event.currentTarget.ownerDocument.querySelector("h1")?.scrollIntoView({ block: "center" });
  };
  const turn = turns.find((each) => each.schedule === finding.schedule);
  const good = turn?.good;
  const shown = isShown(check, frames, finding);
  return html`<button
      type="button"
      aria-current=${shown ? "true" : undefined}
      aria-disabled=${off === null ? undefined : "true"}
      title=${off ?? `${said} ${counted("check.switches", switches)}.`}
      onClick=${off === null ? show : undefined}
    >
      ${small ? html`<i></i>` : severity === "damage" ? html`<${Oct} size="small" />` : html`<${Hollow} />`}
      <span>${!small && html`<b>${title}</b> <code>${objects.join(", ")}</code>`}<small>${said}</small></span>
      <em><span class="sr">${say("check.in")} </span>${steps}<span class="sr"> ${say("check.in-steps-word")}</span></em>
    </button>
    ${shown && html`<p class="again"><${Button} bare onPress=${session.playRun}><${Icon} name="play" />${say("check.from-start")}<//>${good && html`<${Button} bare onPress=${() => session.showGood(good)} title=${say("check.shares", counted("check.steps", turn.shared))}>${say("check.good-run")}<//>`}</p>`}`;
}

/** Runs that break the same property and are unlike those above, one at a time. */
function Others({ of, ...row }) {
  const others = othersOf(row.check.others, of.invariant);
  const rows = [of, ...of.also, ...others.found];
  if (others.found.length === 0 && !rows.some((each) => isShown(row.check, row.frames, each))) return null;
  const off = row.off ?? whyNoOther(row.check);
  const none = say("check.no-others", rows.length);
  return html`${others.found.length > 0 && html`<ol class="others" aria-label=${say("check.others-like", of.title)}>
      ${others.found.map((each) => html`<li key=${each.schedule}><${Row} ...${row} finding=${each} small /></li>`)}
    </ol>`}
    <p class="other" role="status">${others.end
      ? html`<span>${rows.length === 1 ? say("check.no-other") : none}</span>`
      : html`<${Button} bare off=${off} onPress=${() => row.session.anotherRun(of)} title=${say("check.another-help")}>${say(others.id === null ? "check.another" : "check.looking")}<//>`}
      ${others.failed && html`<span>${sentence(others.failed)}</span>`}</p>`;
}

/** The other ways in which the same property breaks. */
function Also({ all, ...row }) {
  return html`<details>
    <summary>${counted("check.other-ways", all.length)}</summary>
    <ol>${all.map((each) => html`<li key=${each.message}><${Row} ...${row} finding=${each} small /></li>`)}</ol>
  </details>`;
}
