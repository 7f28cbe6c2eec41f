import type { Context, Hono } from "hono";
import type { ErrorCode } from "../core/protocol/index.ts";
import type { ApiConfig, ApiPorts } from "./ports.ts";

/** What the middleware knows of a request by the time a route runs. */
export interface ApiEnv {
  Variables: {
    /** The request's id, made here. */
    request: string;
    /** The pattern of the route that took it. */
    route?: string;
    /** The origin that the client addressed, from a Host header that has been checked. */
    site: URL;
    /** Why the request was refused. */
    refused?: ErrorCode;
  };
}

export type Api = Hono<ApiEnv>;
export type ApiContext = Context<ApiEnv>;
export type ApiHandler = (c: ApiContext) => Response | Promise<Response>;

/** What every route works with. */
export interface ApiParts {
  ports: ApiPorts;
  config: ApiConfig;
}
