/** Numbers as the language of the page writes them. */

import { language, say } from "./words.js";

const LOCALE = language === "en" || language === "x-test" ? "en-GB" : language;
const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** @param {number} number @returns {string} "181,223"; a small one needs no locale, whose first use is slow on a phone */
export const grouped = (number) => (Math.abs(number) < 1000 && Number.isInteger(number) ? String(number) : number.toLocaleString(LOCALE));

/** @param {number} number @param {number} digits behind the point @returns {string} "1.20" */
export const fixed = (number, digits) => number.toLocaleString(LOCALE, { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** @param {number} seconds @returns {string} "4 ms", "1.2 s", "75 s" */
export function duration(seconds) {
  if (seconds < 1) return say("check.ms", Math.max(1, Math.round(seconds * 1000)));
  return say("check.s", fixed(seconds, seconds < 10 ? 1 : 0));
}

/** @param {string} id of a text with forms, {1} the number @param {number} number @returns {string} "1 step", "3,000 steps" */
export const counted = (id, number, ...more) => say(id, number, grouped(number), ...more);

/** @param {string} digits a whole number, as long as it likes @returns {string} "12,345", "9.8 trillion", "1.2 × 10²¹" */
export function largeNumber(digits) {
  const exponent = digits.length - 1;
  if (exponent < 6) return grouped(Number(digits));
  if (exponent < 15) return Number(digits).toLocaleString(LOCALE, { notation: "compact", compactDisplay: "long", maximumSignificantDigits: 2 });
  return `${fixed(Number(`${digits[0]}.${digits[1]}`), 1)} × 10${[...String(exponent)].map((digit) => SUPERSCRIPT[digit]).join("")}`;
}
