import { Agent, request } from "node:http";

export interface Reply {
  readonly status: number;
  readonly body: string;
}

/** Asks one server on loopback, its connections kept open, a few requests at a time. */
export function askingClient(port: number, at = 8) {
  const agent = new Agent({ keepAlive: true, maxSockets: at });
  const ask = (host: string, path: string, method = "GET"): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const options = { agent, port, host: "127.0.0.1", path, method, headers: { host } };
      request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
        );
        response.on("error", reject);
      })
        .on("error", reject)
        .end();
    });
  return { ask, close: () => agent.destroy() };
}
