/**
 * What the server tells in English, in the language of the page. Its sentences come with their ids and
 * arguments; what a library holds comes with its names (docs/wire-format.md). In English nothing is done.
 */

import { isKnown, language, say } from "./words.js";

/** @param {object} message of the server @returns {object} the same in the language of the page */
export function inOurWords(message) {
  if (language !== "en") CHANGES[message.type]?.(message);
  return message;
}

/** Their labels are kernel words: "lock ptl". */
const LOCKS = /^((un)?lock|(down|up)-(read|write))$/;

const CHANGES = {
  frame: ({ frame }) => retellFrame(frame),
  watched: ({ breakpoints }) => breakpoints.forEach(({ hits }) => hits.forEach((hit) => retell(hit.text))),
  verdict: ({ verdict }) => verdict.violations.forEach(retellFinding),
  another: ({ finding }) => finding && retellFinding(finding),
};

function retellFrame({ step, threads, choices, violations, ended }) {
  if (step !== null) {
    retell(step.sentence);
    for (const event of step.events) {
      const label = event.short;
      if (!LOCKS.test(event.id)) event.short = say(`label.${event.id}`, ...event.args);
      if (step.short === label) step.short = event.short;
      event.text = `${step.thread} ${say(`event.${event.id}`, ...event.args)}`;
    }
  }
  for (const { reason, next } of threads) [reason, next].forEach(retell);
  for (const { text } of choices) retell(text);
  for (const violation of violations) {
    violation.title = ours(`property.${violation.property}.title`, violation.title);
    violation.text = say(`violation.${violation.message}`, ...violation.args.map(written));
  }
  retell(ended);
}

function retellFinding(finding) {
  finding.title = ours(`property.${finding.invariant}.title`, finding.title);
  finding.sentence = say(`violation.${finding.message}`, ...finding.args.map(written));
  finding.also.forEach(retellFinding);
}

function retell(text) {
  if (text !== null) text.text = written(text);
}

/** An argument may be a sentence itself. */
function written(arg) {
  if (typeof arg !== "object") return arg;
  const sentence = say(arg.id, ...arg.args.map(written));
  return arg.subject === "" ? sentence : `${arg.subject} ${sentence}`;
}

/** A text of the library, where the language has it. */
const ours = (id, english) => (isKnown(id) ? say(id) : english);
