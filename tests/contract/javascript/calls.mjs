// Makes the calls that it is told by its standard input, each [method, arguments], one by one, and
// writes what came of each. It is all one whether a call is refused: what counts is the request.

import { text } from "node:stream/consumers";

import { client } from "./sdk.mjs";

const sdk = client(process.argv[2], process.env.WFDESK_PRACTICE_TOKEN);

for (const [method, args] of JSON.parse(await text(process.stdin))) {
  const places = method.split(".");
  const name = places.pop();
  const resource = places.reduce((above, place) => above[place], sdk);
  const outcome = await resource[name](...args).then(() => "done", (error) => error.message);
  console.log(JSON.stringify(`${method}: ${outcome}`));
}
