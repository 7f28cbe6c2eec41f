// Builds the pages where they are missing or older than their sources: what wrangler runs before it starts.
import { buildPages } from "./prepare.mjs";

buildPages();
