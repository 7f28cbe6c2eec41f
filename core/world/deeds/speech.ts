import type { Simulated } from "../simulated.ts";
import { addressed } from "../text/find-person.ts";
import type { IntentTo } from "../text/intent.ts";
import { list, the } from "../text/words.ts";
import type { Thing } from "../things.ts";
import { type DeedReply, done, isReply, pick, refused, told } from "./deed.ts";

export function speak(world: Simulated, self: number, intent: IntentTo<"say" | "emote" | "call">): DeedReply {
  if (!world.maySpeak(self)) return refused("You have said much in a short time. Take a breath.");
  const types = { say: "said", emote: "emoted", call: "called" } as const;
  world.tell({ type: types[intent.do], area: world.areaOf(self).id, who: world.thing(self), text: intent.text });
  return done;
}

export function tellSomebody(world: Simulated, self: number, { line }: IntentTo<"tell">): DeedReply {
  const others = world.people().filter(({ entity }) => entity !== self);
  const meant = addressed(line, others);
  if (meant.to === null) return whoIsMeant(meant);
  const { to: person, text } = meant;
  if (text === "") return refused(`Tell ${person.name} what?`);
  if (!world.maySpeak(self)) return refused("You have said much in a short time. Take a breath.");
  world.tell({
    type: "told",
    area: world.areaOf(self).id,
    who: world.thing(self),
    to: world.thing(person.entity),
    text,
  });
  return done;
}

function whoIsMeant({ name, several }: { name: string; several: readonly Thing[] }): DeedReply {
  if (several.length === 0) return refused(`Nobody here is called “${name}”.`);
  return refused(`Which one: ${list(several.map((one) => one.name)).replace(/ and (?=[^,]*$)/, " or ")}?`);
}

export function mute(world: Simulated, self: number, intent: IntentTo<"mute" | "unmute">): DeedReply {
  const others = world.people().filter(({ entity }) => entity !== self);
  const person = pick(intent.who, others, `Nobody here is called “${intent.who}”.`);
  if (isReply(person)) return person;
  world.mute(self, person.entity, intent.do === "mute");
  return told(
    intent.do === "mute"
      ? `You hear nothing from ${the(person.name)} any more.`
      : `You hear ${the(person.name)} again.`,
  );
}
