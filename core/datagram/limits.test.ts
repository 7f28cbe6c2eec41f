import { expect, it } from "vitest";
import { FRAME_MAX_CHARS, MOTION_FRAME_LOSSY_MAX_BYTES } from "../protocol/limits.ts";
import { ACK_BITS } from "./ack-window.ts";
import { CHALLENGE_BYTES } from "./challenge.ts";
import * as limits from "./limits.ts";
import { REQUEST_BYTES, RESPONSE_CLEAR_BYTES } from "./packet.ts";
import { BYTES_HEAD_BYTES, FRAGMENT_HEAD_BYTES, INPUT_HEAD_BYTES } from "./payload.ts";

const SEAL = 16;
const ACKNOWLEDGEMENT = 8;
/** Of the sequence number of a connection's packets, at most. */
const SEQUENCE = 4;

it("a payload packet goes through every path of IPv6, and a motion frame into one", () => {
  expect(1 + SEQUENCE + limits.PAYLOAD_MAX_BYTES + SEAL).toBeLessThanOrEqual(limits.PACKET_MAX_BYTES);
  expect(limits.PACKET_MAX_BYTES + 40 + 8).toBe(1_280);
  expect(limits.UNRELIABLE_MAX_BYTES).toBeGreaterThanOrEqual(MOTION_FRAME_LOSSY_MAX_BYTES);
  expect(ACKNOWLEDGEMENT + BYTES_HEAD_BYTES + limits.UNRELIABLE_MAX_BYTES).toBeLessThanOrEqual(
    limits.PAYLOAD_MAX_BYTES,
  );
  expect(ACKNOWLEDGEMENT + FRAGMENT_HEAD_BYTES + limits.FRAGMENT_BYTES).toBeLessThanOrEqual(limits.PAYLOAD_MAX_BYTES);
});

it("all inputs that are repeated go into one packet", () => {
  const inputs = limits.INPUTS_REPEATED_MAX * (INPUT_HEAD_BYTES + limits.INPUT_MAX_BYTES);
  expect(ACKNOWLEDGEMENT + inputs).toBeLessThanOrEqual(limits.PAYLOAD_MAX_BYTES);
  const longest = { t: "move", n: 4_294_967_295, x: -100, z: -100, facing: 255, jump: true, tick: 4_294_967_295 };
  expect(JSON.stringify({ ...longest, seen: 4_294_967_295, life: 65_535 }).length).toBeLessThanOrEqual(
    limits.INPUT_MAX_BYTES,
  );
});

it("whatever a stranger is answered is smaller than what they said", () => {
  expect(1 + 6 + CHALLENGE_BYTES + SEAL).toBeLessThan(REQUEST_BYTES / 2);
  expect(1 + 6 + 2 + SEAL).toBeLessThan(1 + 1 + RESPONSE_CLEAR_BYTES + SEAL);
  expect(REQUEST_BYTES).toBe(1_078);
  expect(REQUEST_BYTES).toBeLessThanOrEqual(limits.PACKET_MAX_BYTES);
});

it("what is under way in full packets is acknowledged before it is forgotten", () => {
  expect(limits.IN_FLIGHT_MAX_BYTES / limits.FRAGMENT_BYTES).toBeLessThanOrEqual(ACK_BITS + 1);
  expect(limits.SPAN_MAX_BYTES).toBeGreaterThanOrEqual(limits.IN_FLIGHT_MAX_BYTES);
  expect(limits.ACK_AFTER_PACKETS).toBeLessThan(ACK_BITS / 2);
  expect(limits.REPLAY_WINDOW).toBeGreaterThan(ACK_BITS);
});

it("the longest texts fit into what may wait, and every frame of a client is a text", () => {
  const cost = (bytes: number) => bytes + Math.ceil(bytes / limits.FRAGMENT_BYTES) * 64;
  expect(cost(limits.TEXT_TO_SERVER_MAX_BYTES)).toBeLessThan(limits.UNSENT_TO_SERVER_MAX_BYTES);
  expect(cost(limits.TEXT_TO_CLIENT_MAX_BYTES)).toBeLessThan(limits.UNSENT_TO_CLIENT_MAX_BYTES);
  // A UTF-16 unit takes three bytes at most.
  expect(limits.TEXT_TO_SERVER_MAX_BYTES).toBeGreaterThan(FRAME_MAX_CHARS * 3);
});

it("times fit together", () => {
  expect(limits.CONNECT_WITHIN_MS).toBeGreaterThan(2 * limits.ADDRESS_WITHIN_MS);
  expect(limits.TOKEN_LIFETIME_SECONDS * 1_000).toBeGreaterThan(2 * limits.CONNECT_WITHIN_MS);
  expect(limits.TIMEOUT_SECONDS * 1_000).toBeGreaterThan(5 * limits.KEEPALIVE_EVERY_MS);
  expect(limits.SEQUENCE_END).toBeLessThan(limits.CHALLENGES_FROM);
  expect(limits.CHALLENGES_FROM).toBeLessThan(2 ** 48);
});
