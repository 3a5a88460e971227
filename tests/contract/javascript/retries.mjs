// Makes one item with the SDK as it comes, its retries included, and says what came of it.

import { client } from "./sdk.mjs";
import { collectionOf } from "./site.mjs";

// The pauses between two tries are not what is asked about; the deadline of a request is longer.
const { setTimeout: later } = globalThis;
globalThis.setTimeout = (call, ms, ...rest) => later(call, ms < 10_000 ? 0 : ms, ...rest);

const sdk = client(process.argv[2], process.env.WFDESK_PRACTICE_TOKEN, {});
const site = (await sdk.sites.list()).sites[0];
const places = await collectionOf(sdk, site, "places");
const fieldData = { name: "Dingle", slug: "dingle" };
const made = sdk.collections.items.createItem(places, { fieldData });
console.log(JSON.stringify(await made.then(() => "made", (error) => error.statusCode ?? error.stack)));
