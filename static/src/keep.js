/**
 * Branches over a reload: their schedules and names lie in this tab's session storage, for each protocol, scenario
 * and setting of the toggles. The run that is shown is in the address bar; the others are asked for again behind it.
 */

import { isOpening } from "./store.js";
import { writeAddress } from "./url.js";

const PREFIX = "ptscope branches ";
/** What is asked for again comes whole: more than this would keep a person waiting. */
const MOST_STEPS = 4_000;

/** @typedef {{schedule: string, name: string|undefined}} Kept a branch, by the schedule of its tip */

/** @param {import("./lines.js").Tree} tree @returns {Kept[]} in their order, as many as may be asked for again */
export function kept(tree) {
  let steps = 0;
  return tree.lines
    .filter(({ frames }) => (steps += frames.length - 1) <= MOST_STEPS)
    .map(({ frames, name }) => ({ schedule: frames.at(-1).schedule, name }));
}

/** @param {string|null} text what `kept` wrote, or somebody else @returns {Kept[]} */
export function read(text) {
  try {
    const found = JSON.parse(text ?? "[]");
    return found.filter((each) => typeof each.schedule === "string").map(({ schedule, name }) => ({ schedule, name }));
  } catch {
    return [];
  }
}

/**
 * @param {object} parts
 * @param {ReturnType<import("./store.js").createStore>} parts.store
 * @param {{send: (message: object) => number|null}} parts.link
 * @param {Pick<Storage, "getItem"|"setItem">} parts.storage
 * @param {boolean} parts.again the page was loaded anew, or come back to: what was kept for it holds
 * @returns {{refresh: () => void}} to be called at every change of the store
 */
export function createKeeper({ store, link, storage, again }) {
  let key = null;
  let order = [];
  let missing = [];
  let written = null;

  function refresh() {
    const state = store.get();
    const { info, tree, asked, fresh } = state;
    if (info === null || isOpening(state) || fresh || asked !== null || tree.lines.length === 0) return;
    const here = PREFIX + writeAddress({ protocol: info.protocol, scenario: info.scenario, toggles: info.toggles });
    if (here !== key) begin(here, tree);
    if (missing.length > 0) askNext(info);
    else if (order.length > 0) arrange();
    else if (tree !== written) write(tree);
  }

  function begin(here, tree) {
    order = key !== null || again ? read(storage.getItem(here)) : [];
    key = here;
    const known = new Set(tree.lines.flatMap(({ frames }) => frames.map(({ schedule }) => schedule)));
    missing = order.filter(({ schedule }) => !known.has(schedule));
  }

  function askNext({ protocol, scenario, toggles }) {
    const config = Object.fromEntries(toggles.map(({ name, value }) => [name, value]));
    const id = link.send({ type: "open", protocol, scenario, config, schedule: missing[0].schedule, at: null });
    if (id === null) return;
    missing = missing.slice(1);
    store.send({ type: "asked", id, resume: true });
  }

  function arrange() {
    const kept = order;
    order = [];
    store.send({ type: "branchesArranged", order: kept });
  }

  function write(tree) {
    written = tree;
    try {
      storage.setItem(key, JSON.stringify(kept(tree)));
    } catch {
      // a full storage keeps no branches; the run itself is in the address bar
    }
  }

  return { refresh };
}
