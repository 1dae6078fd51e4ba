import { join } from "node:path";
import type { WebSite } from "../../src/core/install/install.ts";
import type { askingClient } from "./asking-client.ts";
import { markerOf, requestsFor, servedFiles } from "./served-tree.ts";

export interface ComparedSite {
  readonly name: string;
  readonly host: string;
  readonly shop: string;
  readonly site: WebSite;
  /** Generated with something that no reader of its text can decide. */
  readonly isUndecidable: boolean;
}

export interface Comparison {
  /** Sentences; none when the program and the server agree. */
  readonly wrong: readonly string[];
  readonly served: number;
  readonly closed: number;
  readonly undecided: number;
}

type Client = ReturnType<typeof askingClient>;

/** Asks a running server for every file in every spelling and holds `urlOf` against it. */
export async function compareServed(
  sites: readonly ComparedSite[],
  client: Client,
): Promise<Comparison> {
  const wrong: string[] = [];
  const tally = { served: 0, closed: 0, undecided: 0 };
  const paths = [...new Set(servedFiles.flatMap(requestsFor))];
  for (const { name, host, shop, site, isUndecidable } of sites) {
    const replies = await Promise.all(
      paths.map(async (path) => ({ path, body: (await client.ask(host, path)).body })),
    );
    for (const file of servedFiles) {
      const marker = markerOf(shop, file);
      const given = replies.find(({ body }) => body.includes(marker))?.path;
      const answer = site.urlOf(join(shop, file));
      if (answer.kind === "found") {
        tally.served += 1;
        if (!(await gives(client, host, answer.value, marker))) {
          const instead = given === undefined ? "" : `, ${given} does`;
          wrong.push(`${name}: ${answer.value} does not give ${file}${instead}`);
        }
      } else if (answer.kind === "absent") {
        tally.closed += 1;
        if (given !== undefined) wrong.push(`${name}: ${given} gives ${file}, said to be closed`);
      } else {
        tally.undecided += 1;
        if (!isUndecidable) wrong.push(`${name}: ${file} is undecided: ${answer.reason.text}`);
      }
    }
  }
  return { wrong, ...tally };
}

/** Static files are sent for POST too, which a rule about GET forgets. */
async function gives(client: Client, host: string, path: string, marker: string) {
  for (const method of ["GET", "POST"]) {
    if ((await client.ask(host, path, method)).body.includes(marker)) return true;
  }
  return false;
}
