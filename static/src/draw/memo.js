/** What a step does not touch is not looked at again. */

import { h } from "preact";

/**
 * A component that is drawn again only when one of its props is not the very same as before. So give it what it
 * shows and no more: the whole state is another one at every step.
 * @template {(props: object) => unknown} Draw
 * @param {Draw} draw
 * @returns {Draw}
 */
export function memo(draw) {
  return function Kept(props) {
    this.shouldComponentUpdate = differs;
    return h(draw, props);
  };
}

function differs(next) {
  const before = this.props;
  const names = Object.keys(next);
  return names.length !== Object.keys(before).length || names.some((name) => next[name] !== before[name]);
}
