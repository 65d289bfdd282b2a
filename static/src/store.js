/**
 * All that the page knows, and how it changes: `reduce` is pure, `createStore` holds one value of it.
 *
 * The page decides nothing about the model: what is enabled, counted or broken stands in the frames.
 */

import { ACTIONS as BRANCHES } from "./branches.js";
import { comingOf } from "./coming.js";
import { begun, cancelling, fatesAsked, heard, lost, otherAsked, showFates } from "./check.js";
import { ACTIONS as ORDER } from "./order.js";
import { emptyDebug, forget } from "./debug.js";
import { emptyDiagram } from "./diagram.js";
import { OFF } from "./present.js";
import { addFrame, emptyTree, find, framesOf, restart, select } from "./lines.js";
import { say } from "./words.js";

/**
 * @typedef {object} State
 * @property {"connecting"|"online"|"offline"} link
 * @property {string|null} version of the server
 * @property {object|null} library what can be opened
 * @property {object|null} info RunInfo of the run that is shown
 * @property {import("./lines.js").Tree} tree
 * @property {number} at the position in the current line
 * @property {number|null} goal the position wanted while the frames of a run are still coming
 * @property {import("./coming.js").Coming|null} coming a long run whose frames are still coming
 * @property {object|null} before the frame that was shown before this one: a single step may be animated
 * @property {{id: number, resume: boolean, follow: boolean, config: object|null, branch: boolean}|null} asked the request that
 *   has no answer yet; config: the toggles that it asks for; branch: a run to be added to those that are here
 * @property {number|null} opened the request that the shown run answers
 * @property {boolean} fresh a run has just been opened and its frame 0 is still to come
 * @property {boolean} playing
 * @property {boolean} playOn beyond the end of what was recorded
 * @property {object|null} notice {kind, text, hint, place}
 * @property {{tree: object, at: number}|null} held what is shown is less than the link asked for: the link stays
 * @property {string|null} selected name of an object in the graph
 * @property {{at: number, schedule: string}|null} order the step of which it is shown what happens before and after
 * @property {boolean} help
 * @property {import("./debug.js").Debug} debug breakpoints and watches
 * @property {import("./diagram.js").Diagram} diagram the run in words
 * @property {import("./present.js").Present} present presenter mode
 * @property {import("./check.js").Check|null} check of the protocol, scenario and toggles that are shown
 */

/** @returns {State} */
export function initialState() {
  return {
    link: "connecting",
    version: null,
    library: null,
    info: null,
    tree: emptyTree(),
    at: 0,
    goal: null,
    coming: null,
    before: null,
    asked: null,
    opened: null,
    fresh: false,
    playing: false,
    playOn: false,
    notice: null,
    held: null,
    selected: null,
    order: null,
    help: false,
    debug: emptyDebug(),
    diagram: emptyDiagram(),
    present: OFF,
    check: null,
  };
}

/** @param {State} state @returns {number} the steps of the line that is shown */
export const lengthOf = (state) => Math.max(0, framesOf(state.tree).length - 1);

/** @param {State} state @returns {object|null} the frame that is shown */
export const frameOf = (state) => framesOf(state.tree)[state.at] ?? null;

/** @param {State} state @returns {string} the schedule of the whole line */
export const scheduleOf = (state) => framesOf(state.tree).at(-1)?.schedule ?? "";

const ACTIONS = {
  ...BRANCHES,
  ...ORDER,
  linked: (state, { link }) => (link === "offline" ? { ...state, link, asked: null, check: lost(state.check) } : { ...state, link }),
  asked: (state, { id, resume = false, config = null, branch = false }) => ({ ...state, asked: { id, resume, follow: !resume, config, branch } }),
  goto: (state, { at }) => goTo(state, at),
  switched: (state, { id }) => {
    const tree = select(state.tree, id);
    const at = Math.min(state.at, framesOf(tree).length - 1);
    return { ...state, tree, at, before: frameOf(state), playing: false };
  },
  shown: (state, { schedule }) => {
    const place = find(state.tree, schedule);
    return place === null ? state : moveTo({ ...state, tree: select(state.tree, place.id) }, place.at);
  },
  known: (state, { frame }) => follow(state, addFrame(state.tree, frame), frame),
  reset: (state) => ({ ...state, tree: restart(state.tree), at: 0, before: frameOf(state), playing: false }),
  playing: (state, { on, playOn = false }) => ({ ...state, playing: on, playOn: on && playOn }),
  selected: (state, { name }) => ({ ...state, selected: name === state.selected ? null : name }),
  noticed: (state, { notice }) => ({ ...state, notice }),
  help: (state, { open }) => ({ ...state, help: open }),
  diagrammed: (state, { diagram }) => ({ ...state, diagram }),
  debugged: (state, { debug }) => (debug === state.debug ? state : { ...state, debug }),
  presented: (state, { present }) => ({ ...state, present }),
  received: (state, { message }) => receive(state, message),
  checkBegun: (state, { id }) => ({ ...state, check: begun(id) }),
  fatesShown: (state, { on }) => ({ ...state, check: showFates(state.check, on) }),
  fatesAsked: (state, { id }) => ({ ...state, check: fatesAsked(state.check, id) }),
  otherAsked: (state, { invariant, id }) => ({ ...state, check: otherAsked(state.check, invariant, id) }),
  runWanted: (state, { invariant }) => ({ ...state, check: { ...state.check, wanted: invariant } }),
  checkShown: (state, { schedule }) => ({ ...state, check: state.check && { ...state.check, shown: schedule } }),
  checkCancelling: (state) => ({ ...state, check: cancelling(state.check) }),
};

/**
 * @param {State} state
 * @param {{type: string}} action
 * @returns {State}
 */
export function reduce(state, action) {
  const apply = ACTIONS[action.type];
  if (apply === undefined) throw new Error(`no action ${action.type}`);
  return apply(state, action);
}

const MESSAGES = {
  hello: (state, { version, library }) => ({ ...state, version, library }),
  run: receiveRun,
  frame: receiveFrame,
  watched: (state) => state,
  drawn: (state) => state,
  pasted: (state) => state,
  progress: (state) => state,
  fates: (state) => state,
  another: (state) => state,
  verdict: (state) => state,
  stopped: (state, { text, hint, at, re }) => broken(state, re, { kind: "stopped", text, hint, at }),
  error: (state, { code, message, hint, place, at, re }) =>
    broken(state, re, { kind: "error", code, text: message, hint, place, at }),
};

function broken(state, re, { hint = "", place = null, at = null, ...rest }) {
  const notice = { ...rest, hint, place, at };
  // the answer to a question that nobody asks any more: say it, change nothing
  if (re !== null && state.asked !== null && state.asked.id !== re) return { ...state, notice };
  // "stopped" ends an answer, behind the frames that fit: none of them was said to be the last
  const held = re !== null && re === state.opened ? { tree: state.tree, at: state.at } : state.held;
  return { ...answered(state), goal: null, coming: null, fresh: false, playing: false, notice, held };
}

/** An unknown message type is a fault of the server or an old page: it is shown, not swallowed. */
function receive(state, message) {
  const check = heard(state.check, message);
  if (check !== undefined) return { ...state, check };
  const apply = MESSAGES[message.type];
  if (apply !== undefined) return apply(state, message);
  const text = say("notice.unknown-message", message.type);
  return { ...state, notice: { kind: "error", code: "PAGE01", text, hint: say("notice.reload"), place: null, at: null } };
}

function receiveRun(state, message) {
  const { info, at, re } = message;
  if (state.asked?.id !== re) return state;
  const same = sameRun(state.info, info);
  if (state.asked.resume && same) return { ...state, info, notice: null };
  if (state.asked.branch && same) return { ...state, info, notice: null, goal: at };
  return {
    ...state,
    info,
    tree: emptyTree(),
    at: 0,
    goal: at,
    coming: comingOf(message),
    before: null,
    opened: re,
    fresh: true,
    playing: false,
    notice: state.notice?.kind === "link" ? state.notice : null,
    held: null,
    selected: null,
    order: null,
    check: same ? state.check : null,
    debug: same ? state.debug : forget(state.debug),
    diagram: same ? state.diagram : { ...emptyDiagram(), open: state.diagram.open },
  };
}

function receiveFrame(state, { frame, last, re }) {
  if (state.asked?.id !== re) return state;
  const tree = addFrame(state.tree, frame);
  if (tree === null) return state;
  const next = last ? answered(state) : state;
  if (state.goal !== null) {
    // while a run comes in, the position goes no further than the link says
    const at = Math.min(state.goal, frame.at);
    return { ...next, tree, at, before: null, fresh: false, goal: last ? null : state.goal, coming: last ? null : state.coming };
  }
  if (!state.asked.follow) return { ...next, tree: select(tree, state.tree.current) };
  return follow(next, tree, frame);
}

const answered = (state) => ({ ...state, asked: null });

/** Goes to a frame that follows the one shown, on the line that holds it. */
function follow(state, tree, frame) {
  return { ...state, tree, at: frame.at, before: frameOf(state) };
}

function goTo(state, at) {
  const asked = state.asked && { ...state.asked, follow: false };
  return moveTo({ ...state, asked, goal: state.goal === null ? null : at }, at);
}

function moveTo(state, at) {
  const place = Math.max(0, Math.min(at, lengthOf(state)));
  return place === state.at ? state : { ...state, at: place, before: frameOf(state) };
}

/** @param {State} state @returns {boolean} another run has been asked for and is still to come */
export const isOpening = ({ asked, goal }) => goal !== null || (asked !== null && asked.config !== null);

/**
 * May the address bar be rewritten? Not while a run comes in, and not while it shows less than was asked for.
 * @param {State} state
 */
export function mayAddress(state) {
  const { info, held, tree, at, fresh } = state;
  const heldHere = held !== null && held.tree === tree && held.at === at;
  return info !== null && !isOpening(state) && !fresh && !heldHere && tree.lines.length > 0;
}

/** @param {object|null} one RunInfo @param {object|null} other RunInfo @returns {boolean} the same protocol, scenario and toggles */
export function sameRun(one, other) {
  if (one === null || other === null) return false;
  return one.protocol === other.protocol && one.scenario === other.scenario && configText(one) === configText(other);
}

const configText = (info) => info.toggles.map((toggle) => `${toggle.name}=${toggle.value}`).join();

/**
 * @param {State} [state]
 * @returns {{get: () => State, send: (action: object) => void, watch: (listener: () => void) => void}}
 */
export function createStore(state = initialState()) {
  const listeners = [];
  return {
    get: () => state,
    send(action) {
      const before = state;
      state = reduce(state, action);
      if (state !== before) for (const listener of listeners) listener();
    },
    watch: (listener) => listeners.push(listener),
  };
}
