// The SDK as it comes, but strict: where an answer does not fit its own schemas it only warns, and
// of a property that they lack it says nothing. Here either makes the call fail.

import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const STRICT = {
  skipValidation: false,
  allowUnrecognizedUnionMembers: false,
  allowUnrecognizedEnumValues: false,
};

// An object of the specification that may hold anything (the validations of a field) has become one
// with nothing but a property of this name.
const isOpen = (schema) => schema._getRawProperties?.().join() === "additionalProperties";

function demands(schema, options) {
  const unrecognizedObjectKeys = isOpen(schema) ? "passthrough" : "fail";
  return { ...options, ...STRICT, unrecognizedObjectKeys };
}

// Every schema gets its entrances from this function, so it is replaced before the first is made.
const utils = require("webflow-api/core/schemas/builders/schema-utils/getSchemaUtils.js");
const { getSchemaUtils } = utils;
utils.getSchemaUtils = (schema) =>
  getSchemaUtils({
    ...schema,
    parse: (raw, options) => schema.parse(raw, demands(schema, options)),
    json: (parsed, options) => schema.json(parsed, demands(schema, options)),
  });

const { WebflowClient } = require("webflow-api");
export const schemas = require("webflow-api/serialization");

// What the API answers and this SDK does not know, by its schemas.
const LATER = [
  // A field that was just made is answered as any other is (storipress/webflow-sdk, seen live, wants
  // its slug); the SDK has these two only where a field is read.
  [schemas.StaticField, "slug", "validations"],
  [schemas.OptionField, "slug", "validations"],
  [schemas.ReferenceField, "slug", "validations"],
  // Where a file lies: the public specification, of a list of files.
  [schemas.Asset, "folderId"],
  // Whether the site was published or one page: the public specification.
  [schemas.SitesPublishResponse, "publishScope"],
];

for (const [schema, ...later] of LATER) {
  const isKnown = ([name]) => !later.includes(name);
  for (const entrance of ["parse", "parseOrThrow"]) {
    const enter = schema[entrance];
    schema[entrance] = (raw, options) =>
      enter(Object.fromEntries(Object.entries(raw).filter(isKnown)), options);
  }
}

// Whoever asks for several items is answered several; the SDK has the answer for one. (The contract
// has the same hole.)
for (const schema of [schemas.CollectionItem, schemas.BulkCollectionItem]) {
  const { parseOrThrow } = schema;
  const { parseOrThrow: parseItem } = schemas.CollectionItem;
  schema.parseOrThrow = (raw, options) =>
    raw.items
      ? { items: raw.items.map((item) => parseItem(item, options)) }
      : parseOrThrow(raw, options);
}

// Some calls of the SDK do not heed what the client was told of retries: they are told each time.
export const ONCE = { maxRetries: 0 };

export function client(url, accessToken, options = ONCE) {
  const environment = { base: url, dataApi: url, contentDeliveryApi: url };
  return new WebflowClient({ environment, accessToken, timeoutInSeconds: 20, ...options });
}
