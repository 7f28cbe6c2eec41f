/** What can go wrong at a command of the node's owner. */
export type OwnerFaultCode =
  | "FOLDER_IN_USE"
  | "FOLDER_UNUSABLE"
  | "RESTORE_INTERRUPTED"
  | "NOTHING_TO_SAVE"
  | "FILE_EXISTS"
  | "FILE_UNUSABLE"
  | "NOT_A_BACKUP"
  | "BACKUP_DAMAGED"
  | "BACKUP_TOO_NEW"
  | "DISK_FULL";

/** Something that the owner of a node can mend: a code for programs, and a message for people, fit to be printed. */
export class OwnerFault extends Error {
  readonly code: OwnerFaultCode;

  constructor(code: OwnerFaultCode, message: string) {
    super(message);
    this.name = "OwnerFault";
    this.code = code;
  }
}

/** The code of an error of the operating system (`ENOENT`), of Node (`ERR_…`) or of zlib (`Z_…`); `null` if it has none. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

/**
 * An error of the file system as the fault that it is to the owner; a fault stays as it is.
 * @param what what was to be done, to go before the reason: "The backup could not be written"
 */
export function fileFault(error: unknown, what: string): OwnerFault {
  if (error instanceof OwnerFault) return error;
  const code = systemCode(error);
  if (code === "ENOSPC" || code === "EDQUOT") return new OwnerFault("DISK_FULL", `${what}: the disk is full.`);
  const reason = error instanceof Error ? error.message : String(error);
  return new OwnerFault("FILE_UNUSABLE", `${what}: ${reason}`);
}
