// A node's name on the LAN, as a program of its own: `local-name-node.ts NAME PORT`. Prints what it logs, and stops in an
// orderly way when its input ends.
import { startLocalName } from "../edge-sim/local-name/local-name.ts";

const [nodeName = "", port] = process.argv.slice(2);
const name = startLocalName({
  nodeName,
  host: "0.0.0.0",
  httpPort: Number(port),
  telnetPort: 2323,
  log: (line) => console.log(JSON.stringify(line)),
});
process.stdin.resume().on("end", () => {
  console.log(JSON.stringify(name.state()));
  void name.stop().then(() => process.exit(0));
});
