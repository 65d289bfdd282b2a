import assert from "node:assert/strict";
import { test } from "node:test";
import { createLink } from "../../../static/src/link.js";

/** A socket that is two lists, and a clock that somebody turns. */
function bench() {
  const sockets = [];
  const timers = new Map();
  let names = 0;
  const heard = [];
  const links = [];
  const link = createLink({
    address: "ws://page.test/ws",
    connect: () => {
      const socket = { readyState: 1, sent: [], send: (text) => socket.sent.push(JSON.parse(text)), close: () => (socket.readyState = 3) };
      sockets.push(socket);
      return socket;
    },
    clock: {
      setTimeout: (act, ms) => {
        timers.set((names += 1), { act, ms });
        return names;
      },
      clearTimeout: (name) => timers.delete(name),
    },
    onMessage: (message) => heard.push(message.type),
    onLink: (now) => links.push(now),
  });
  const say = (message) => sockets.at(-1).onmessage({ data: JSON.stringify(message) });
  const drop = () => {
    sockets.at(-1).readyState = 3;
    sockets.at(-1).onclose();
  };
  const fire = () => {
    const [name, { act, ms }] = [...timers][0];
    timers.delete(name);
    act();
    return ms;
  };
  return { link, sockets, heard, links, say, drop, fire, timers };
}

test("messages are numbered, and the number comes back", () => {
  const { link, sockets, say } = bench();
  say({ type: "hello", seq: 1, re: null });
  assert.equal(link.send({ type: "open" }), 1);
  assert.equal(link.send({ type: "step" }), 2);
  assert.deepEqual(sockets[0].sent.map((message) => message.id), [1, 2]);
});

test("a lost connection is tried again, less and less often, until it is back", () => {
  const { drop, fire, say, links, sockets } = bench();
  const waits = [];
  for (let i = 0; i < 7; i += 1) {
    drop();
    waits.push(fire());
  }
  assert.deepEqual(waits, [300, 600, 1200, 2400, 4800, 8000, 8000]);
  say({ type: "hello", seq: 1, re: null });
  assert.equal(links.at(-1), "online");
  drop();
  assert.equal(fire(), 300);
  assert.equal(sockets.length, 9);
});

test("nothing is sent while there is no connection", () => {
  const { link, drop } = bench();
  drop();
  assert.equal(link.send({ type: "step" }), null);
});

test("a missing number opens the connection anew, and the rest of the old one is not heard", () => {
  const { say, heard, sockets, links } = bench();
  say({ type: "hello", seq: 1, re: null });
  const old = sockets[0];
  say({ type: "frame", seq: 3, re: 1 });
  assert.equal(sockets.length, 2);
  old.onmessage({ data: JSON.stringify({ type: "frame", seq: 4, re: 1 }) });
  assert.deepEqual(heard, ["hello"]);
  assert.equal(links.at(-1), "offline");
});

test("a server that does not answer is taken for gone", () => {
  const { link, say, fire, sockets } = bench();
  say({ type: "hello", seq: 1, re: null });
  link.send({ type: "step" });
  assert.equal(fire(), 10_000);
  assert.equal(sockets.length, 2);
});

test("an answer stops that clock", () => {
  const { link, say, timers } = bench();
  say({ type: "hello", seq: 1, re: null });
  link.send({ type: "step" });
  say({ type: "frame", seq: 2, re: 1 });
  assert.equal(timers.size, 0);
});

test("a page that is looked at again does not wait", () => {
  const { link, drop, sockets, timers } = bench();
  drop();
  link.wake();
  assert.equal(sockets.length, 2);
  assert.equal(timers.size, 0);
  link.wake();
  assert.equal(sockets.length, 2);
});
