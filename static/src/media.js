/** The breakpoints that change what is drawn, not only how: one place asks the browser for them. */

import { useEffect, useState } from "preact/hooks";

const QUERIES = {
  narrow: "(max-width: 640px)",
  stacked: "(max-width: 1179px)",
  roomy: "(min-width: 1400px)",
  wide: "(min-width: 1700px)",
  short: "(max-height: 800px) and (min-width: 1180px)",
  still: "(prefers-reduced-motion: reduce)",
};

/** @param {keyof typeof QUERIES} name @returns {boolean} */
export const matches = (name) => globalThis.matchMedia(QUERIES[name]).matches;

/** @param {keyof typeof QUERIES} name @returns {boolean} kept up to date */
export function useMedia(name) {
  const [now, set] = useState(() => matches(name));
  useEffect(() => {
    const query = globalThis.matchMedia(QUERIES[name]);
    const change = () => set(query.matches);
    query.addEventListener("change", change);
    return () => query.removeEventListener("change", change);
  }, [name]);
  return now;
}
