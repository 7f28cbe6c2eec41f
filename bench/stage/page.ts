import { createStage, type Stage } from "../../web/world/stage/stage.ts";
import { createCrowd } from "./crowd.ts";

/** What `?realm=…&people=…&minute=…&at=x,y,z&reach=…&level=…&yaw=…&calm` asks for, on a stage as large as the window. */
const query = new URLSearchParams(location.search);
const number = (name: string, otherwise: number) => Number(query.get(name) ?? otherwise);
const at = (query.get("at") ?? "0,0,8.6").split(",").map(Number);
const place = [at[0] ?? 0, at[1] ?? 0, at[2] ?? 0] as const;

const container = document.createElement("div");
container.className = "stage";
container.tabIndex = 0;
document.body.append(container);

const crowd = createCrowd(query.get("realm") ?? "golden-dragon", number("people", 0), place, number("reach", 9));
crowd.set({ minute: number("minute", 720), self: place });
const stage: Stage = createStage(container, crowd, {
  reducedMotion: query.has("calm"),
  ...(query.has("level") ? { level: number("level", 3) } : {}),
});
if (query.has("yaw")) setTimeout(() => stage.face(number("yaw", 0)), 100);

const samples: { scriptMs: number; drawCalls: number }[] = [];
let seen = 0;
requestAnimationFrame(function note() {
  if (stage.stats.frames !== seen) {
    seen = stage.stats.frames;
    samples.push({ scriptMs: stage.stats.scriptMs, drawCalls: stage.stats.drawCalls });
  }
  requestAnimationFrame(note);
});

/** For whoever drives this page from outside. */
Object.assign(window, { stage, crowd, samples });
