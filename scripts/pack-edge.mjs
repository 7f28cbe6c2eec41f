// npm run edge:pack: the edge node as one file, which `npm install` takes without a network: dist/edge/skerry-edge-VERSION.tgz
import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { buildPages, environment, giveUp, install, root } from "./prepare.mjs";

const edge = join(root, "edge-sim");
const made = join(root, ".build/edge-package");
const target = join(root, "dist/edge");

install();
buildPages();
const { bundleEdge, packagesOfPages } = await import("./edge-bundle.mjs");
const { thirdParty } = await import("./third-party.mjs");

const manifest = JSON.parse(readFileSync(join(edge, "package.json"), "utf8"));
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
if (manifest.version !== version)
  giveUp(`edge-sim/package.json has version ${manifest.version}, package.json ${version}.`);

rmSync(made, { recursive: true, force: true });
mkdirSync(join(made, "program"), { recursive: true });
const packages = [...(await bundleEdge(join(made, "program"))), ...(await packagesOfPages())];
writeFileSync(join(made, "THIRD-PARTY.md"), thirdParty(packages));
cpSync(join(root, "dist/web"), join(made, "pages"), { recursive: true });
cpSync(join(edge, "bin"), join(made, "bin"), { recursive: true });
for (const file of ["package.json", "node-options.json", "README.md"]) copyFileSync(join(edge, file), join(made, file));
copyFileSync(join(root, "LICENSE"), join(made, "LICENSE"));

mkdirSync(target, { recursive: true });
const packed = spawnSync("npm", ["pack", "--silent", "--offline", "--pack-destination", target], {
  cwd: made,
  env: environment(),
  encoding: "utf8",
  stdio: ["ignore", "pipe", "inherit"],
});
if (packed.status !== 0) giveUp("npm pack failed; see above.");
const file = join(target, packed.stdout.trim());
const megabytes = (statSync(file).size / 1e6).toFixed(1);
console.log(`${relative(root, file)}: ${megabytes} MB, with ${new Set(packages).size} packages inside.`);
