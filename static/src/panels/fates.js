/** Fates as a person sees them: a word and a shape beside each choice, a bar under the timeline. */

import { html } from "../draw/html.js";
import { fateOf, inWords, noReturn, stretchesOf } from "../fates.js";
import { Oct } from "./glyphs.js";
import { place, rowStyle, spanOf } from "./row.js";
import { say } from "../words.js";

/** The shape of a fate: tick in a disc, hollow box, octagon. */
export function FateMark({ fate }) {
  if (fate === "certain") return html`<${Oct} size="tiny" />`;
  return html`<i class="fatemark ${fate}" aria-hidden="true"></i>`;
}

/** What each choice of a thread leads to. */
export function ChoiceFates({ check, frame, thread }) {
  const mine = frame.choices.filter((each) => each.thread === thread);
  const known = mine.map((each) => ({ ...each, its: fateOf(check, frame, each.choice) })).filter(({ its }) => its !== null);
  if (known.length === 0) return null;
  return html`<p class="fates">
    ${known.map(({ choice, outcome, its }) => html`<span key=${choice} class=${its.fate}><${FateMark} fate=${its.fate} />${outcome === null ? inWords(its) : say(`fate.${outcome}`, inWords(its))}</span>`)}
  </p>`;
}

/** The fate of the run over its steps; where it becomes certain is the point of no return. */
export function FateRow({ fates, frames, window, narrow }) {
  const { first, last } = spanOf(window, frames);
  const turn = noReturn(fates, frames);
  const bars = stretchesOf(fates, frames)
    .map((each) => ({ ...each, from: Math.max(first, each.from), to: Math.min(last, each.to) }))
    .filter((each) => each.from <= each.to);
  // a stretch lasts until the next step is taken; that of the start fills the half column before step 1
  const begin = (from) => (from === first ? from : from - 0.5);
  return html`<div class="row fate" style=${rowStyle(window)} role="img" aria-label=${turn === null ? say("fate.run-never") : say("fate.run-from", turn)}>
    <span class="lab"><span>${say(narrow ? "fate.short" : "fate.row")}</span></span>
    <span class="time-area">
      ${bars.map((each) => html`<span key=${each.from} class=${each.fate} style=${place(window, begin(each.from), each.to + 0.5)}>${each.fate === "certain" && turn > 0 && !narrow ? say("fate.certain-from", turn) : say(`fate.${each.fate}`)}</span>`)}
    </span>
  </div>`;
}
