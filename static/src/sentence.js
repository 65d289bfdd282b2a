/** What a step is said to have done, and what it broke. */

import { say, sentence } from "./words.js";

/**
 * The sentence of a step: damage first, then what it did. A warning comes second, for it is no verdict.
 * @param {object} frame
 * @param {object} info RunInfo
 * @param {ReadonlyArray<object>} [frames] the run, for what was believed before
 * @returns {{damage: boolean, warning: boolean, title: string|null, text: string, more: string}}
 */
export function sentenceOf(frame, info, frames = []) {
  const fresh = frame.violations.filter((each) => each.new);
  const first = fresh.find((each) => each.severity === "damage") ?? fresh[0];
  const did = sentence(frame.step?.sentence.text);
  const end = sentence(frame.ended?.text);
  if (first === undefined) {
    const start = frame.at === 0 ? info.scenario_text : "";
    return { damage: false, warning: false, title: null, text: did || say("run.who-first", info.scenario_title), more: start || end };
  }
  if (first.severity !== "damage") {
    const warned = fresh.map((each) => `${each.title}: ${sentence(each.text)}`);
    return { damage: false, warning: true, title: null, text: did, more: [...warned, end].filter(Boolean).join(" ") };
  }
  const others = fresh.filter((each) => each !== first).map((each) => `${each.title}.`);
  const isTold = (said) => said.includes(first.text);
  const more = [did, ...others, ...beliefs(frame, frames, first.objects), end].filter((said) => said !== "" && !isTold(said)).join(" ");
  return { damage: true, warning: false, title: first.title, text: sentence(first.text), more };
}

/** Who last took one of the tables for its own, and when: most accidents begin there. */
function beliefs(frame, frames, objects) {
  const ownersOf = (each, name) => each?.memory.tables.find((table) => table.name === name)?.owners ?? [];
  const tables = frame.memory.tables.map((table) => table.name).filter((name) => objects.includes(name));
  return tables.flatMap((name) => {
    const fresh = (at) => ownersOf(frames[at], name).filter((thread) => !ownersOf(frames[at - 1], name).includes(thread));
    for (let at = frame.at - 1; at > 0; at -= 1) {
      if (fresh(at).length > 0) return [say("run.took-at", fresh(at).reduce((one, other) => say("run.and", one, other)), name, at)];
    }
    return [];
  });
}
