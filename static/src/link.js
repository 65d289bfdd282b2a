/**
 * The connection: the only file that says WebSocket. It reconnects by itself, numbers what it sends and
 * checks the numbers of what comes, and makes frames whole; who uses it sends `open` again after every "hello".
 */

import { createJoin } from "./changes.js";

const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 8_000;
/** A server that has not said a word to a question for so long is taken for gone. */
const ANSWER_WITHIN_MS = 10_000;
/** A long schedule is played before a word of it can be said. */
const MORE_A_LETTER_MS = 3;
const SHORT = 1_000;

/**
 * @param {object} options
 * @param {string} options.address "ws://…/ws"
 * @param {(message: object) => void} options.onMessage
 * @param {(link: "connecting"|"online"|"offline") => void} options.onLink
 * @param {(address: string) => WebSocket} [options.connect] for the tests
 * @param {{setTimeout: Function, clearTimeout: Function}} [options.clock] for the tests
 * @returns {{send: (message: object) => number|null, wake: () => void, close: () => void}}
 */
export function createLink({ address, onMessage, onLink, connect = open, clock = globalThis }) {
  let socket = null;
  let expected = 1;
  let wait = FIRST_WAIT_MS;
  let retry = null;
  let silence = null;
  let id = 0;
  let closed = false;
  let join;

  function start() {
    retry = null;
    expected = 1;
    join = createJoin();
    const mine = connect(address);
    socket = mine;
    mine.onmessage = (event) => mine === socket && receive(JSON.parse(event.data));
    mine.onclose = () => mine === socket && lost();
    mine.onerror = () => {};
  }

  function receive(message) {
    clock.clearTimeout(silence);
    if (message.seq !== expected) return again();
    expected += 1;
    if (message.type === "hello") {
      wait = FIRST_WAIT_MS;
      onLink("online");
    }
    onMessage(join(message));
  }

  /** A frame is missing: begin anew at once. */
  function again() {
    const old = socket;
    socket = null;
    old.close();
    onLink("offline");
    start();
  }

  function lost() {
    clock.clearTimeout(silence);
    socket = null;
    if (closed) return;
    onLink("offline");
    retry = clock.setTimeout(start, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }

  start();
  return {
    /** @returns {number|null} the id of the message, or null when there is no connection */
    send(message) {
      if (socket?.readyState !== 1) return null;
      id += 1;
      const text = JSON.stringify({ ...message, id });
      socket.send(text);
      clock.clearTimeout(silence);
      silence = clock.setTimeout(() => socket && again(), ANSWER_WITHIN_MS + MORE_A_LETTER_MS * Math.max(0, text.length - SHORT));
      return id;
    },
    /** Tries now what would be tried later: the network is back, or somebody looks at the page again. */
    wake() {
      if (retry === null) return;
      clock.clearTimeout(retry);
      start();
    },
    close() {
      closed = true;
      clock.clearTimeout(retry);
      socket?.close();
    },
  };
}

const open = (address) => new WebSocket(address);
