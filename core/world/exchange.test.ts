import { describe, expect, it } from "vitest";
import { becomeKnown, clearOutbox, dispatch, emptyExchange, OUTBOX_MAX, takeIn } from "./exchange.ts";

const news = (...sequences: number[]) =>
  sequences.map((sequence) => ({ sequence, kind: "bell", realm: "wood", data: sequence }));
const ids = ({ outbox }: { outbox: { id: number }[] }) => outbox.map(({ id }) => id);

describe("the outbox of a world", () => {
  it("numbers what is published, and keeps it until it is known to be taken", () => {
    const exchange = emptyExchange();
    for (const kind of ["a", "b", "c"]) expect(dispatch(exchange, kind, null)).toBe(true);
    expect(ids(exchange)).toEqual([1, 2, 3]);
    clearOutbox(exchange, 2);
    clearOutbox(exchange, 1);
    dispatch(exchange, "d", null);
    expect(ids(exchange)).toEqual([3, 4]);
  });

  it("takes only so many, and gives no number to what it does not take", () => {
    const exchange = emptyExchange();
    for (let i = 0; i < OUTBOX_MAX; i++) dispatch(exchange, "a", i);
    expect(dispatch(exchange, "a", "more")).toBe(false);
    clearOutbox(exchange, OUTBOX_MAX);
    dispatch(exchange, "a", "later");
    expect(ids(exchange)).toEqual([OUTBOX_MAX + 1]);
  });

  it("of a world that lost its past goes on behind what the directory knows of it", () => {
    const exchange = emptyExchange();
    dispatch(exchange, "a", null);
    dispatch(exchange, "b", null);
    becomeKnown(exchange, 7, 12);
    expect([ids(exchange), exchange.heard]).toEqual([[8, 9], 12]);
    dispatch(exchange, "c", null);
    expect(ids(exchange)).toEqual([8, 9, 10]);
  });

  it("of a world that only did not hear the answer loses what was taken", () => {
    const exchange = emptyExchange();
    becomeKnown(exchange, 0, 0);
    dispatch(exchange, "a", null);
    dispatch(exchange, "b", null);
    becomeKnown(exchange, 1, 0);
    expect(ids(exchange)).toEqual([2]);
  });
});

describe("the inbox of a world", () => {
  it("takes nothing in twice, whatever is delivered again", () => {
    const exchange = emptyExchange();
    takeIn(exchange, news(1, 2));
    takeIn(exchange, news(1, 2, 3));
    takeIn(exchange, news(3));
    expect([exchange.inbox.map(({ data }) => data), exchange.heard]).toEqual([[1, 2, 3], 3]);
  });

  it("passes over what was dropped on the way", () => {
    const exchange = emptyExchange();
    takeIn(exchange, news(1, 5, 6));
    expect([exchange.inbox.length, exchange.heard]).toEqual([3, 6]);
  });
});
