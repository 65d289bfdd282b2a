/** Who ran each step of a run, in a strip: a mark a step, a letter where another thread takes over. */

import { html } from "../draw/html.js";
import { mmOf } from "../layout/sources.js";
import { choicesIn } from "../lessons/steps.js";
import { say } from "../words.js";
import { hueOf } from "./glyphs.js";

/** @param {{info: object, frames: object[], at: number, onGo?: (at: number) => void}} props */
export function TickMarks({ info, frames, at, onGo }) {
  return choicesIn(frames).map(({ thread, first, broken }, i) => {
    const place = i + 1 === at ? "at" : i + 1 > at ? "ahead" : "";
    const classes = [hueOf(mmOf(info, thread)), place, broken && "broken", first && "first"].filter(Boolean).join(" ");
    const does = say("lesson.step-does", i + 1, frames[i + 1].step.sentence.text);
    return html`<i key=${i} class=${classes} title=${does} onClick=${onGo && (() => onGo(i + 1))}>${broken ? "!" : first ? thread : ""}</i>`;
  });
}
