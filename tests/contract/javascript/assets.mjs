// Files and their folders.

import assert from "node:assert/strict";

const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

async function everyAsset(sdk, site) {
  const found = [];
  for (;;) {
    const page = await sdk.assets.list(site.id, { offset: found.length, limit: 100 });
    if (page.assets.length === 0) {
      assert.equal(new Set(found.map((asset) => asset.id)).size, page.pagination.total);
      return found;
    }
    found.push(...page.assets);
  }
}

export const steps = {
  "files are listed page by page": async (sdk, site) => {
    const [first] = await everyAsset(sdk, site);
    const asset = await sdk.assets.get(first.id);
    assert.deepEqual([asset.id, asset.hostedUrl], [first.id, first.hostedUrl]);
    const shown = await fetch(asset.hostedUrl);
    assert.equal((await shown.arrayBuffer()).byteLength, asset.size);
  },

  "a file is uploaded into a folder, described and deleted": async (sdk, site) => {
    const folder = await sdk.assets.createFolder(site.id, { displayName: "From the SDK" });
    const folders = (await sdk.assets.listFolders(site.id)).assetFolders;
    assert.ok(folders.some((each) => each.id === folder.id));
    const { buffer, byteOffset, byteLength } = PIXEL;
    const upload = await sdk.assets.utilities.createAndUpload(site.id, {
      file: buffer.slice(byteOffset, byteOffset + byteLength),
      fileName: "pixel.png",
      parentFolder: folder.id,
    });
    const shown = await fetch(upload.hostedUrl);
    assert.deepEqual(Buffer.from(await shown.arrayBuffer()), PIXEL);
    assert.deepEqual((await sdk.assets.getFolder(folder.id)).assets, [upload.id]);
    const changed = await sdk.assets.update(upload.id, { displayName: "One pixel" });
    assert.equal(changed.displayName, "One pixel");
    assert.equal((await sdk.assets.get(upload.id)).size, PIXEL.length);
    await sdk.assets.delete(upload.id);
    await assert.rejects(sdk.assets.get(upload.id), { statusCode: 404 });
  },
};
