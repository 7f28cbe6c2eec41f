export * from "./claims.ts";
export * from "./client-frames.ts";
export * from "./errors.ts";
export * from "./frequent-frames.ts";
export * from "./http-bodies.ts";
export * from "./limits.ts";
export * from "./room-code.ts";
export * from "./server-frames.ts";
