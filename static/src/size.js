/** How large an element is, kept up to date. */

import { useEffect, useState } from "preact/hooks";

/**
 * @param {{current: Element|null}} element a ref
 * @param {{width: number, height: number}} first what is taken until it has been measured
 * @param {boolean} [wanted] false: nothing depends on it, and `first` will do
 * @returns {{width: number, height: number}}
 */
export function useSize(element, first, wanted = true) {
  const [size, set] = useState(first);
  useEffect(() => {
    if (!wanted) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry.contentRect;
      set((old) => (old.width === width && old.height === height ? old : { width, height }));
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [wanted]);
  return wanted ? size : first;
}

/** What the width of a panel from edge to edge will be: a good guess saves drawing it twice. @param {number} padding @returns {number} */
export const widthBetweenEdges = (padding) => (globalThis.innerWidth ?? 1280) - 2 * padding;
