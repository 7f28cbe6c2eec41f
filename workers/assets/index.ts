import { WorkerEntrypoint } from "cloudflare:workers";

interface Env {
  ASSETS: Fetcher;
}

/** The built pages. Headers and names of routes are the gateway's business. */
export class AssetService extends WorkerEntrypoint<Env> {
  override fetch(request: Request): Promise<Response> {
    return this.env.ASSETS.fetch(request);
  }
}

export default {
  fetch: (request: Request, env: Env): Promise<Response> => env.ASSETS.fetch(request),
};
