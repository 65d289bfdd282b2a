/** The check at the head of the verdict column: its button, how far it is, what it found. */

import { html } from "../draw/html.js";
import { isRunning, kinds, soFar } from "../check.js";
import { counted, duration, grouped } from "../numbers.js";
import { framesOf } from "../lines.js";
import { rich, say, sentence } from "../words.js";
import { Facts } from "./checkfacts.js";
import { Kinds } from "./checkkinds.js";
import { Button } from "./glyphs.js";

/** @param {{state: import("../store.js").State, session: object}} props */
export function Check({ state, session }) {
  const { check } = state;
  return html`<section class="check" aria-label=${say("check.name")} aria-busy=${isRunning(check) ? "true" : undefined}>
    <h2>${say("check.title")}</h2>
    <p class="sr" role="status">${told(check)}</p>
    ${check?.phase === "done" ? html`<${Result} state=${state} session=${session} />` : html`<${Begin} state=${state} session=${session} />`}
  </section>`;
}

/** For those who do not see the figures change. */
function told(check) {
  if (check === null) return "";
  if (check.phase === "done") return headline(check.result).join(" ");
  return say(`check.said-${check.phase}`);
}

/** An audience looks at whatever moves: in presenter mode no figure does before the verdict. */
function Begin({ state, session }) {
  const { check, link, present } = state;
  const running = isRunning(check);
  return html`${running && isSlow(check.progress) && !present.on
      ? html`<${Progress} progress=${check.progress} />`
      : html`<p class="cover">${why(check)}</p>`}
    ${running
      ? html`<${Button} off=${check.phase === "cancelling" ? say("check.being-cancelled") : null} onPress=${session.cancelCheck}>${say(check.phase === "cancelling" ? "check.cancelling" : "check.cancel")}<//>`
      : html`<${Button} main off=${link === "online" ? null : say("bar.unreachable")} onPress=${session.check}>${say(check === null ? "check.begin" : "check.again")} <kbd>k</kbd><//>`}`;
}

/** Most checks are over before their figures could be read. */
const isSlow = (progress) => progress !== null && (progress.waiting > 0 || progress.seconds >= 0.3);

/** Why there is no verdict. */
function why(check) {
  if (check === null) return say("check.before");
  if (check.phase === "failed") return `${sentence(check.error.message)} ${sentence(check.error.hint)}`;
  return say({ cancelled: "check.cancelled", lost: "check.lost" }[check.phase] ?? "check.searching");
}

function Progress({ progress }) {
  const { waiting, states, depth, frontier, rate, seconds, megabytes } = progress;
  if (waiting > 0) return html`<p class="cover">${waiting === 1 ? say("check.waits-next") : say("check.waits", waiting)}</p>`;
  const figures = [
    [say("check.deep"), grouped(depth)],
    [say("check.frontier"), grouped(frontier)],
    [say("check.rate"), grouped(rate)],
    [say("check.time"), duration(seconds)],
    [say("check.memory"), say("check.mb", grouped(megabytes))],
  ];
  return html`<p class="big going"><b>${grouped(states)}</b> <span>${say("check.states")}</span></p>
    <p class="cover"><b>${soFar(progress)}</b></p>
    <dl class="figures">${figures.map(([name, figure]) => html`<div key=${name}><dt>${name}</dt><dd>${figure}</dd></div>`)}</dl>`;
}

/** @param {object} result the message "verdict" @returns {[string, string]} a figure or mark, and what it counts */
export function headline({ verdict }) {
  const damage = kinds(verdict, "damage").length;
  if (damage > 0) return [grouped(damage), say("check.kinds-of-violation", damage)];
  return verdict.complete ? ["", say("check.safe")] : ["", say("check.no-bug")];
}

function Result({ state, session }) {
  const { result } = state.check;
  const { verdict, stopped } = result;
  const frames = framesOf(state.tree);
  const [damage, warnings] = [kinds(verdict, "damage"), kinds(verdict, "warning")];
  const [figure, words] = headline(result);
  const mark = figure !== "" ? html`<b>${figure}</b>` : html`<i class="disc ${verdict.complete ? "ok" : "half"}" aria-hidden="true"></i>`;
  const list = { turns: verdict.facts?.turns ?? [], check: state.check, frames, session, off: state.link === "online" ? null : say("bar.unreachable") };
  return html`<p class="big ${verdict.verdict}">${mark} <span>${words}</span></p>
    <p class="cover">${covered(result)}</p>
    <p class="assumes">${sentence(say("check.assumes"))}</p>
    <${Kinds} ...${list} severity="damage" label=${say("check.shortest-of-each")} all=${damage} />
    ${warnings.length > 0 && html`<details class="warnings" open=${damage.length === 0}>
      <summary>${counted("check.warnings", warnings.length)}</summary>
      <${Kinds} ...${list} severity="warning" label=${say("check.shortest-to-each")} all=${warnings} />
    </details>`}
    ${verdict.complete && damage.length > 0 && html`<${FatesToggle} fates=${state.check.fates} session=${session} off=${list.off} />`}
    ${verdict.facts !== null && html`<${Facts} ...${list} facts=${verdict.facts} />`}
    ${stopped !== null && html`<${Button} off=${list.off} onPress=${session.check}>${say("check.again")}<//>`}`;
}

/** Off by default: who learns should find out. */
function FatesToggle({ fates, session, off }) {
  return html`<label class="showfates" title=${off ?? say("check.fates-help")}>
      <input type="checkbox" checked=${fates !== null} disabled=${off !== null && fates === null} onChange=${(event) => session.showFates(event.currentTarget.checked)} />
      ${say("check.show-fates")}
    </label>
    ${fates?.failed && html`<p class="cover">${sentence(fates.failed)}</p>`}`;
}

/** What the verdict covers, exactly. */
function covered({ verdict, stopped, seconds, covered: reduced }) {
  const states = rich("check.in-states", html`<b>${grouped(verdict.states)}</b>`, duration(seconds));
  if (!verdict.complete) return html`${states} ${say("check.incomplete", stopped?.text ?? say("check.stopped"), verdict.covered)}`;
  if (reduced) return html`${states} ${say("check.complete-reduced", verdict.covered)}`;
  const number = verdict.facts?.interleavings.words;
  return number === undefined ? html`${states} ${say("check.complete")}` : html`${states} ${rich("check.complete-of", html`<b>${number.replace(" ", "\u00a0")}</b>`)}`;
}
