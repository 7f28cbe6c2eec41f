import { expect, it } from "vitest";
import { stateHash } from "/work/main/core/random.ts";
import { fold } from "/work/main/testing/quiz-room.ts";
import { randomGame } from "/work/main/testing/random-game.ts";

const problems = new Map<string, string>();
it("random", async () => {
  const t0 = performance.now();
  let steps = 0;
  const phases: Record<string, number> = {};
  for (let s = 0; s < Number(process.env.N ?? 40); s++) {
    const log: string[] = [];
    try {
      await randomGame(
        `s${s}`,
        150,
        { ai: s % 2 === 0, auto: s % 3 !== 0, scoring: s % 4 ? "speed" : "accuracy", questions: 5 },
        (room, did) => {
          steps++;
          log.push(did);
          phases[room.phase] = (phases[room.phase] ?? 0) + 1;
          const entries = [...room.shell.runner.entries()];
          const note = (k: string, v = "") => {
            if (!problems.has(k)) problems.set(k, `seed s${s} step ${log.length} ${log.slice(-4).join(" > ")} ${v}`);
          };
          if (stateHash(fold(entries)) !== room.hash()) note("hash");
          for (const r of room.shell.reports.splice(0))
            if (!String(r.error).includes("disk is broken")) note("report " + r.where + " " + r.error);
          for (const p of room.people) {
            let seq = 0;
            for (const f of p.frames)
              if ("seq" in f && f.seq !== undefined) {
                if (f.seq < seq) note("seq goes back", `${p.id} ${p.role} ${seq}->${f.seq}`);
                seq = f.seq;
              }
            if (!p.closed && p.role === "player") {
              const n = p.socket.keepsake?.member;
              if (n != null && !room.state.players[n]) note("bound to nobody", p.id);
              if (n != null && room.state.players[n] && p.socket.keepsake?.subject !== room.state.players[n].guest)
                note("bound to a stranger", p.id);
            }
          }
          const seen = new Map<string, number>();
          room.state.players.forEach((pl, i) => {
            if (seen.has(pl.guest)) note("one guest twice");
            seen.set(pl.guest, i);
            const sum = pl.history.reduce((a, b) => a + Math.max(0, b), 0);
            if (sum !== pl.score) note("score");
          });
        },
      );
    } catch (e) {
      problems.set(
        "threw " + e,
        `seed s${s} step ${log.length} ${log.slice(-4).join(" > ")}` + (e as Error).stack?.slice(0, 600),
      );
    }
  }
  console.log(steps, performance.now() - t0, phases, [...problems].map((x) => x.join("\n    ")).join("\n"));
}, 300000);
