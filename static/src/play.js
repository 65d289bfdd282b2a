/** The clock of a playing run: one step a tick, until the recorded end, a breakpoint, or until somebody takes over. */

import { nextChoice } from "./choose.js";
import { hitsAt, isAwaited, stoppedBy } from "./debug.js";
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
  let begun = null; // the schedule where it was set going: a breakpoint that was met there holds it no longer
  const isAtEnd = () => store.get().at >= lengthOf(store.get());

  /** From the start again after the end of a run that is over; on beyond the end of one that is not. */
  function play() {
    const ended = Boolean(frameOf(store.get())?.ended);
    const playOn = isAtEnd() && !ended;
    if (isAtEnd() && ended) move(0);
    begun = frameOf(store.get())?.schedule;
    if (store.get().notice?.kind === "stopped") store.send({ type: "noticed", notice: null });
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

  /** Stops as "run on" does, and says which breakpoint it was. */
  function stopIfMet() {
    const now = store.get();
    const frame = frameOf(now);
    const [hit] = now.playing && frame !== null && frame.schedule !== begun ? hitsAt(now.debug, frame) : [];
    if (hit === undefined) return;
    pause();
    store.send({ type: "noticed", notice: stoppedBy(hit, frame) });
  }

  store.watch(stopIfMet);

  function step() {
    const now = store.get();
    if (!now.playing) return;
    if (isAwaited(now.debug, frameOf(now))) return later();
    const choice = nextChoice(framesOf(now.tree), now.at);
    const mayGoOn = now.playOn && now.link === "online" && choice !== null;
    if (isAtEnd() && !mayGoOn) return pause();
    if (now.asked === null) forward();
    if (isAtEnd() && !now.playOn) return pause();
    later();
  }

  return { play, pause, toggle: () => (store.get().playing ? pause() : play()) };
}
