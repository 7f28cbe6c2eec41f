import type { PageType, PageTypes } from "./page-types.ts";

/** A JSON Schema as a comparison wants it: defaults and dialect left out, bounds inclusive, lists in order. */
export type PlainSchema = Record<string, unknown>;

/** The JSON Schema of a page's type. */
export function schemaOf(type: PageType, types: PageTypes): PlainSchema {
  switch (type.kind) {
    case "name": {
      const named = types.get(type.name);
      if (!named) throw new Error(`the page says nothing of ${type.name}`);
      return schemaOf(named, types);
    }
    case "literal":
      return { enum: [type.value] };
    case "number":
      return { type: "integer", minimum: type.least, maximum: type.most };
    case "text":
      return { type: "string", ...(Number.isFinite(type.most) ? { maxLength: type.most } : {}) };
    case "boolean":
      return { type: "boolean" };
    case "value":
      return {};
    case "list": {
      const size = type.length === null ? {} : { minItems: type.length, maxItems: type.length };
      return { type: "array", items: schemaOf(type.of, types), ...size };
    }
    case "object": {
      const fields = Object.entries(type.fields);
      const properties = Object.fromEntries(fields.map(([name, field]) => [name, schemaOf(field.type, types)]));
      const required = fields.filter(([, { optional }]) => !optional).map(([name]) => name);
      return { type: "object", properties, required: required.sort(), additionalProperties: false };
    }
    case "union": {
      const ways = type.of.map((way) => schemaOf(way, types));
      const values = ways.flatMap((way) => (Array.isArray(way["enum"]) ? (way["enum"] as unknown[]) : []));
      return values.length === ways.length ? { enum: values.sort() } : { oneOf: ways };
    }
    default:
      throw new Error(`clients send no ${type.kind}`);
  }
}

/** A JSON Schema as zod writes it, in the same form. */
export function plainSchema(schema: unknown): PlainSchema {
  const { $schema: _, default: _default, ...rest } = schema as PlainSchema;
  if ("const" in rest) return { enum: [rest["const"]] };
  if (Array.isArray(rest["enum"])) return { enum: [...rest["enum"]].sort() };
  if (Array.isArray(rest["oneOf"])) return { oneOf: rest["oneOf"].map(plainSchema) };
  if (rest["type"] === "integer") {
    const beyond = rest["exclusiveMaximum"];
    return {
      type: "integer",
      minimum: rest["minimum"],
      maximum: typeof beyond === "number" ? beyond - 1 : rest["maximum"],
    };
  }
  if (rest["type"] === "array") return { ...rest, items: plainSchema(rest["items"]) };
  if (rest["type"] !== "object") return rest;
  const properties = Object.entries(rest["properties"] as PlainSchema).map(([name, its]) => [name, plainSchema(its)]);
  const required = [...((rest["required"] as string[] | undefined) ?? [])].sort();
  return { ...rest, properties: Object.fromEntries(properties), required };
}
