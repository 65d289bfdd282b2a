/** Entry of /run: wires the store, the connection, the address bar, the keyboard and the panels. */

import { render } from "preact";
import { html } from "./draw/html.js";
import { createChecker } from "./checker.js";
import { createDebugger } from "./debugger.js";
import { createDiagrams } from "./diagrams.js";
import { commandOf, focusKind } from "./keys.js";
import { createKeeper } from "./keep.js";
import { createLink } from "./link.js";
import { RunPage } from "./panels/page.js";
import { sentenceOf } from "./sentence.js";
import { matches } from "./media.js";
import { createPresenter } from "./presenter.js";
import { createSession } from "./session.js";
import { copyText } from "./share.js";
import { createStore, frameOf, mayAddress } from "./store.js";
import { inOurWords } from "./told.js";
import { browserAddress } from "./url.js";
import { say } from "./words.js";

/** While a run comes in: never sooner than this, and no more than a fifth of the time. */
const WHILE_OPENING_MS = 250;
const REST = 4;

const store = createStore();
const address = browserAddress();
const link = createLink({
  address: address.socket(),
  onMessage: (told) => {
    const message = inOurWords(told);
    checker.onMessage(message);
    debug.onMessage(message);
    diagrams.onDiagram(message);
    session.onMessage(message);
  },
  onLink: (now) => {
    store.send({ type: "linked", link: now });
    if (now === "offline") session.lost();
  },
});
const session = Object.assign(createSession({ store, link, address, still: matches("still") }), {
  select: (name) => store.send({ type: "selected", name }),
  dismiss: () => store.send({ type: "noticed", notice: null }),
  openHelp: () => store.send({ type: "help", open: true }),
  closeHelp: () => store.send({ type: "help", open: false }),
  link: () => address.href(session.search()),
  addressIn: (language) => address.inLanguage(language),
  copy: copyText,
  visit: address.visit,
});

const checker = createChecker({ store, link, session });
const { check, cancelCheck, showRun, showGood, playRun, showFates, anotherRun, shortestRun } = checker;
Object.assign(session, { check, cancelCheck, showRun, showGood, playRun, showFates, anotherRun, shortestRun });
store.watch(() => checker.refresh());
Object.assign(session, createPresenter({ store, session, address, root: document.documentElement, storage: tabStorage() }));

const debug = createDebugger({ store, link, session, storage: () => sessionStorage });
const { refresh: refreshDebug, onMessage: _, ...debugging } = debug;
Object.assign(session, debugging);
store.watch(refreshDebug);

const [visit] = performance.getEntriesByType("navigation");
const keeper = createKeeper({ store, link, storage: sessionStorage, again: visit?.type !== "navigate" });
store.watch(() => keeper.refresh());

const diagrams = Object.assign(session, createDiagrams({ store, link, session }));
store.watch(() => diagrams.refreshDiagram());

/** A cell of the matrix that was not checked leads here with `check=1`: once, when the run is open. */
let mayCheck = address.read().check;
store.watch(() => {
  if (!mayCheck || !mayAddress(store.get())) return;
  mayCheck = false;
  session.check();
});

const page = document.getElementById("page");
/** What the template has drawn says all that is known yet. */
const isBlank = ({ info, notice, link: now, help }) => info === null && notice === null && now !== "offline" && !help;
let begun = false;
let asked = null; // "now", "later", or no picture is asked for
let timer;
let took = 0;
function draw() {
  asked = null;
  if (!begun) page.replaceChildren(); // what the template has drawn is not Preact's to remove
  begun = true;
  const start = performance.now();
  paint();
  took = performance.now() - start;
}

function paint() {
  const state = store.get();
  render(html`<${RunPage} state=${state} session=${session} />`, page);
  const frame = frameOf(state);
  if (!mayAddress(state) || frame === null) return;
  const { title, text } = sentenceOf(frame, state.info);
  const called = say("run.step-title", frame.at, title ?? text, state.info.scenario_title, state.info.protocol);
  address.replace(session.search(), called);
}

/**
 * However many messages come between two pictures, the page is drawn once; while a run comes in, seldom, and as
 * soon as it is whole.
 */
store.watch(() => {
  const state = store.get();
  const opening = state.goal !== null;
  if (!begun && isBlank(state)) return;
  if (asked === "now" || (asked === "later" && opening)) return;
  clearTimeout(timer);
  asked = opening ? "later" : "now";
  if (opening) timer = setTimeout(draw, Math.max(WHILE_OPENING_MS, REST * took));
  else requestAnimationFrame(draw);
});

/** Storage of this tab; reading it may be forbidden. */
function tabStorage() {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

const COMMANDS = {
  forward: () => session.forward(),
  back: () => session.back(),
  toStart: () => session.goto(0),
  toEnd: () => session.toEnd(),
  play: () => session.togglePlay(),
  reset: () => session.reset(),
  check: () => session.check(),
  runOn: () => session.runOn(),
  runBack: () => session.runBack(),
  copyDiagram: () => session.copyDiagram(),
  words: () => session.openWords(),
  help: () => session.openHelp(),
  branchBefore: () => session.branch(-1),
  branchAfter: () => session.branch(1),
  order: () => session.order(),
  close: () => {
    const { help, diagram, order, present } = store.get();
    if (help) session.closeHelp();
    else if (diagram.open) session.closeWords();
    else if (order) session.order(null);
    else if (present.on) session.present();
    else session.dismiss();
  },
  ...Object.fromEntries(["present", "blank", "view", "ring"].map((name) => [name, () => session[name]()])),
  scene: (_, digit) => session.scene(digit),
  keepScene: (_, digit) => session.keepScene(digit),
  step: (thread) => session.stepThread(thread),
  toEndOf: (thread) => session.advance(thread, "end"),
};

document.addEventListener("keydown", (event) => {
  const { info, help, diagram, present } = store.get();
  if (event.defaultPrevented || (help && event.key !== "Escape") || (diagram.open && !["Escape", "y"].includes(event.key))) return;
  const found = commandOf(event, info?.stories.map((story) => story.thread) ?? [], focusKind(event.target), present.on);
  if (found === null || (info === null && found.command !== "help")) return;
  event.preventDefault();
  COMMANDS[found.command](found.thread, found.digit);
});

address.onBack(() => session.restore());
for (const event of ["online", "focus"]) addEventListener(event, () => link.wake());
