/** A ```step block: a run that is stepped through, forward and back. */

import { render } from "preact";
import { html } from "../draw/html.js";
import { Picture } from "./picture.js";
import { within } from "./steps.js";

const STEP_EVERY_MS = 1_100;

/**
 * @param {HTMLElement} place
 * @param {object} data
 * @param {{desk: object, href: string}} tools
 * @returns {{go: (at: number) => void}}
 */
export function mountStep(place, data, { desk, href }) {
  let state = { info: null, frames: [], at: data.at, playing: false, problem: null };
  let tick = null;

  function change(fields) {
    state = { ...state, ...fields };
    clearTimeout(tick);
    if (state.playing) tick = setTimeout(onTick, STEP_EVERY_MS);
    const go = (at) => change({ at: within(at, state.frames), playing: false });
    render(html`<${Picture} id="step${data.number}" ...${state} href=${href} onGo=${go} onPlay=${play} />`, place);
  }

  function play() {
    const atEnd = state.at >= state.frames.length - 1;
    change({ playing: !state.playing, at: atEnd && !state.playing ? 0 : state.at });
  }

  function onTick() {
    const at = within(state.at + 1, state.frames);
    change({ at, playing: at < state.frames.length - 1 });
  }

  change({});
  desk.play(data, data.schedule).then(
    ({ info, frames }) => change({ info, frames, at: within(state.at, frames) }),
    (error) => change({ problem: error.message }),
  );
  return { go: (at) => change({ at: state.frames.length === 0 ? at : within(at, state.frames), playing: false }) };
}
