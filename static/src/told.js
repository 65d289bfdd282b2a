/**
 * What the server tells in English, in the language of the page. Its sentences come with their ids and
 * arguments; what a library holds comes with its names (docs/wire-format.md). In English nothing is done.
 */

import { grouped, largeNumber } from "./numbers.js";
import { isKnown, language, ours, say } from "./words.js";

/** @param {object} message of the server @returns {object} the same in the language of the page */
export function inOurWords(message) {
  PLAIN[message.type]?.(message);
  if (language !== "en") CHANGES[message.type]?.(message);
  return message;
}

/** What is only read, and never said again in other words, becomes a string in every language. */
const PLAIN = {
  error: (message) => plain(message, ["message", "hint"]),
  stopped: (message) => plain(message, ["text", "hint"]),
  watched: ({ rows, breakpoints }) => [...rows, ...breakpoints].forEach(({ problem }) => problem && plain(problem, ["message", "hint"])),
};

function plain(object, fields) {
  for (const field of fields) if (object[field] !== null) object[field] = told(object[field]);
}

/** @param {object} text a sentence of the server @returns {string} in the language of the page */
export const told = (text) => (language === "en" ? text.text : written(text));

/** Their labels are kernel words: "lock ptl". */
const LOCKS = /^((un)?lock|(down|up)-(read|write))$/;

const CHANGES = {
  hello: ({ library }) => [...library.protocols, ...library.scenarios].forEach((each) => all(each, ["title", "text", "date"])),
  run: ({ info, ahead }) => {
    retellInfo(info);
    if (ahead) retellFrame(ahead);
  },
  frame: ({ frame }) => retellFrame(frame),
  watched: ({ breakpoints }) => breakpoints.forEach(({ hits }) => hits.forEach((hit) => retell(hit.text))),
  verdict: (message) => retellVerdict(message),
  another: ({ finding }) => finding && retellFinding(finding),
};

/** What a frame shares with the one before it has been said already (changes.js), and is not said twice. */
const done = new WeakSet();
const isNew = (object) => object !== null && !done.has(object) && Boolean(done.add(object));

function retellFrame({ step, threads, choices, violations, ended }) {
  if (isNew(step)) {
    retell(step.sentence);
    if (step.events.length === 0) step.short = ours(step.short); // the title of what it broke
    for (const event of step.events) {
      const label = event.short;
      event.short = LOCKS.test(event.id) ? ours(label) : say(`label.${event.id}`, ...event.args);
      if (step.short === label) step.short = event.short;
      event.text = `${step.thread} ${say(`event.${event.id}`, ...event.args)}`;
    }
  }
  const texts = [...threads.flatMap(({ reason, next }) => [reason, next]), ...choices.map(({ text }) => text), ended];
  texts.filter(isNew).forEach(retell);
  for (const violation of violations.filter(isNew)) {
    violation.title = ours(violation.title);
    violation.text = say(`violation.${violation.message}`, ...violation.args.map(written));
  }
}

function retellInfo(info) {
  all(info, ["protocol_title", "protocol_date", "protocol_text", "scenario_title", "scenario_text"]);
  for (const toggle of info.toggles) {
    all(toggle, ["label", "help"]);
    toggle.values = toggle.values.map(ours);
  }
  for (const preset of info.presets) all(preset, ["name"]);
  for (const story of info.stories) story.text = story.told.length > 0 ? story.told.map(written).join(", ") : ours(story.text);
  for (const each of [...info.properties, ...info.costs]) all(each, ["title", "help"]);
  for (const { atoms } of info.statements) for (const atom of atoms) retell(atom.text);
}

function all(object, fields) {
  for (const field of fields) if (object[field]) object[field] = ours(object[field]);
}

function retellVerdict({ verdict, stopped, covered: reduced }) {
  const { searched, frontier, facts } = verdict;
  verdict.violations.forEach(retellFinding);
  const damaged = verdict.violations.some((each) => each.severity === "damage");
  verdict.covered = searched === null ? say("check.covered-all") : say(damaged ? "check.covered-other" : "check.covered-none", searched, searched + 1, grouped(frontier));
  if (reduced) verdict.covered = written(reduced.told);
  if (stopped !== null) stopped.text = say(`check.stopped-${stopped.limit}`, grouped(stopped.most));
  if (facts !== null) retellFacts(facts);
}

function retellFacts({ interleavings, claims, possible }) {
  const { count, unbounded, steps } = interleavings;
  const number = say("check.interleavings", Number(count), largeNumber(count));
  interleavings.words = unbounded ? say("check.unbounded", number, steps) : number;
  for (const claim of claims) {
    claim.title = ours(claim.title);
    if (claim.message !== "") claim.sentence = say(`violation.${claim.message}`, ...claim.args.map(written));
  }
  for (const each of possible) {
    const [, kind, thread] = /^([a-z]+)(?:-(.*))?$/.exec(each.id);
    each.text = isKnown(`check.hope-${kind}`) ? say(`check.hope-${kind}`, thread) : each.text;
  }
}

function retellFinding(finding) {
  finding.title = ours(finding.title);
  finding.sentence = say(`violation.${finding.message}`, ...finding.args.map(written));
  finding.also.forEach(retellFinding);
}

/** @param {object} text a sentence that came outside of a message; it is changed */
export function retellText(text) {
  if (language !== "en") retell(text);
}

function retell(text) {
  if (text !== null) text.text = written(text);
}

/** An argument may be a sentence itself. */
function written(arg) {
  if (typeof arg !== "object") return arg;
  if (arg.id === "library") return ours(arg.args[0]);
  const sentence = say(arg.id, ...arg.args.map(written));
  return arg.subject === "" ? sentence : `${arg.subject} ${sentence}`;
}

