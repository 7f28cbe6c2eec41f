import type { Failure } from "../core/protocol/index.ts";

/** A page for people to whom no other page can be shown. Says nothing of the request: there is nothing to inject. */
export function errorPage(refused: Failure): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Skerry</title>
<h1>${refused.code === "NOT_FOUND" ? "Nothing here" : "That did not work"}</h1>
<p>${refused.message}</p>
<p><a href="/">To the start page</a></p>
</html>
`;
}
