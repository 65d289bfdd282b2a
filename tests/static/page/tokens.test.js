/** The palette: contrast on every ground that a colour may lie on, and process hues that red-blind and green-blind eyes tell apart. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const css = readFileSync(new URL("../../../static/css/tokens.css", import.meta.url), "utf8");
const THEMES = ["light", "dark"];
/** name -> [light, dark], each [r, g, b] from 0 to 1 */
const tokens = Object.fromEntries(
  [...css.matchAll(/--([a-z0-9-]+):\s*(?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}))/g)].map(([, name, light, dark, both]) => [
    name,
    [light ?? both, dark ?? both].map((hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)),
  ]),
);

const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
const luminance = (colour) => colour.map(linear).reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
const contrast = (one, other) => {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

/** WCAG 2.2: text 4.5 : 1, what has to be seen to understand 3 : 1. */
const GROUNDS = ["paper", "side", "sunk"];
const TEXT = [
  ...["ink", "ink-2"].flatMap((name) => GROUNDS.map((ground) => [name, ground, 4.5])),
  ...["a", "b", "c", "d", "bad", "ok", "amber"].flatMap((name) => [[`on-${name}`, name === "bad" ? "bad-fill" : name, 4.5]]),
  ...["bad", "warn", "freed"].map((name) => [name, "paper", 4.5]),
  ["ink", "changed-wash", 4.5],
  ["ink-3", "side", 4.5],
  ["on-ink", "ink", 4.5],
];
const MARKS = ["a", "b", "c", "d", "bad", "ok", "amber", "part", "tlb", "lock-free", "frame", "rule-ink"].map((name) => [name, "paper", 3]);

test("text and marks stand out from every ground in both themes", () => {
  const faint = [...TEXT, ...MARKS].flatMap(([name, ground, least]) =>
    THEMES.map((theme, at) => [name, ground, theme, contrast(tokens[name][at], tokens[ground][at]), least]).filter(([, , , is]) => is < least),
  );
  assert.deepEqual(faint, []);
});

/** Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB. */
const BLIND = {
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
};
const seen = (colour, matrix) => matrix.map((row) => Math.min(1, Math.max(0, row.reduce((sum, part, i) => sum + part * linear(colour[i]), 0))));

/** Björn Ottosson's OKLab; a distance of 0.02 is just seen, 0.08 is plain. */
function oklab([r, g, b]) {
  const [l, m, s] = [
    0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b,
    0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b,
    0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b,
  ].map(Math.cbrt);
  return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s, 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s];
}
const distance = (one, other) => Math.hypot(...oklab(one).map((part, i) => part - oklab(other)[i]));

test("processes differ plainly by colour for red-blind and green-blind eyes, too", () => {
  const close = [];
  for (const [at, theme] of THEMES.entries())
    for (const [kind, matrix] of Object.entries(BLIND))
      for (const pair of ["ab", "ac", "ad", "bc", "bd", "cd"]) {
        const [one, other] = [...pair].map((name) => seen(tokens[name][at], matrix));
        if (distance(one, other) < 0.08) close.push([theme, kind, pair, distance(one, other)]);
      }
  assert.deepEqual(close, []);
});
