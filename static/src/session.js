/**
 * What a person can ask for, carried out: joins the store, the connection, the address bar and the clock.
 */

import { neighbour } from "./branches.js";
import { isToCome } from "./coming.js";
import { find, framesOf, knownNext } from "./lines.js";
import { frameOf, lengthOf, sameRun, scheduleOf } from "./store.js";
import { choicesOf, nextChoice } from "./choose.js";
import { createPlayer } from "./play.js";
import { threadOf } from "./schedule.js";
import { writeAddress } from "./url.js";
import { say } from "./words.js";

/** Clicks that wait for the answer to an earlier one. */
const MOST_WAITING = 32;

/**
 * @param {object} parts
 * @param {ReturnType<import("./store.js").createStore>} parts.store
 * @param {{send: Function, wake: Function}} parts.link
 * @param {ReturnType<import("./url.js").browserAddress>} parts.address
 * @param {{setTimeout: Function, clearTimeout: Function}} [parts.clock]
 * @param {boolean} [parts.still] nothing is to move by itself
 */
export function createSession({ store, link, address, clock = globalThis, still = false }) {
  let wanted = null; // what the next "hello" opens
  let waiting = [];
  let pushNext = false;
  let autoplay = false;

  const state = () => store.get();
  const player = createPlayer({ store, clock, forward: () => forward(), move: (at) => move(at) });

  /** Sends a question, if there is a connection and no other question is open. */
  function ask(message, extra = {}) {
    const id = link.send(message);
    if (id !== null) store.send({ type: "asked", id, ...extra });
    return id !== null;
  }

  function open(request, { push = true, play = false } = {}) {
    wanted = { type: "open", schedule: "", at: null, config: {}, ...request };
    pushNext = push;
    autoplay = play;
    waiting = [];
    ask(wanted, { config: wanted.config });
  }

  /** On every "hello": open what is wanted, or the shown run again where it was. */
  function resume() {
    const { info, at, tree } = state();
    if (wanted !== null) return ask(wanted);
    if (info === null || tree.lines.length === 0) return false;
    return ask({ ...request(info), schedule: scheduleOf(state()), at }, { resume: true });
  }

  function onMessage(message) {
    const { info, asked } = state();
    store.send({ type: "received", message });
    if (message.type === "hello") {
      if (wanted === null && state().info === null) wanted = fromAddress(address.read());
      resume();
    }
    if (message.re === null || message.re !== asked?.id) return;
    if (message.type === "run") opened(info, message);
    // not before the last frame: a server that goes in the middle is asked for the whole run again
    if (state().asked === null) wanted = null;
    if (message.type === "frame" && message.last && autoplay) {
      autoplay = false;
      player.play();
    }
    if (state().asked === null) nextWaiting();
  }

  /** The frames are still to come, but the address holds the whole run from now on. */
  function opened(before, { info, schedule, length, at }) {
    if (pushNext && !sameRun(before, info)) {
      const { protocol, scenario, toggles } = info;
      address.push(writeAddress({ protocol, scenario, toggles, schedule, at, length }));
    }
    pushNext = false;
  }

  /** What the address bar says. Where it names no run, the race of the mail plays. */
  function fromAddress(read) {
    const start = state().library?.start?.seed;
    if (read.problems.length > 0) {
      const text = say("notice.left-out", read.problems.reduce((one, other) => say("notice.and", one, other)));
      store.send({ type: "noticed", notice: { kind: "link", text, hint: "", place: null, at: null } });
    }
    const { protocol, scenario, config, schedule, at } = read;
    const bare = protocol === null && scenario === null && schedule === "";
    autoplay = read.play || (bare && !still);
    return {
      type: "open",
      protocol: protocol ?? start?.protocol ?? "",
      scenario: scenario ?? start?.scenario ?? "",
      config: bare ? { ...start?.config, ...config } : config,
      schedule: bare ? (start?.schedule ?? "") : schedule,
      at: bare ? (at ?? 0) : at,
    };
  }

  function step(choice) {
    if (waiting.length > 0 || state().asked !== null) {
      if (waiting.length < MOST_WAITING) waiting = [...waiting, choice];
      return;
    }
    take(choice);
  }

  function take(choice) {
    const { tree, at } = state();
    const known = knownNext(tree, at, choice);
    const frame = frameOf(state());
    if (known !== null) store.send({ type: "known", frame: known });
    else if (frame?.choices.some((each) => each.choice === choice)) {
      ask({ type: "step", schedule: frame.schedule, choice });
    }
  }

  function nextWaiting() {
    const [choice, ...rest] = waiting;
    waiting = rest;
    if (choice !== undefined) take(choice);
  }

  /** Where the person is, or waits to be. */
  const place = () => state().goal ?? state().at;

  function forward() {
    const { at } = state();
    if (isToCome(state())) return move(place() + 1);
    if (at < lengthOf(state())) return move(at + 1);
    const choice = nextChoice(framesOf(state().tree), at);
    if (choice !== null) step(choice);
  }

  function move(at) {
    waiting = [];
    store.send({ type: "goto", at });
  }

  function advance(thread, until) {
    const frame = frameOf(state());
    if (frame === null || state().asked !== null) return;
    if (frame.choices.some((each) => threadOf(each.choice) === thread)) {
      ask({ type: "advance", schedule: frame.schedule, thread, until });
    }
  }

  /** Several steps that somebody else words the question for; the frames are followed as they come. */
  function go(message) {
    const frame = frameOf(state());
    if (frame !== null && state().asked === null) ask({ ...message, schedule: frame.schedule });
  }

  /** A thread's own key: what its Step button does. */
  function stepThread(thread) {
    const frame = frameOf(state());
    const { choice } = frame === null ? { choice: null } : choicesOf(frame, thread);
    if (choice !== null || state().asked !== null) step(choice ?? thread);
  }

  /** What a person does by hand ends a playing run. */
  const byHand = (act) => (...words) => {
    player.pause();
    act(...words);
  };

  return {
    open,
    onMessage,
    pause: player.pause,
    step: byHand(step),
    stepThread: byHand(stepThread),
    forward: byHand(forward),
    advance: byHand(advance),
    go: byHand(go),
    goto: byHand(move),
    back: byHand(() => move(place() - 1)),
    toEnd: byHand(() => move(lengthOf(state()))),
    reset: byHand(() => {
      waiting = [];
      store.send({ type: "reset" });
    }),
    switchTo: byHand((id) => {
      waiting = [];
      store.send({ type: "switched", id });
    }),
    /** To the next branch, or the one before. */
    branch: byHand((by) => {
      waiting = [];
      store.send({ type: "switched", id: neighbour(state().tree, by) });
    }),
    nameBranch: (id, name) => store.send({ type: "branchNamed", id, name }),
    deleteBranch: byHand((id) => store.send({ type: "branchDeleted", id })),
    restoreBranch: byHand(() => store.send({ type: "branchRestored" })),
    /** What happens before and after a step; of the one that is shown by default. */
    order: (frame = frameOf(state())) => store.send({ type: "ordered", frame }),
    togglePlay: player.toggle,
    /** The same schedule under another toggle: where it no longer fits, the server says so. */
    toggle(name, value) {
      this.configure({ [name]: value });
    },
    /** The same for several toggles at once. */
    configure(values) {
      const { info, at } = state();
      const asked = request(info);
      open({ ...asked, config: { ...asked.config, ...values }, schedule: scheduleOf(state()), at });
    },
    /** The browser's own back and forward. */
    restore() {
      const read = address.read();
      const { info, tree } = state();
      player.pause();
      const schedule = read.schedule || framesOf(tree)[0]?.schedule;
      if (info === null || !sameLink(info, read) || find(tree, schedule) === null) {
        return open(fromAddress(read), { push: false });
      }
      store.send({ type: "shown", schedule });
      if (read.at !== null) move(read.at);
    },
    /** The connection is gone: what waited in line is not carried out later, behind the person's back. */
    lost() {
      waiting = [];
      player.pause();
    },
    /** What the address bar asks for. */
    wanted: () => address.read(),
    at: () => state().at,
    search: () => search(state()),
  };
}

/** @param {object} info RunInfo @returns {object} the "open" that leads to it */
function request(info) {
  const config = Object.fromEntries(info.toggles.map((toggle) => [toggle.name, toggle.value]));
  return { type: "open", protocol: info.protocol, scenario: info.scenario, config };
}

/** @param {import("./store.js").State} state @returns {string} the query that shows this very step */
export function search(state) {
  const { info, at } = state;
  return writeAddress({
    protocol: info.protocol,
    scenario: info.scenario,
    toggles: info.toggles,
    schedule: scheduleOf(state),
    at,
    length: lengthOf(state),
  });
}

function sameLink(info, read) {
  if (info.protocol !== read.protocol || info.scenario !== read.scenario) return false;
  return info.toggles.every((toggle) => toggle.value === (read.config[toggle.name] ?? toggle.default));
}
