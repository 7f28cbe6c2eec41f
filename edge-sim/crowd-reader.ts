import { readThings, readWorldFrame, type WorldReceived } from "../client/world-received.ts";

/** What stands around the list of things in a scene's text. Within a text of JSON no quote is without a backslash. */
const BEFORE_THINGS = ',"things":[';
const BEHIND_THINGS = '],"you":';

/**
 * Reads what a world tells the clients of this process. Most of it comes to many, one after the other, and is read for the
 * first of them: what was read must not be changed. In a crowd scenes are many and long, and of most nobody wants to know
 * who all is there: that is read when it is looked at.
 */
export function crowdReader(): (text: string) => WorldReceived | null {
  let last: { text: string; frame: WorldReceived | null } | null = null;
  return (text) => {
    if (last?.text !== text) last = { text, frame: readLate(text) };
    return last.frame;
  };
}

function readLate(text: string): WorldReceived | null {
  const from = text.startsWith('{"t":"scene"') ? text.indexOf(BEFORE_THINGS) + BEFORE_THINGS.length : -1;
  const to = from < BEFORE_THINGS.length ? -1 : text.lastIndexOf(BEHIND_THINGS);
  const frame = to < from || to < 0 ? null : readWorldFrame(text.slice(0, from) + text.slice(to));
  if (frame?.t !== "scene") return readWorldFrame(text);
  const list = text.slice(from - 1, to + 1);
  let things: ReturnType<typeof readThings> | null = null;
  return {
    ...frame,
    scene: {
      ...frame.scene,
      get things() {
        things ??= readThings(list);
        return things;
      },
    },
  };
}
