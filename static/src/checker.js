/** What a person can ask of a check, carried out: begin, cancel, show a run that it found. */

import { lacks } from "./fates.js";
import { find, framesOf } from "./lines.js";
import { isRunning } from "./check.js";
import { isOpening, sameRun, scheduleOf } from "./store.js";

/**
 * @param {object} parts
 * @param {ReturnType<import("./store.js").createStore>} parts.store
 * @param {{send: (message: object) => number|null}} parts.link
 * @param {object} parts.session from session.js
 */
export function createChecker({ store, link, session }) {
  const state = () => store.get();

  /** The run that is shown, as a request names it. */
  function what() {
    const { protocol, scenario, toggles } = state().info;
    return { protocol, scenario, config: Object.fromEntries(toggles.map((toggle) => [toggle.name, toggle.value])) };
  }

  /** A complete verdict is for ever: there is nothing to check again. */
  function begin() {
    const { info, check } = state();
    if (info === null || isRunning(check) || check?.result?.verdict.complete) return;
    const id = link.send({ type: "check", ...what(), limit: null });
    if (id !== null) store.send({ type: "checkBegun", id });
  }

  function cancel() {
    const { check } = state();
    if (check?.phase !== "running") return;
    link.send({ type: "cancel", check: check.id });
    store.send({ type: "checkCancelling" });
  }

  /** Goes to the end of a run: where it is known already, without asking; else as a branch of what is here. */
  function show({ schedule, steps }) {
    session.pause();
    if (steps !== null) store.send({ type: "checkShown", schedule });
    if (find(state().tree, schedule) !== null) return store.send({ type: "shown", schedule });
    const id = link.send({ type: "open", ...what(), schedule, at: steps });
    if (id !== null) store.send({ type: "asked", id, branch: true });
  }

  return {
    check: begin,
    cancelCheck: cancel,
    showRun: show,
    /** A run that goes well, from where it leaves the one that is shown. */
    showGood: (schedule) => show({ schedule, steps: null }),
    showFates: (on) => store.send({ type: "fatesShown", on }),
    /** Asks for the fates of the line that is shown, if they are wanted and not known. */
    refresh() {
      const now = state();
      if (now.link !== "online" || now.check?.phase !== "done" || !now.check.fates || isOpening(now) || now.asked !== null) return;
      if (!lacks(now.check.fates, framesOf(now.tree))) return;
      const id = link.send({ type: "fates", ...what(), schedule: scheduleOf(now) });
      if (id !== null) store.send({ type: "fatesAsked", id });
    },
    playRun() {
      session.goto(0);
      session.togglePlay();
    },
    /** Before a message changes the page: a check of what is no longer shown is ended. */
    onMessage(message) {
      const { check, info, asked } = state();
      const leaves = message.type === "run" && message.re === asked?.id && !sameRun(info, message.info);
      if (leaves && isRunning(check)) link.send({ type: "cancel", check: check.id });
    },
  };
}
