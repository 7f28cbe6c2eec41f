// A node's name on the LAN, as a program of its own: `local-name-node.ts NAME PORT`, and an address that the machine does
// not have where it is to believe so. Prints what it logs, and stops in an orderly way when its input ends.
import { startLocalName } from "../edge-sim/local-name/local-name.ts";

const [nodeName = "", port, address] = process.argv.slice(2);
const made = { netmask: "255.255.255.0", family: "IPv4" as const, mac: "", internal: false, cidr: null };
const name = startLocalName({
  nodeName,
  host: "0.0.0.0",
  httpPort: Number(port),
  telnetPort: 2323,
  ...(address ? { interfaces: () => ({ eth0: [{ ...made, address }] }) } : {}),
  log: (line) => console.log(JSON.stringify(line)),
});
process.stdin.resume().on("end", () => {
  console.log(JSON.stringify(name.state()));
  void name.stop().then(() => process.exit(0));
});
