/** All runs that the tests draw: hand-made ones, and the traces that the engine wrote. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { runs as hand } from "./fixtures.js";

const GOLDEN = new URL("../../golden/", import.meta.url);

/** @returns {[string, { info: object, frames: object[] }][]} by name */
export function allRuns() {
  const files = existsSync(GOLDEN)
    ? readdirSync(GOLDEN)
        .filter((file) => file.endsWith(".json"))
        .sort()
    : [];
  const golden = files.map((file) => [file, JSON.parse(readFileSync(new URL(file, GOLDEN), "utf8"))]);
  return [...Object.entries(hand), ...golden.filter(([, run]) => run.info && run.frames)];
}
