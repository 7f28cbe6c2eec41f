import { createHttpApi } from "../../client/http-api.ts";

/** The HTTP interface of the server that this page came from. */
export const api = createHttpApi();
