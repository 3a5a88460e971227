// The token, the site and the structure of its content.

import assert from "node:assert/strict";

import { schemas } from "./sdk.mjs";

export async function collectionOf(sdk, site, slug) {
  const { collections } = await sdk.collections.list(site.id);
  return collections.find((each) => each.slug === slug).id;
}

export const steps = {
  "a property that the SDK does not know is no success": async () => {
    const lenient = { unrecognizedObjectKeys: "passthrough", skipValidation: true };
    assert.throws(() => schemas.Site.parseOrThrow({ id: "5", mood: "good" }, lenient), /mood/);
    assert.throws(() => schemas.Site.parseOrThrow({}, lenient), /id/);
  },

  "the token tells of itself": async (sdk) => {
    assert.match((await sdk.token.authorizedBy()).email, /@/);
    assert.match((await sdk.token.introspect()).authorization.scope, /cms:write/);
  },

  "the site is read and published": async (sdk, site) => {
    assert.equal((await sdk.sites.get(site.id)).displayName, site.displayName);
    const { customDomains } = await sdk.sites.getCustomDomain(site.id);
    const done = await sdk.sites.publish(site.id, {
      customDomains: customDomains.map((domain) => domain.id),
      publishToWebflowSubdomain: true,
    });
    assert.equal(done.publishToWebflowSubdomain, true);
  },
};
