// The bare game on a bare `ws` server: PORT and QUESTIONS come from the environment.
import { createServer } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";
import { BareGame } from "./bare-game.ts";

const game = new BareGame<WebSocket>(Number(process.env["QUESTIONS"]), {
  send: (socket, text) => socket.send(text),
  after: (ms, run) => void setTimeout(run, ms),
});

const server = createServer((_, response) => response.end("up\n"));
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on("connection", (socket) => {
  socket.on("message", (data: Buffer) => game.message(socket, data.toString()));
  socket.on("close", () => game.closed(socket));
  socket.on("error", () => undefined);
});
server.listen(Number(process.env["PORT"]), "127.0.0.1");
