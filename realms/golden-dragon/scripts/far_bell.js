// The chapel's bell in Whisperwood, as it is heard under the open sky of the town.

function onNews(event) {
  if (event.kind === "bell") world.narrate("Beyond the southern roofs, far out among the trees, a bell speaks once.");
}
