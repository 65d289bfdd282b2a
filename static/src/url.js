/**
 * The address bar: /run?p=feb17&s=zap-zap&SHARE_LOCK_PER_TABLE=1&t=1.ABB&at=2
 *
 * `readAddress` and `writeAddress` are pure; `browserAddress` is the only place that says `location` or
 * `history`. The grammar stands in docs/links.md.
 */

import { say } from "./words.js";

const TOGGLE = /^[A-Z][A-Z0-9_]*$/;
const PREFIX = "CONFIG_";
/** Browsers refuse more than a hundred history calls in ten seconds. */
const REPLACE_EVERY_MS = 110;

/**
 * @typedef {object} Address
 * @property {string|null} protocol
 * @property {string|null} scenario
 * @property {Record<string, number>} config only what the link names; keys with CONFIG_
 * @property {string} schedule
 * @property {number|null} at null: the end of the schedule
 * @property {boolean} play play the schedule once
 * @property {boolean} check check every interleaving at once
 * @property {string[]} problems what the link says that could not be read
 */

/** @param {string} search "?p=…" @returns {Address} */
export function readAddress(search) {
  const params = new URLSearchParams(search);
  const problems = [];
  const config = {};
  for (const [key, value] of params) {
    if (!TOGGLE.test(key)) continue;
    if (/^[0-9]{1,4}$/.test(value)) config[PREFIX + key] = Number(value);
    else problems.push(say("notice.not-a-number", key, value.slice(0, 40)));
  }
  return {
    protocol: params.get("p") || null,
    scenario: params.get("s") || null,
    config,
    schedule: params.get("t") ?? "",
    at: readPosition(params.get("at"), problems),
    play: params.get("play") === "1",
    check: params.get("check") === "1",
    problems,
  };
}

/** @param {string} search @returns {number|null} */
export function readSeed(search) {
  const text = new URLSearchParams(search).get("seed") ?? "";
  return /^[0-9]{1,9}$/.test(text) ? Number(text) : null;
}

function readPosition(text, problems) {
  if (text === null || text === "") return null;
  if (/^[0-9]{1,9}$/.test(text)) return Number(text);
  problems.push(say("notice.not-a-step", text.slice(0, 40)));
  return null;
}

/**
 * @param {object} run
 * @param {string} run.protocol
 * @param {string} run.scenario
 * @param {ReadonlyArray<{name: string, value: number, default: number}>} [run.toggles]
 * @param {string} [run.schedule]
 * @param {number|null} [run.at] left out when it equals `length`
 * @param {number|null} [run.length]
 * @param {boolean} [run.play]
 * @returns {string} "?p=…"
 */
export function writeAddress({ protocol, scenario, toggles = [], schedule = "", at = null, length = null, play = false }) {
  const parts = [`p=${encodeURIComponent(protocol)}`, `s=${encodeURIComponent(scenario)}`];
  for (const toggle of toggles) {
    if (toggle.value !== toggle.default) parts.push(`${shortName(toggle.name)}=${toggle.value}`);
  }
  if (/[A-Z]/.test(schedule)) parts.push(`t=${encodeURIComponent(schedule)}`);
  if (at !== null && at !== length) parts.push(`at=${at}`);
  if (play) parts.push("play=1");
  return `?${parts.join("&")}`;
}

/**
 * The link of what `hello.library.start` or a list names: its `config` holds only what differs.
 * @param {{protocol: string, scenario: string, config?: Record<string, number>, schedule?: string}} start
 * @param {{at?: number, play?: boolean}} [extra]
 * @returns {string}
 */
export function linkTo(start, extra = {}) {
  const toggles = Object.entries(start.config ?? {}).map(([name, value]) => ({ name, value, default: NaN }));
  return `/run${writeAddress({ ...start, toggles, at: extra.at ?? null, play: extra.play ?? false })}`;
}

function shortName(name) {
  return name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name;
}

/** The address bar of this window, and its title. */
export function browserAddress(view = globalThis) {
  let timer = null;
  let wanted = null;
  let title = null;
  const flush = () => {
    timer = null;
    if (title !== null && title !== view.document.title) view.document.title = title;
    if (wanted === null || wanted === view.location.search) return;
    view.history.replaceState(null, "", view.location.pathname + wanted);
    wanted = null;
    timer = view.setTimeout(flush, REPLACE_EVERY_MS);
  };
  return {
    /** @returns {Address} */
    read: () => readAddress(view.location.search),
    /** @returns {number|null} "?seed=7": which questions a lesson asks */
    seed: () => readSeed(view.location.search),
    /** @returns {string} the whole link of what is shown now */
    href: (search) => view.location.origin + view.location.pathname + search,
    /** @returns {string} where the server keeps the choice of a language and sends back to what is shown now */
    inLanguage: (language) => `/language/${language}?${new URLSearchParams({ to: view.location.pathname + (wanted ?? view.location.search) })}`,
    /** Both take a browser as long as drawing a step, so that they follow a run only as fast as anybody reads. */
    replace(search, called = null) {
      wanted = search;
      title = called;
      if (timer === null) flush();
    },
    push(search) {
      wanted = null;
      if (search !== view.location.search) view.history.pushState(null, "", view.location.pathname + search);
    },
    /** @returns {string} "?p=…" */
    search: () => view.location.search,
    visit: (link) => view.location.assign(link),
    onBack: (handler) => view.addEventListener("popstate", handler),
    /** @returns {string} "ws://…/ws" */
    socket: () => `${view.location.protocol === "https:" ? "wss" : "ws"}://${view.location.host}/ws`,
  };
}
