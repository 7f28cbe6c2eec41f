import { writeFileSync } from "node:fs";
import { it } from "vitest";
import { canonicalJson, stateHash } from "../../core/random.ts";
import { fold } from "../quiz-room.ts";
import { randomGame } from "../random-game.ts";

it("one", async () => {
  const s = Number(process.env.S);
  let n = 0;
  let done = false;
  await randomGame(
    `s${s}`,
    150,
    { ai: s % 2 === 0, auto: s % 3 !== 0, scoring: s % 4 ? "speed" : "accuracy", questions: 5 },
    (room, did) => {
      n++;
      if (done) return;
      const entries = [...room.shell.runner.entries()];
      const f = fold(entries);
      if (n > Number(process.env.FROM ?? 1e9))
        console.log(
          n,
          did,
          JSON.stringify(entries.slice(-3)).slice(0, 1200),
          JSON.stringify(room.state.phase),
          room.shell.reports.splice(0).map(String),
        );
      if (stateHash(f) !== room.hash()) {
        done = true;
        console.log(n, did, room.shell.counts.restarts, room.shell.counts.worlds);
        const a = JSON.parse(canonicalJson(f)),
          b = JSON.parse(canonicalJson(room.state));
        for (const k of Object.keys(b))
          if (JSON.stringify(a[k]) !== JSON.stringify(b[k]))
            console.log(k, JSON.stringify(a[k]).slice(0, 900), "\nROOM", JSON.stringify(b[k]).slice(0, 900));
        console.log(JSON.stringify(entries.slice(-6)).slice(0, 3000));
      }
      const bad = room.state.players.find((pl) => pl.history.reduce((a, b) => a + Math.max(0, b), 0) !== pl.score);
      if (bad) {
        done = true;
        console.log("SCORE", JSON.stringify(bad), JSON.stringify(entries.slice(-8)));
      }
    },
  );
}, 60000);
