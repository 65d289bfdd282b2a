/**
 * All texts, by message id, in the language of the page (docs/words.md). English is bundled; another language
 * comes with the page, as data. Nothing else in static/src holds a text that a person reads.
 */

import LANGUAGES from "../../engine/words/languages.json" with { type: "json" };
import { ENGLISH } from "./english.js";

const given = JSON.parse(globalThis.document?.getElementById("words")?.textContent ?? "{}");

/** @type {string} "en", "de" */
export const language = given.language ?? "en";
/** @type {[string, string][]} the other languages, each as it calls itself */
export const OTHERS = Object.entries(LANGUAGES).filter(([code]) => code !== language);

/** @param {string} id @returns {boolean} is there a text with this id */
export const isKnown = (id) => id in (given.texts ?? {}) || id in ENGLISH;

/**
 * A text with its arguments; where it has forms, the first argument chooses.
 * @param {string} id "run.back"
 * @param {...(string|number)} args
 * @returns {string}
 */
export function say(id, ...args) {
  return rich(id, ...args).join("");
}

/**
 * The same for arguments that are nodes: the pieces in their order, for a template.
 * @param {string} id
 * @param {...unknown} args
 * @returns {unknown[]}
 */
export function rich(id, ...args) {
  const text = given.texts?.[id] ?? ENGLISH[id];
  if (text === undefined) throw new Error(`there is no text ${id} in the catalogue`);
  const form = typeof text === "string" ? text : text[args[0] === 1 ? "one" : "other"];
  return piecesOf(form).map((piece) => (typeof piece === "number" ? args[piece] : piece));
}

/** A text taken apart once: a page says the same ones at every step. */
const taken = new Map();

/** @param {string} form @returns {Array<string|number>} a number is that of an argument */
function piecesOf(form) {
  if (!taken.has(form)) taken.set(form, form.split(/\{(\d)\}/).map((piece, i) => (i % 2 === 1 ? Number(piece) : piece)));
  return taken.get(form);
}

/** A text of the library (a title, a toggle), by its English; that, if the language has nothing else. @param {string} english @returns {string} */
export function ours(english) {
  if (language === "x-test" && english) return `⟦${english}⟧`;
  return given.texts?.[`library.${english}`] ?? english;
}

/** Sentences of the server begin small and end without a point; here they become prose. */
/** @param {string|null|undefined} text @returns {string} "" or a whole sentence */
export function sentence(text) {
  if (!text) return "";
  const isWord = /^\p{Ll}+[ ,:]/u.test(text); // not a name such as feb17, zap-zap or pmd_clear
  const begun = isWord ? text[0].toUpperCase() + text.slice(1) : text;
  return /[.!?…:)⟧]$/.test(begun) ? begun : `${begun}.`;
}
