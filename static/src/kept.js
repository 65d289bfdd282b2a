/** What a person has arranged, kept for this tab: it survives a reload and is gone with the tab. */

import { useState } from "preact/hooks";

/** A browser may refuse to keep anything: then it lasts as long as the page. */
function read(key) {
  try {
    const value = JSON.parse(globalThis.sessionStorage.getItem(key));
    return value !== null && typeof value === "object" ? value : {};
  } catch {
    return {};
  }
}

function write(key, value) {
  try {
    globalThis.sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // nothing is lost but the arrangement
  }
}

/** @param {string} key @returns {[Record<string, any>, (value: Record<string, any>) => void]} */
export function useKept(key) {
  const [held, set] = useState(() => ({ key, value: read(key) }));
  const value = held.key === key ? held.value : read(key);
  if (held.key !== key) set({ key, value });
  return [
    value,
    (next) => {
      write(key, next);
      set({ key, value: next });
    },
  ];
}
