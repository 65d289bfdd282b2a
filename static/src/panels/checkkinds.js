/** The kinds of violation that a check found: each row loads its shortest run. */

import { html } from "../draw/html.js";
import { counted, isShown } from "../check.js";
import { whyNoOther } from "../checker.js";
import { matches } from "../media.js";
import { othersOf } from "../others.js";
import { sentence } from "../words.js";
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
  return html`<p class="kh"><span>${label}</span><span>steps</span></p>
    <ol class="kinds found ${severity}" aria-label=${severity === "damage" ? "Shortest runs" : "Shortest runs to a warning"}>
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
      title=${off ?? `${said} ${counted(switches, "switch", "switches")}.`}
      onClick=${off === null ? show : undefined}
    >
      ${small ? html`<i></i>` : severity === "damage" ? html`<${Oct} size="small" />` : html`<${Hollow} />`}
      <span>${!small && html`<b>${title}</b> <code>${objects.join(", ")}</code>`}<small>${said}</small></span>
      <em><span class="sr">in </span>${steps}<span class="sr"> steps</span></em>
    </button>
    ${shown && html`<p class="again"><${Button} bare onPress=${session.playRun}><${Icon} name="play" />Show it from the start<//>${good && html`<${Button} bare onPress=${() => session.showGood(good)} title="shares its first ${counted(turn.shared, "step")}">Closest good run<//>`}</p>`}`;
}

/** Runs that break the same property and are unlike those above, one at a time. */
function Others({ of, ...row }) {
  const others = othersOf(row.check.others, of.invariant);
  const rows = [of, ...of.also, ...others.found];
  if (others.found.length === 0 && !rows.some((each) => isShown(row.check, row.frames, each))) return null;
  const off = row.off ?? whyNoOther(row.check);
  const none = `There is no other: these ${rows.length} are all the ways.`;
  return html`${others.found.length > 0 && html`<ol class="others" aria-label="Others like ${of.title}">
      ${others.found.map((each) => html`<li key=${each.schedule}><${Row} ...${row} finding=${each} small /></li>`)}
    </ol>`}
    <p class="other" role="status">${others.end
      ? html`<span>${rows.length === 1 ? "There is no other like it." : none}</span>`
      : html`<${Button} bare off=${off} onPress=${() => row.session.anotherRun(of)} title="a run that breaks the same in another situation">${others.id === null ? "Another one like it" : "Looking for another …"}<//>`}
      ${others.failed && html`<span>${sentence(others.failed)}</span>`}</p>`;
}

/** The other ways in which the same property breaks. */
function Also({ all, ...row }) {
  return html`<details>
    <summary>${counted(all.length, "other way", "other ways")}</summary>
    <ol>${all.map((each) => html`<li key=${each.message}><${Row} ...${row} finding=${each} small /></li>`)}</ol>
  </details>`;
}
