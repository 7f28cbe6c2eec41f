/**
 * Every Worker in one script: what a bare `wrangler dev` or `wrangler deploy` runs. Its service bindings point
 * at itself, so that the code is the same as in a split deployment.
 */
export { AssetService } from "./assets/index.ts";
export { AuthService, KeyRing, MetricsHub } from "./auth/index.ts";
export { default } from "./gateway/index.ts";
export { QuestionService, QuizRoom, QuizRoomService } from "./quiz-room/index.ts";
export { ShardDirectory, WorldService, WorldShard } from "./world-shard/index.ts";
