import type { RealmMap } from "../core/world/realm-map.ts";
import { smallRealm } from "./small-realm.ts";

const source = `
function onUse(event) {
  const rung = (self.state?.rung ?? 0) + 1;
  self.state = { ...self.state, rung };
  world.publish("bell", { by: event.by.name, rung });
}

function onNews(event) {
  const heard = [...(self.state?.heard ?? []), event.data.rung];
  self.state = { ...self.state, heard };
  world.narrate("A bell in " + event.realm + ", rung by " + event.data.by + ": " + heard.join(" "));
}
`;

/** A small realm, where nobody has habits, whose bell is heard in the others; and it hears theirs. */
export function bellRealm(realm: string): RealmMap {
  const { props, npcs } = smallRealm;
  return {
    ...smallRealm,
    realm,
    title: realm,
    npcs: npcs.map((npc) => ({ ...npc, habits: [] })),
    props: props.map((prop) => (prop.id === "bell" ? { ...prop, script: "bell", listens: ["bell"] } : prop)),
    scripts: [...smallRealm.scripts, { name: "bell", file: "bell.js", source }],
  };
}

export const bellRealms = [bellRealm("belfry"), bellRealm("inn")] as const;
