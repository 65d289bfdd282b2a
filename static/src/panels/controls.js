/** The row of buttons above the timeline: to the start, back, step, play, again; the position. */

import { html } from "../draw/html.js";
import { nextChoice } from "../choose.js";
import { framesOf } from "../lines.js";
import { frameOf, lengthOf } from "../store.js";
import { threadOf } from "../schedule.js";
import { say, sentence } from "../words.js";
import { Button, Icon, Who } from "./glyphs.js";

/** @param {{state: import("../store.js").State, session: object}} props */
export function Controls({ state, session }) {
  const frame = frameOf(state);
  const length = lengthOf(state);
  const choice = nextChoice(framesOf(state.tree), state.at);
  const begin = state.at === 0 ? say("run.at-start") : null;
  return html`<div class="ctl">
    <${Button} off=${begin} describedby="because" onPress=${() => session.goto(0)} label=${say("run.to-start")}><${Icon} name="start" /><//>
    <${Button} off=${begin} describedby="because" onPress=${session.back} label=${say("run.back")}><${Icon} name="back" /><span class="word">${say("run.back")}</span> <kbd>←</kbd><//>
    <${StepButton} state=${state} session=${session} choice=${choice} frame=${frame} length=${length} />
    <${PlayButton} state=${state} session=${session} frame=${frame} length=${length} />
    <${Button} off=${length === 0 ? say("run.nothing-ran") : null} describedby="because" onPress=${session.reset} label=${say("run.reset")} title=${say("run.reset-title")}>
      <${Icon} name="reset" /><span class="word wide">${say("run.reset")}</span> <kbd>r</kbd>
    <//>
    <span class="pos">${state.at} <small>${say("run.of", length)}</small></span>
    <span class="because" id="because">${sentence(because(state, frame, length))}</span>
    <span class="push"></span>
    <button type="button" class="btn bare keys" aria-label=${say("diagram.open")} onClick=${session.openWords}><kbd>w</kbd> <span class="word">${say("diagram.open-word")}</span></button>
    <button type="button" class="btn bare keys" aria-label=${say("present.present")} onClick=${session.present}><kbd>p</kbd> <span class="word">${say("present.present-word")}</span></button>
    <button type="button" class="btn bare keys" aria-label=${say("run.keys")} onClick=${session.openHelp}><kbd>?</kbd> <span class="word">${say("run.keys-word")}</span></button>
  </div>`;
}

function StepButton({ state, session, choice, frame, length }) {
  const thread = choice === null ? null : threadOf(choice);
  const mm = state.info.stories.find((story) => story.thread === thread)?.mm ?? thread;
  const unlinked = state.at === length && state.link !== "online" ? say("bar.unreachable") : null;
  const off = choice === null ? (frame.ended?.text ?? say("run.no-thread")) : unlinked;
  return html`<${Button} main off=${off} describedby="because" onPress=${session.forward} label=${thread === null ? say("run.step-forward") : say("run.step-forward-of", choice)}>
    <span class="word">${say("run.step")}</span>${thread !== null && html`<${Who} mm=${mm} name=${thread} />`}<${Icon} name="step" /> <kbd>→</kbd>
  <//>`;
}

function PlayButton({ state, session, frame, length }) {
  const atEnd = state.at === length;
  const word = say(state.playing ? "run.pause" : atEnd && frame.ended ? "run.play-again" : atEnd && length > 0 ? "run.play-on" : "run.play");
  return html`<${Button} off=${length === 0 && frame.ended ? frame.ended.text : null} describedby="because" onPress=${session.togglePlay} label=${word}>
    <${Icon} name=${state.playing ? "pause" : "play"} /><span class="word wide">${word}</span> <kbd>space</kbd>
  <//>`;
}

/** Why the main buttons are off, if one is. */
function because(state, frame, length) {
  if (state.at === length && frame.ended) return frame.ended.text;
  if (state.at === length && state.link !== "online") return say("run.waits-for-server");
  return "";
}
