import { type ChildProcess, spawn } from "node:child_process";

/** An edge node as a process of its own. */
export interface EdgeProgram {
  child: ChildProcess;
  /** What it has written so far. */
  output(): string;
  /** The line that says where it listens, once there is one; rejects if the program ends before. */
  listening(): Promise<{ port: number; url: URL; telnetPort: number | null }>;
  /** Waits for a text in the output; rejects if the program ends before. */
  says(text: string | RegExp): Promise<void>;
  /** Its exit code, once it has ended. */
  ended(): Promise<number | null>;
}

/** Starts a program that is an edge node; every setting of this process's own environment is left out. */
export function runEdge(command: string, args: readonly string[], environment: Record<string, string>): EdgeProgram {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(?:SKERRY_|GROQ_|PORT$|HOST$|NODE_OPTIONS$)/.test(name),
  );
  const child = spawn(command, args, {
    env: { ...Object.fromEntries(own), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const watchers = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (more: string) => {
      text += more;
      for (const look of [...watchers]) look();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  const says = (wanted: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (typeof wanted === "string" ? !text.includes(wanted) : !wanted.test(text)) return;
        watchers.delete(look);
        resolve();
      };
      watchers.add(look);
      void ended.then((code) => reject(new Error(`it ended with ${code}: ${text}`)));
      look();
    });
  return {
    child,
    output: () => text,
    ended: () => ended,
    says,
    async listening() {
      await says(/"event":"listening".*\n/);
      const port = Number(/"port":(\d+)/.exec(text)?.[1]);
      const telnet = /"telnet":(\d+)/.exec(text)?.[1];
      return {
        port,
        url: new URL(`http://127.0.0.1:${port}`),
        telnetPort: telnet === undefined ? null : Number(telnet),
      };
    },
  };
}
