/**
 * Wheel, drag and pinch over the picture. One finger up or down, and a plain wheel on a page that scrolls, stay
 * with the page: only Ctrl and the wheel, or two fingers, zoom there.
 */

import { useEffect, useRef } from "preact/hooks";

const DRAG_FROM_PX = 4;
const WHEEL_SPEED = 0.0016;

/**
 * @param {{current: Element | null}} element a ref
 * @param {{onZoom: (factor: number, at: {x: number, y: number}) => void, onPan: (dx: number, dy: number) => void}} on
 *   in pixels of the page
 */
export function useGestures(element, on) {
  const latest = useRef(on);
  latest.current = on;
  useEffect(() => {
    const node = element.current;
    const hand = createHand(() => latest.current);
    const heard = { wheel: hand.wheel, pointerdown: hand.down, pointermove: hand.move, pointerup: hand.up, pointercancel: hand.up };
    for (const [name, listener] of Object.entries(heard)) node.addEventListener(name, listener, { passive: false });
    node.addEventListener("click", hand.click, true);
    return () => {
      for (const [name, listener] of Object.entries(heard)) node.removeEventListener(name, listener);
      node.removeEventListener("click", hand.click, true);
    };
  }, []);
}

/** The pointers that are down, and what moving them means. */
function createHand(on) {
  const down = new Map();
  let dragged = false;

  const spread = () => {
    const [one, other] = [...down.values()];
    return other && { length: Math.hypot(one.x - other.x, one.y - other.y), x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 };
  };

  return {
    wheel(event) {
      const { scrollHeight, clientHeight } = document.scrollingElement;
      if (!event.ctrlKey && scrollHeight > clientHeight + 1) return;
      event.preventDefault();
      on().onZoom(Math.exp(-event.deltaY * WHEEL_SPEED * (event.deltaMode === 1 ? 20 : 1)), { x: event.clientX, y: event.clientY });
    },
    down(event) {
      if (event.button > 0) return;
      if (down.size === 0) dragged = false;
      down.set(event.pointerId, { x: event.clientX, y: event.clientY, from: { x: event.clientX, y: event.clientY } });
    },
    move(event) {
      const was = down.get(event.pointerId);
      if (!was) return;
      const before = spread();
      down.set(event.pointerId, { ...was, x: event.clientX, y: event.clientY });
      const far = Math.hypot(event.clientX - was.from.x, event.clientY - was.from.y) >= DRAG_FROM_PX;
      if (!dragged && !far) return;
      if (!dragged) event.currentTarget.setPointerCapture(event.pointerId);
      dragged = true;
      const after = spread();
      if (!after) return on().onPan(event.clientX - was.x, event.clientY - was.y);
      on().onPan(after.x - before.x, after.y - before.y);
      return on().onZoom(after.length / Math.max(before.length, 1), after);
    },
    up(event) {
      down.delete(event.pointerId);
    },
    /** The click at the end of a drag means nothing. */
    click(event) {
      if (!dragged) return;
      dragged = false;
      event.stopPropagation();
      event.preventDefault();
    },
  };
}
