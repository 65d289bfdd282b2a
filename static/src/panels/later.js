/** The first picture comes in parts, a task each: what stands first is seen, and can be touched, before the rest is made. */

import { useEffect, useState } from "preact/hooks";

/**
 * Draws its children some pictures after what surrounds it.
 * @param {{turn: number, children: any}} props turn: how many; 0: at once, and for ever after
 */
export function Later({ turn, children }) {
  const [passed, pass] = useState(0);
  useEffect(() => {
    if (passed < turn) pass(passed + 1);
  }, [passed, turn]);
  return passed < turn ? null : children;
}
