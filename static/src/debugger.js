/** Breakpoints and watches, carried out: asks the server what they say, runs to them, keeps them over a reload. */

import {
  addBreakpoint,
  addWatch,
  asking,
  enabled,
  heardWatched,
  hitsAt,
  kept,
  onWire,
  question,
  refused,
  removeBreakpoint,
  removeWatch,
  restored,
  stoppedBy,
  switchBreakpoint,
  toggleBreakpoint,
  unasked,
} from "./debug.js";
import { framesOf } from "./lines.js";
import { say } from "./words.js";
import { frameOf, isOpening, scheduleOf } from "./store.js";

const storageKey = ({ protocol, scenario }) => `ptscope.debug ${protocol} ${scenario}`;

/**
 * @param {object} parts
 * @param {ReturnType<import("./store.js").createStore>} parts.store
 * @param {{send: (message: object) => number|null}} parts.link
 * @param {object} parts.session from session.js
 * @param {() => Storage} parts.storage of this tab; it may throw
 */
export function createDebugger({ store, link, session, storage }) {
  const state = () => store.get();
  const plainAdvance = session.advance;
  let place = null; // the storage key of what is open
  let saved = "";

  const change = (how) => {
    store.send({ type: "debugged", debug: how(state().debug) });
  };

  /** What was kept for this protocol and scenario, when another one is opened; then what is new is kept. */
  function remember() {
    const { info, debug } = state();
    if (info === null) return;
    if (storageKey(info) !== place) {
      place = storageKey(info);
      const old = restored(read(place));
      saved = kept(old);
      if (saved !== kept(debug) || debug.told.steps.size > 0) store.send({ type: "debugged", debug: old });
      return;
    }
    const now = kept(debug);
    if (now !== saved) write(place, (saved = now));
  }

  function read(key) {
    try {
      return storage().getItem(key);
    } catch {
      return null; // a browser that keeps nothing
    }
  }

  function write(key, text) {
    try {
      storage().setItem(key, text);
    } catch {
      // then it is kept until the page goes
    }
  }

  /** Asks for what is not known about the line that is shown. */
  function ask() {
    const now = state();
    if (now.link !== "online" || now.info === null || now.asked !== null || isOpening(now)) return;
    const wanted = question(now.debug, framesOf(now.tree));
    if (wanted === null || now.debug.asked !== null) return;
    const { watches } = now.debug;
    const breakpoints = enabled(now.debug).map(onWire);
    const id = link.send({ type: "watch", schedule: scheduleOf(now), first: wanted.first, expressions: watches, breakpoints });
    if (id !== null) change((debug) => asking(debug, id, wanted));
  }

  const go = (message, extra = []) => {
    const breakpoints = [...enabled(state().debug).map(onWire), ...extra];
    session.go({ type: "continue", thread: null, along: "", until: "stop", ...message, breakpoints });
  };

  const hitSteps = () => {
    const { tree, debug } = state();
    return framesOf(tree).filter((frame) => hitsAt(debug, frame).length > 0);
  };

  return {
    breakAt: (wanted) => change((debug) => toggleBreakpoint(debug, wanted)),
    addBreakpoint: (wanted) => change((debug) => addBreakpoint(debug, wanted)),
    removeBreakpoint: (number) => change((debug) => removeBreakpoint(debug, number)),
    switchBreakpoint: (number, on) => change((debug) => switchBreakpoint(debug, number, on)),
    addWatch: (text) => change((debug) => addWatch(debug, text)),
    removeWatch: (text) => change((debug) => removeWatch(debug, text)),
    /** A thread's own commands stop at breakpoints, too. */
    advance(thread, until) {
      if (enabled(state().debug).length === 0) return plainAdvance(thread, until);
      go({ thread, until });
    },
    /** One thread alone to a line. */
    runToLine: (thread, file, line) => go({ thread }, [{ number: 0, stop: "line", what: file, line }]),
    /** One thread alone to the next breakpoint. */
    runToStop: (thread) => go({ thread }),
    /** The run as it is recorded, and on beyond its end, to the next breakpoint. */
    runOn() {
      if (enabled(state().debug).length === 0) return notice(say("debug.nothing-to-run-to"), say("debug.set-one"));
      go({ along: scheduleOf(state()) });
    },
    /** Back to the last step that met a breakpoint: known already. */
    runBack() {
      const { at, debug } = state();
      const last = hitSteps().findLast((frame) => frame.at < at);
      if (last === undefined) return notice(say("debug.none-before"), "");
      session.goto(last.at);
      const [hit] = hitsAt(debug, frameOf(state()));
      store.send({ type: "noticed", notice: stoppedBy(hit, last) });
    },
    refresh() {
      remember();
      ask();
    },
    onMessage(message) {
      const { debug } = state();
      if (message.type === "watched") change((now) => heardWatched(now, message));
      else if (message.type === "hello") change(unasked);
      else if (message.type === "error" && message.re !== null && message.re === debug.asked?.id) change(refused);
    },
  };

  function notice(text, hint) {
    store.send({ type: "noticed", notice: { kind: "stopped", text, hint, at: null, place: null } });
  }
}
