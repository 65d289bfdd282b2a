/** The row of buttons above the timeline: to the start, back, step, play, again; the position. */

import { html } from "../draw/html.js";
import { nextChoice } from "../choose.js";
import { framesOf } from "../lines.js";
import { frameOf, lengthOf } from "../store.js";
import { threadOf } from "../schedule.js";
import { sentence } from "../words.js";
import { Button, Icon, Who } from "./glyphs.js";

/** @param {{state: import("../store.js").State, session: object}} props */
export function Controls({ state, session }) {
  const frame = frameOf(state);
  const length = lengthOf(state);
  const choice = nextChoice(framesOf(state.tree), state.at);
  const begin = state.at === 0 ? "this is the start" : null;
  return html`<div class="ctl">
    <${Button} off=${begin} describedby="because" onPress=${() => session.goto(0)} label="To the start"><${Icon} name="start" /><//>
    <${Button} off=${begin} describedby="because" onPress=${session.back} label="Back"><${Icon} name="back" /><span class="word">Back</span> <kbd>←</kbd><//>
    <${StepButton} state=${state} session=${session} choice=${choice} frame=${frame} length=${length} />
    <${PlayButton} state=${state} session=${session} frame=${frame} length=${length} />
    <${Button} off=${length === 0 ? "nothing has run yet" : null} describedby="because" onPress=${session.reset} label="Reset" title="begin again; this run stays as a branch">
      <${Icon} name="reset" /><span class="word wide">Reset</span> <kbd>r</kbd>
    <//>
    <span class="pos">${state.at} <small>of ${length}</small></span>
    <span class="because" id="because">${sentence(because(state, frame, length))}</span>
    <span class="push"></span>
    <button type="button" class="btn bare keys" aria-label="Keys" onClick=${session.openHelp}><kbd>?</kbd> <span class="word">keys</span></button>
  </div>`;
}

function StepButton({ state, session, choice, frame, length }) {
  const thread = choice === null ? null : threadOf(choice);
  const mm = state.info.stories.find((story) => story.thread === thread)?.mm ?? thread;
  const unlinked = state.at === length && state.link !== "online" ? "the server is not reachable" : null;
  const off = choice === null ? (frame.ended?.text ?? "no thread can move") : unlinked;
  return html`<${Button} main off=${off} describedby="because" onPress=${session.forward} label=${thread === null ? "Step forward" : `Step forward: ${choice}`}>
    <span class="word">Step</span>${thread !== null && html`<${Who} mm=${mm} name=${thread} />`}<${Icon} name="step" /> <kbd>→</kbd>
  <//>`;
}

function PlayButton({ state, session, frame, length }) {
  const atEnd = state.at === length;
  const word = state.playing ? "Pause" : atEnd && frame.ended ? "Play again" : atEnd && length > 0 ? "Play on" : "Play";
  return html`<${Button} off=${length === 0 && frame.ended ? frame.ended.text : null} describedby="because" onPress=${session.togglePlay} label=${word}>
    <${Icon} name=${state.playing ? "pause" : "play"} /><span class="word wide">${word}</span> <kbd>space</kbd>
  <//>`;
}

/** Why the main buttons are off, if one is. */
function because(state, frame, length) {
  if (state.at === length && frame.ended) return frame.ended.text;
  if (state.at === length && state.link !== "online") return "Stepping waits for the server. Nothing is lost.";
  return "";
}
