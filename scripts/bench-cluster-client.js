// The benchmark's own connection to an API server: a pool of sockets that stay open, and nothing clever.
import { Agent, request } from 'node:https';

export class Client {
  #server;
  #headers;
  #agent;

  /** `ca`, `cert` and `key` as TLS takes them; `headers` hold a token where there is one. */
  constructor({ server, headers, sockets, ...tls }) {
    this.#server = server;
    this.#headers = headers;
    this.#agent = new Agent({ keepAlive: true, maxSockets: sockets, ...tls });
  }

  /** Sends a request and reads the answer to its end; `onChunk` sees each piece of it. */
  send(method, path, body, onChunk) {
    const headers = { ...this.#headers, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    return new Promise((resolve, reject) => {
      const outgoing = request(`${this.#server}${path}`, { method, agent: this.#agent, headers }, response => {
        response.on('data', onChunk);
        response.on('error', reject);
        response.on('end', () => resolve(response.statusCode));
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  /** The answer as an object; throws what the server says where it refuses. */
  async json(method, path, object) {
    const chunks = [];
    const status = await this.send(method, path, object === undefined ? undefined : JSON.stringify(object), chunk => chunks.push(chunk));
    const answer = JSON.parse(Buffer.concat(chunks).toString());
    if (status >= 300) throw Object.assign(new Error(`${method} ${path}: ${String(status)} ${String(answer.message)}`), { status });
    return answer;
  }

  close() {
    this.#agent.destroy();
  }
}

/** Works through items, so many at a time. */
export async function each(items, atOnce, work) {
  const waiting = items.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of waiting) await work(item);
    }),
  );
}
