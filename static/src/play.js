/** The clock of a playing run: one step a tick, until the recorded end or until somebody takes over. */

import { nextChoice } from "./choose.js";
import { framesOf } from "./lines.js";
import { frameOf, lengthOf } from "./store.js";

const STEP_EVERY_MS = 1_100;

/**
 * @param {object} parts
 * @param {ReturnType<import("./store.js").createStore>} parts.store
 * @param {() => void} parts.forward one step along the run, or on beyond its end
 * @param {(at: number) => void} parts.move
 * @param {{setTimeout: Function, clearTimeout: Function}} parts.clock
 * @returns {{play: () => void, pause: () => void, toggle: () => void}}
 */
export function createPlayer({ store, forward, move, clock }) {
  let tick = null;
  const isAtEnd = () => store.get().at >= lengthOf(store.get());

  /** From the start again after the end of a run that is over; on beyond the end of one that is not. */
  function play() {
    const ended = Boolean(frameOf(store.get())?.ended);
    const playOn = isAtEnd() && !ended;
    if (isAtEnd() && ended) move(0);
    store.send({ type: "playing", on: true, playOn });
    later();
  }

  function pause() {
    clock.clearTimeout(tick);
    if (store.get().playing) store.send({ type: "playing", on: false });
  }

  function later() {
    clock.clearTimeout(tick);
    tick = clock.setTimeout(step, STEP_EVERY_MS);
  }

  function step() {
    const now = store.get();
    if (!now.playing) return;
    const choice = nextChoice(framesOf(now.tree), now.at);
    const mayGoOn = now.playOn && now.link === "online" && choice !== null;
    if (isAtEnd() && !mayGoOn) return pause();
    if (now.asked === null) forward();
    if (isAtEnd() && !now.playOn) return pause();
    later();
  }

  return { play, pause, toggle: () => (store.get().playing ? pause() : play()) };
}
