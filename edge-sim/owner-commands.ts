import { backUp } from "./backup/back-up.ts";
import { restore } from "./backup/restore.ts";
import { OwnerFault } from "./owner-fault.ts";

/** What the commands of an owner have around them. */
export interface CommandParts {
  dataFolder: string;
  /** The node's name, and the version of this program. */
  nodeName: string;
  version: string;
  nowMs: number;
  /** A line for people; `complain` for what is wrong. */
  print(line: string): void;
  complain(line: string): void;
}

/** Done; not done; done, but not all of it. A command that is called wrongly has 2, before it comes here. */
export const exitCodes = { done: 0, failed: 1, partly: 3 } as const;

/** `skerry-edge backup FILE`: gives the exit code. */
export async function backupCommand(file: string, parts: CommandParts): Promise<number> {
  return attempt(parts, async () => {
    const report = await backUp({ ...parts, file });
    parts.print(
      `Saved ${report.files.length} files of ${parts.dataFolder} to ${report.file} (${report.sizeBytes} bytes).`,
    );
    parts.print("Whoever has this file can sign tokens of this node, and read what is in its rooms: keep it safe.");
    for (const path of report.leftOut) parts.complain(`Not saved, for it is damaged or of another kind: ${path}`);
    return report.leftOut.length > 0 ? exitCodes.partly : exitCodes.done;
  });
}

/** `skerry-edge restore FILE`: gives the exit code. */
export async function restoreCommand(file: string, parts: CommandParts): Promise<number> {
  return attempt(parts, async () => {
    const { manifest, dataFolder, before } = await restore({ ...parts, file });
    const { node, madeAt, files, leftOut } = manifest;
    parts.print(`Restored ${files.length} files of ${node}, as of ${madeAt}, to ${dataFolder}.`);
    if (before) parts.print(`What was there before is in ${before}. Delete it when you do not need it any more.`);
    for (const path of leftOut) parts.complain(`The backup did not have: ${path}`);
    return exitCodes.done;
  });
}

/** What the owner can mend is told to the owner; anything else is a fault of the program, and thrown. */
async function attempt({ complain }: CommandParts, run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof OwnerFault)) throw error;
    complain(`${error.message} (${error.code})`);
    return exitCodes.failed;
  }
}
