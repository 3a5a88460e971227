// Pages and components, read and translated.

import assert from "node:assert/strict";

export const steps = {
  "a page is read and its settings are changed": async (sdk, site) => {
    const { pages, pagination } = await sdk.pages.list(site.id);
    assert.equal(pages.length, pagination.total);
    const page = pages.find((each) => each.slug === "contact");
    const words = { title: "Write to us", seo: { title: "Write to us" } };
    const changed = await sdk.pages.updatePageSettings(page.id, words);
    const held = await sdk.pages.getMetadata(page.id);
    assert.equal(held.title, "Write to us");
    assert.equal(changed.seo.title, "Write to us");
    const localeId = site.locales.secondary[0].id;
    await sdk.pages.updatePageSettings(page.id, { localeId, title: "Écrivez-nous" });
    assert.equal((await sdk.pages.getMetadata(page.id, { localeId })).title, "Écrivez-nous");
    assert.equal((await sdk.pages.getMetadata(page.id)).title, "Write to us");
  },

  "a page is translated": async (sdk, site) => {
    const localeId = site.locales.secondary[0].id;
    const { pages } = await sdk.pages.list(site.id, { localeId, limit: 100, offset: 0 });
    const page = pages.find((each) => each.slug === "contact");
    const { nodes } = await sdk.pages.getContent(page.id);
    const types = new Set(nodes.map((node) => node.type));
    for (const type of ["text", "image", "select", "component-instance"]) {
      assert.ok(types.has(type), `a page with a node of the type ${type}`);
    }
    const text = nodes.find((node) => node.type === "text");
    const done = await sdk.pages.updateStaticContent(page.id, {
      localeId,
      nodes: [{ nodeId: text.id, text: "<h1>Bonjour</h1>" }],
    });
    assert.deepEqual(done, { errors: [] });
    const translated = (await sdk.pages.getContent(page.id, { localeId })).nodes;
    assert.equal(translated.find((node) => node.id === text.id).text.text, "Bonjour");
  },

  "a component is read and translated": async (sdk, site) => {
    const localeId = site.locales.secondary[0].id;
    const { components } = await sdk.components.list(site.id);
    const box = components.find((each) => each.name === "Newsletter box").id;
    const [text] = (await sdk.components.getContent(site.id, box)).nodes;
    const nodes = [{ nodeId: text.id, text: "<p>Bonjour</p>" }];
    const done = await sdk.components.updateContent(site.id, box, { localeId, nodes });
    assert.deepEqual(done, { errors: [] });
    const translated = await sdk.components.getContent(site.id, box, { localeId });
    assert.equal(translated.nodes[0].text.html, "<p>Bonjour</p>");
    const [{ propertyId }] = (await sdk.components.getProperties(site.id, box)).properties;
    const properties = [{ propertyId, text: "Une lettre" }];
    await sdk.components.updateProperties(site.id, box, { localeId, properties });
    const shown = await sdk.components.getProperties(site.id, box, { localeId });
    assert.equal(shown.properties[0].text.text, "Une lettre");
  },
};
