// Items, one and many, staged and live.

import assert from "node:assert/strict";

import { ONCE } from "./sdk.mjs";
import { collectionOf } from "./site.mjs";

async function everyItem(sdk, collection) {
  const found = [];
  for (;;) {
    const page = await sdk.collections.items.listItems(collection, {
      offset: found.length,
      limit: 100,
      sortBy: "slug",
      sortOrder: "asc",
    });
    if (page.items.length === 0) {
      return { found, total: page.pagination.total };
    }
    found.push(...page.items);
  }
}

async function made(sdk, places, name) {
  const fieldData = { name, slug: `${name.toLowerCase()}-js` };
  return await sdk.collections.items.createItem(places, { fieldData }, ONCE);
}

export const steps = {
  "a list is read page by page": async (sdk, site) => {
    const recipes = await collectionOf(sdk, site, "recipes");
    const { found, total } = await everyItem(sdk, recipes);
    assert.equal(new Set(found.map((item) => item.id)).size, total);
    assert.ok(total > 100);
    const { name, slug } = found[7].fieldData;
    const named = await sdk.collections.items.listItems(recipes, { name, slug });
    assert.deepEqual(named.items.map((item) => item.id), [found[7].id]);
  },

  "a list is narrowed to what was published in some days": async (sdk, site) => {
    const recipes = await collectionOf(sdk, site, "recipes");
    const { found } = await everyItem(sdk, recipes);
    const days = found.map((item) => item.lastPublished).filter(Boolean).sort();
    const [from, to] = [days[10], days[20]];
    const lastPublished = { gte: new Date(from), lte: new Date(to) };
    const { items } = await sdk.collections.items.listItems(recipes, { lastPublished });
    const meant = found.filter((item) => from <= item.lastPublished && item.lastPublished <= to);
    assert.ok(meant.length < found.length);
    assert.deepEqual(
      items.map((item) => item.id).sort(),
      meant.map((item) => item.id).sort(),
    );
  },

  "an item is made, changed, published, unpublished and deleted": async (sdk, site) => {
    const places = await collectionOf(sdk, site, "places");
    const { items } = sdk.collections;
    const cork = await made(sdk, places, "Cork");
    assert.equal(cork.lastPublished, undefined);
    const fieldData = { name: "Corcaigh" };
    const changed = await items.updateItem(places, cork.id, { fieldData }, ONCE);
    assert.equal(changed.fieldData.name, "Corcaigh");
    const done = await items.publishItem(places, { itemIds: [cork.id] });
    assert.deepEqual(done, { publishedItemIds: [cork.id], errors: [] });
    const live = await items.getItemLive(places, cork.id);
    assert.ok(live.lastPublished >= live.lastUpdated);
    const listed = await items.listItemsLive(places, { slug: "cork-js" });
    assert.deepEqual(listed.items.map((item) => item.id), [cork.id]);
    await items.deleteItemLive(places, cork.id);
    assert.equal((await items.getItem(places, cork.id)).lastPublished, undefined);
    await items.deleteItem(places, cork.id);
    assert.deepEqual((await items.listItems(places, { slug: "cork-js" })).items, []);
  },

  "items are made, changed, published and deleted together": async (sdk, site) => {
    const places = await collectionOf(sdk, site, "places");
    const { items } = sdk.collections;
    const both = [await made(sdk, places, "Bantry"), await made(sdk, places, "Kinsale")];
    const renamed = both.map(({ id, fieldData }) => ({
      id,
      fieldData: { name: `${fieldData.name} II` },
    }));
    const changed = await items.updateItems(places, { items: renamed, skipInvalidFiles: false });
    assert.deepEqual(changed.items.map((item) => item.fieldData.name), ["Bantry II", "Kinsale II"]);
    const locales = [site.locales.primary.cmsLocaleId];
    const refs = both.map(({ id }) => ({ id, cmsLocaleIds: locales }));
    const { publishedItemIds } = await items.publishItem(places, { items: refs });
    assert.deepEqual(publishedItemIds, both.map((item) => item.id));
    await items.deleteItemsLive(places, { items: refs });
    await items.deleteItems(places, { items: refs });
    assert.deepEqual((await items.listItems(places, { slug: "bantry-js" })).items, []);
  },

  "several items are made by one request": async (sdk, site) => {
    const places = await collectionOf(sdk, site, "places");
    const { items } = sdk.collections;
    const named = (...names) => names.map((name) => ({ name, slug: `${name.toLowerCase()}-js` }));
    const asItems = (fields) => ({ items: fields.map((fieldData) => ({ fieldData })) });
    const bulk = await items.createItems(places, { fieldData: named("Clifden", "Roundstone") });
    const staged = await items.createItem(places, asItems(named("Ennis", "Doolin")), ONCE);
    const live = await items.createItemLive(places, asItems(named("Sligo", "Strandhill")), ONCE);
    const all = [bulk, staged, live].flatMap((answer) => answer.items);
    assert.deepEqual(
      all.map((item) => item.fieldData.name),
      ["Clifden", "Roundstone", "Ennis", "Doolin", "Sligo", "Strandhill"],
    );
    assert.deepEqual(
      all.map((item) => item.isDraft),
      [true, true, true, true, false, false],
    );
    await items.deleteItems(places, { items: all.map(({ id }) => ({ id })) });
  },

  "an item is made in several locales": async (sdk, site) => {
    const places = await collectionOf(sdk, site, "places");
    const { items } = sdk.collections;
    const { primary, secondary } = site.locales;
    const cmsLocaleIds = [primary, ...secondary].map((locale) => locale.cmsLocaleId);
    const fieldData = { name: "Cobh", slug: "cobh-js" };
    const cobh = await items.createItems(places, { cmsLocaleIds, fieldData });
    assert.deepEqual(cobh.cmsLocaleIds, cmsLocaleIds);
    const [, cmsLocaleId] = cmsLocaleIds;
    const body = { cmsLocaleId, fieldData: { name: "Cobh (Irlande)" } };
    await items.updateItem(places, cobh.id, body, ONCE);
    const french = await items.getItem(places, cobh.id, { cmsLocaleId });
    assert.equal(french.cmsLocaleId, cmsLocaleId);
    assert.equal(french.fieldData.name, "Cobh (Irlande)");
    assert.equal((await items.getItem(places, cobh.id)).fieldData.name, "Cobh");
    await items.deleteItem(places, cobh.id, { cmsLocaleId });
    await items.deleteItem(places, cobh.id);
  },

  "an item is made and changed live": async (sdk, site) => {
    const places = await collectionOf(sdk, site, "places");
    const { items } = sdk.collections;
    const fieldData = { name: "Youghal", slug: "youghal-js" };
    const youghal = await items.createItemLive(places, { fieldData }, ONCE);
    const renamed = { fieldData: { name: "Eochaill" } };
    const live = await items.updateItemLive(places, youghal.id, renamed, ONCE);
    assert.equal(live.fieldData.name, "Eochaill");
    const again = { id: youghal.id, fieldData: { name: "Youghal" } };
    await items.updateItemsLive(places, { items: [again] });
    assert.equal((await items.getItemLive(places, youghal.id)).fieldData.name, "Youghal");
    await items.deleteItemsLive(places, { items: [{ id: youghal.id }] });
    assert.equal((await items.getItem(places, youghal.id)).isDraft, true);
  },
};
