// Collections and their fields.

import assert from "node:assert/strict";

import { collectionOf } from "./site.mjs";

export const steps = {
  "the schema is read": async (sdk, site) => {
    const { fields } = await sdk.collections.get(await collectionOf(sdk, site, "recipes"));
    assert.equal(new Set(fields.map((field) => field.type)).size, 17);
    assert.deepEqual(fields.slice(-2).map((field) => field.slug), ["name", "slug"]);
  },

  "collections and fields come and go": async (sdk, site) => {
    const made = await sdk.collections.create(site.id, {
      displayName: "Tools",
      singularName: "Tool",
    });
    const { fields } = sdk.collections;
    const field = await fields.create(made.id, { type: "PlainText", displayName: "Maker" });
    const changed = await fields.update(made.id, field.id, { displayName: "Made by" });
    assert.deepEqual([changed.slug, changed.displayName], ["maker", "Made by"]);
    const choices = { options: [{ name: "Small" }, { name: "Large" }] };
    await fields.create(made.id, { type: "Option", displayName: "Size", metadata: choices });
    const metadata = { collectionId: await collectionOf(sdk, site, "places") };
    await fields.create(made.id, { type: "Reference", displayName: "From", metadata });
    await fields.delete(made.id, field.id);
    const left = (await sdk.collections.get(made.id)).fields.map((each) => each.slug);
    assert.deepEqual(left, ["size", "from", "name", "slug"]);
    await sdk.collections.delete(made.id);
  },
};
