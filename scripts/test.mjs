// npm test: everything. `npm test -- --fast` leaves out what needs a browser or kills processes.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { buildPages, environment, giveUp, install, node24, root } from "./prepare.mjs";

const fast = process.argv.includes("--fast");
const bin = (name) => join(root, "node_modules/.bin", name);
const started = Date.now();

install();
buildPages();
if (!fast) findBrowser();

step("types", [bin("tsc"), "-b"]);
step("lint and format", [bin("biome"), "check", "--error-on-warnings"]);
step("size of the pages", [node24, join(root, "web/check-size.ts")]);
step("unit, conformance", vitest("node", fast ? ["--exclude", "conformance/*crash.test.ts"] : []));
step("in the runtime", vitest("workerd"));
if (!fast) step("in the browser", vitest("browser"));

console.log(`\nEverything passed in ${Math.round((Date.now() - started) / 1000)} s.`);

function vitest(project, more = []) {
  return [
    node24,
    "--disable-warning=ExperimentalWarning",
    join(root, "node_modules/vitest/vitest.mjs"),
    "run",
    "--project",
    project,
    ...more,
  ];
}

function step(name, [command, ...args]) {
  console.log(`\n— ${name}`);
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit", env: environment() });
  if (status !== 0) giveUp(`“${name}” failed: ${[command, ...args].join(" ").replaceAll(`${root}/`, "")}`);
}

/** A missing browser is a failure, not a test that was skipped. */
function findBrowser() {
  const places = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  if (places.some((place) => place && existsSync(place))) return;
  giveUp(
    "The browser tests need Chromium, and none was found.\n" +
      "Debian, Ubuntu:  sudo apt-get install chromium\n" +
      "Elsewhere: install Chromium or Chrome and set CHROMIUM to the path of its program.\n" +
      "Without a browser:  npm test -- --fast",
  );
}
