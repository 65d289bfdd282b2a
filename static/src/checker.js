/** What a person can ask of a check, carried out: begin, cancel, show a run that it found. */

import { lacks } from "./fates.js";
import { find, framesOf } from "./lines.js";
import { isRunning } from "./check.js";
import { askedBy, isAsking, knownRuns, othersOf } from "./others.js";
import { isOpening, sameRun, scheduleOf } from "./store.js";
import { say } from "./words.js";

/**
 * Why no other run can be asked for just now: a page has one question about its check at a time.
 * @param {import("./check.js").Check|null} check @returns {string|null}
 */
export function whyNoOther(check) {
  if (check?.phase !== "done" || !check.result.last) return say("check.not-over");
  if (isAsking(check.others)) return say("check.other-asked");
  return check.fates?.id != null ? say("check.fates-asked") : null;
}

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

  /** Another run that breaks the property of a finding; it is shown when it comes. */
  function another(finding) {
    const { check } = state();
    if (whyNoOther(check) !== null) return;
    const { invariant } = finding;
    const id = link.send({ type: "another", ...what(), invariant, known: knownRuns(finding, othersOf(check.others, invariant)) });
    if (id !== null) store.send({ type: "otherAsked", invariant, id });
  }

  /** The shortest run that breaks a property: of the verdict, or of the check that begins now. */
  function shortest(invariant) {
    const { check } = state();
    const known = check?.result?.verdict.violations.find((each) => each.invariant === invariant);
    if (known !== undefined) return show(known);
    begin();
    if (isRunning(state().check)) store.send({ type: "runWanted", invariant });
  }

  /** A run that has been waited for has come. */
  function onCome(message) {
    const { check } = state();
    if (check === null || message.re === null) return;
    if (message.type === "another" && message.finding !== null && askedBy(check.others, message.re)) show(message.finding);
    if (message.type !== "verdict" || message.re !== check.id || check.wanted === null) return;
    const wanted = message.verdict.violations.find((each) => each.invariant === check.wanted);
    store.send({ type: "runWanted", invariant: null });
    if (wanted !== undefined) show(wanted);
  }

  return {
    anotherRun: another,
    shortestRun: shortest,
    check: begin,
    cancelCheck: cancel,
    showRun: show,
    /** A run that goes well, from where it leaves the one that is shown. */
    showGood: (schedule) => show({ schedule, steps: null }),
    showFates: (on) => store.send({ type: "fatesShown", on }),
    /** Asks for the fates of the line that is shown, if they are wanted and not known. */
    refresh() {
      const now = state();
      if (now.link !== "online" || now.check?.phase !== "done" || !now.check.fates || isAsking(now.check.others) || isOpening(now) || now.asked !== null) return;
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
      onCome(message);
    },
  };
}
