// Tells the story to a practice server and writes a line of JSON for each of its steps.
//
//   WFDESK_PRACTICE_TOKEN=... node story.mjs http://127.0.0.1:8000/v2

import { steps as assets } from "./assets.mjs";
import { steps as items } from "./items.mjs";
import { steps as pages } from "./pages.mjs";
import { client } from "./sdk.mjs";
import { steps as site } from "./site.mjs";
import { steps as structure } from "./structure.mjs";

async function told(step, telling) {
  try {
    await telling();
    return { step, error: null };
  } catch (error) {
    // A refusal has its reason in its body; whatever else goes wrong says where it did.
    return { step, error: `${error.stack}\n${JSON.stringify(error.body ?? null)}` };
  }
}

const sdk = client(process.argv[2], process.env.WFDESK_PRACTICE_TOKEN);
const known = (await sdk.sites.list()).sites[0];

const steps = { ...site, ...structure, ...items, ...pages, ...assets };
for (const [step, telling] of Object.entries(steps)) {
  console.log(JSON.stringify(await told(step, () => telling(sdk, known))));
}
