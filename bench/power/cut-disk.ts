import { execFileSync } from "node:child_process";
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { MortalServer } from "../crash/mortal-server.ts";
import { edgeCommand } from "../servers/edge.ts";
import type { ServerCommand } from "../servers/server-process.ts";
import type { Ending } from "./endings.ts";
import { contentOf, databasesIn, readStored } from "./stored.ts";

const DISK_BYTES = 512 * 2 ** 20;
/**
 * `EXT4_IOC_SHUTDOWN` with `EXT4_GOING_FLAGS_NOLOGFLUSH` of Linux: from now on nothing reaches the disk. Node has no ioctl;
 * Perl is on every Debian.
 */
const CUT = 'open(my $disk, "<", $ARGV[0]) or die $!; my $how = pack("L", 2); ioctl($disk, 0x8004587d, $how) or die $!';

/**
 * The power goes, as far as the kernel can do that: the node's data are on a file system of their own, in a file, which is
 * shut down under it. All that it had not put on the disk by then is lost, files and folders too; at the next mount it is
 * mended from its own journal. Needs root and a Linux that may mount; under `unshare --mount`, for whoever else sees the
 * mount keeps it from going.
 */
export class CutDisk implements Ending {
  readonly faults: string[] = [];
  readonly data: string;
  /** A disk that is gone is an error, and is said to be one. */
  readonly mayLogErrors = true;
  readonly #folder: string;
  readonly #image: string;
  readonly #mount: string;
  readonly #random: () => number;
  #cuts = 0;

  readonly #program: string;

  constructor(folder: string, program: string, random: () => number) {
    this.#folder = folder;
    this.#program = program;
    this.#random = random;
    this.#image = join(folder, "disk");
    this.#mount = join(folder, "mount");
    this.data = join(this.#mount, "data");
    writeFileSync(this.#image, "");
    truncateSync(this.#image, DISK_BYTES);
    mkdirSync(this.#mount);
    execFileSync("mkfs.ext4", ["-q", "-F", this.#image]);
    this.#plugIn();
  }

  get figures(): Record<string, number> {
    return { cut: this.#cuts };
  }

  command(port: number): ServerCommand {
    const command = edgeCommand({ folder: this.#folder, port, program: this.#program });
    return { ...command, environment: { ...command.environment, SKERRY_DATA: this.data } };
  }

  begin(): void {}

  async end(server: MortalServer): Promise<void> {
    execFileSync("perl", ["-e", CUT, this.#mount]);
    await server.kill();
    execFileSync("umount", [this.#mount]);
    this.#plugIn();
    this.#cuts += 1;
    for (const path of databasesIn(this.data)) {
      const { faults } = contentOf(readStored(path), this.#folder, this.#random);
      this.faults.push(...faults.map((fault) => `${path.slice(this.data.length)}: ${fault}`));
    }
  }

  close(): void {
    execFileSync("umount", [this.#mount]);
  }

  #plugIn(): void {
    execFileSync("mount", ["-o", "loop", this.#image, this.#mount]);
  }
}
