import { describe, expect, it } from "vitest";
import { apacheSite } from "../support/apache-configurations.ts";
import { compareServed } from "../support/compare-served.ts";
import { startServer } from "../support/generated-servers.ts";
import { needProgram } from "../support/need-program.ts";
import { nginxSite } from "../support/nginx-configurations.ts";

const count = Number(process.env["GUARD_SERVED_COUNT"] ?? 80);
const first = Number(process.env["GUARD_SERVED_FIRST"] ?? 1);
const numbers = Array.from({ length: count }, (_, index) => first + index);

describe.each([
  { kind: "nginx", program: "nginx", make: nginxSite },
  { kind: "apache", program: "apache2", make: apacheSite },
] as const)("what urlOf says of $kind, asked from a real one", ({ kind, program, make }) => {
  it(`agrees for ${count} generated sites`, async ({ skip }) => {
    needProgram(skip, program);
    const generated = numbers.map((number) => ({ number, ...make(number) }));
    if (process.env["SHOW"])
      for (const g of generated)
        console.log([...g.lines, "----", JSON.stringify(g.accessFiles, null, 1)].join("\n"));
    const { sites, client } = await startServer(kind, generated);
    const { wrong, served, closed, undecided } = await compareServed(sites, client);
    client.close();
    console.log({ served, closed, undecided });
    expect(wrong).toEqual([]);
    // Otherwise agreeing would be no merit.
    const all = served + closed + undecided;
    expect(undecided / all).toBeLessThan(0.1);
    expect(served / all).toBeGreaterThan(0.15);
    expect(closed / all).toBeGreaterThan(0.3);
  });
});
