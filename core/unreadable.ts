/**
 * What is stored of a room or world is there, and cannot be read. The shell says in its log what and why; who asked for it
 * is told `UNREADABLE`.
 */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
}
