/** The check at the head of the verdict column: its button, how far it is, what it found. */

import { html } from "../draw/html.js";
import { counted, duration, grouped, isRunning, kinds, soFar } from "../check.js";
import { framesOf } from "../lines.js";
import { sentence } from "../words.js";
import { Facts } from "./checkfacts.js";
import { Kinds } from "./checkkinds.js";
import { Button } from "./glyphs.js";

/** @param {{state: import("../store.js").State, session: object}} props */
export function Check({ state, session }) {
  const { check } = state;
  return html`<section class="check" aria-label="Check" aria-busy=${isRunning(check) ? "true" : undefined}>
    <h2>Check: every interleaving</h2>
    <p class="sr" role="status">${told(check)}</p>
    ${check?.phase === "done" ? html`<${Result} state=${state} session=${session} />` : html`<${Begin} state=${state} session=${session} />`}
  </section>`;
}

/** For those who do not see the figures change. */
function told(check) {
  if (check === null) return "";
  if (check.phase === "done") return headline(check.result).join(" ");
  return { running: "checking", cancelling: "cancelling", cancelled: "the check was cancelled", failed: "the check failed", lost: "the check was lost" }[check.phase];
}

function Begin({ state, session }) {
  const { check, link } = state;
  const running = isRunning(check);
  return html`${running && isSlow(check.progress)
      ? html`<${Progress} progress=${check.progress} />`
      : html`<p class="cover">${why(check)}</p>`}
    ${running
      ? html`<${Button} off=${check.phase === "cancelling" ? "it is being cancelled" : null} onPress=${session.cancelCheck}>${check.phase === "cancelling" ? "Cancelling" : "Cancel"}<//>`
      : html`<${Button} main off=${link === "online" ? null : "the server is not reachable"} onPress=${session.check}>${check === null ? "Check every interleaving" : "Check again"} <kbd>k</kbd><//>`}`;
}

/** Most checks are over before their figures could be read. */
const isSlow = (progress) => progress !== null && (progress.waiting > 0 || progress.seconds >= 0.3);

/** Why there is no verdict. */
function why(check) {
  if (check === null) return "Searches all runs, and finds the shortest of each kind of bug.";
  if (check.phase === "failed") return `${sentence(check.error.message)} ${sentence(check.error.hint)}`;
  return {
    running: "Searching …",
    cancelling: "Searching …",
    cancelled: "The check was cancelled. It says nothing.",
    lost: "The connection broke, and the check with it.",
  }[check.phase];
}

function Progress({ progress }) {
  const { waiting, states, depth, frontier, rate, seconds, megabytes } = progress;
  if (waiting > 0) return html`<p class="cover">Waits for a free worker of the server: ${waiting === 1 ? "next in line" : `number ${waiting} in line`}.</p>`;
  const figures = [
    ["steps deep", grouped(depth)],
    ["still to look into", grouped(frontier)],
    ["states a second", grouped(rate)],
    ["time", duration(seconds)],
    ["memory", `${grouped(megabytes)} MB`],
  ];
  return html`<p class="big going"><b>${grouped(states)}</b> <span>states</span></p>
    <p class="cover"><b>${soFar(progress)}</b></p>
    <dl class="figures">${figures.map(([name, figure]) => html`<div key=${name}><dt>${name}</dt><dd>${figure}</dd></div>`)}</dl>`;
}

/** @param {object} result the message "verdict" @returns {[string, string]} a figure or mark, and what it counts */
export function headline({ verdict }) {
  const damage = kinds(verdict, "damage").length;
  if (damage > 0) return [grouped(damage), damage === 1 ? "kind of violation" : "kinds of violation"];
  return verdict.complete ? ["", "Safe in all interleavings"] : ["", "No bug found so far"];
}

function Result({ state, session }) {
  const { result } = state.check;
  const { verdict, stopped } = result;
  const frames = framesOf(state.tree);
  const [damage, warnings] = [kinds(verdict, "damage"), kinds(verdict, "warning")];
  const [figure, words] = headline(result);
  const mark = figure !== "" ? html`<b>${figure}</b>` : html`<i class="disc ${verdict.complete ? "ok" : "half"}" aria-hidden="true"></i>`;
  const list = { turns: verdict.facts?.turns ?? [], check: state.check, frames, session, off: state.link === "online" ? null : "the server is not reachable" };
  return html`<p class="big ${verdict.verdict}">${mark} <span>${words}</span></p>
    <p class="cover">${covered(result)}</p>
    <p class="assumes">${sentence(verdict.assumes)}</p>
    <${Kinds} ...${list} severity="damage" label="the shortest run of each" all=${damage} />
    ${warnings.length > 0 && html`<details class="warnings" open=${damage.length === 0}>
      <summary>${counted(warnings.length, "warning")}</summary>
      <${Kinds} ...${list} severity="warning" label="the shortest run to each" all=${warnings} />
    </details>`}
    ${verdict.complete && damage.length > 0 && html`<${FatesToggle} fates=${state.check.fates} session=${session} off=${list.off} />`}
    ${verdict.facts !== null && html`<${Facts} ...${list} facts=${verdict.facts} />`}
    ${stopped !== null && html`<${Button} off=${list.off} onPress=${session.check}>Check again<//>`}`;
}

/** Off by default: who learns should find out. */
function FatesToggle({ fates, session, off }) {
  return html`<label class="showfates" title=${off ?? "what each choice leads to, known from the complete check"}>
      <input type="checkbox" checked=${fates !== null} disabled=${off !== null && fates === null} onChange=${(event) => session.showFates(event.currentTarget.checked)} />
      Show fates of all choices
    </label>
    ${fates?.failed && html`<p class="cover">${sentence(fates.failed)}</p>`}`;
}

/** What the verdict covers, exactly. */
function covered({ verdict, stopped, seconds }) {
  const states = html`in <b>${grouped(verdict.states)}</b> states, ${duration(seconds)}.`;
  if (!verdict.complete) return html`${states} Not complete: ${stopped?.text ?? "stopped"}. Covered: ${verdict.covered}.`;
  const number = verdict.facts?.interleavings.words;
  return number === undefined ? html`${states} Complete: every interleaving is covered.` : html`${states} Complete: <b>${number.replace(" ", "\u00a0")}</b> covered.`;
}
