// The program that a scan is compared with: fetches lists page by page, reads every body to its end, and parses nothing.
//   node bench-cluster-get.js CONNECTION-FILE PATH...
import { readFileSync } from 'node:fs';
import { Client, each } from './bench-cluster-client.js';

const [connection, ...paths] = process.argv.slice(2);
/** As many lists at a time as a scan asks for. */
const AT_ONCE = 3;
const client = new Client({ ...JSON.parse(readFileSync(connection, 'utf8')), sockets: AT_ONCE });

/** The token of the next page stands at the beginning of an answer. */
async function page(path, token) {
  let head = '';
  const query = `?limit=500${token === '' ? '' : `&continue=${encodeURIComponent(token)}`}`;
  const status = await client.send('GET', `${path}${query}`, undefined, chunk => {
    if (head.length < 2000) head += chunk.toString('latin1', 0, 2000);
  });
  if (status !== 200) throw new Error(`GET ${path}: ${String(status)}`);
  return /^[^[]*?"continue":"([^"]+)"/.exec(head)?.[1] ?? '';
}

await each(paths, AT_ONCE, async path => {
  let token = '';
  do token = await page(path, token);
  while (token !== '');
});
client.close();
