/** How large an element is, kept up to date. */

import { useEffect, useState } from "preact/hooks";

/**
 * @param {{current: Element|null}} element a ref
 * @param {{width: number, height: number}} first what is taken until it has been measured
 * @returns {{width: number, height: number}}
 */
export function useSize(element, first) {
  const [size, set] = useState(first);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry.contentRect;
      set((old) => (old.width === width && old.height === height ? old : { width, height }));
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return size;
}
