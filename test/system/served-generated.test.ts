import { describe, expect, it } from "vitest";
import { absent, blocked } from "../../src/core/look.ts";
import { apacheSite } from "../support/apache-configurations.ts";
import { type ComparedSite, compareServed } from "../support/compare-served.ts";
import { startServer } from "../support/generated-servers.ts";
import { needProgram } from "../support/need-program.ts";
import { nginxSite } from "../support/nginx-configurations.ts";

/** Set both for a longer search: any number has its own site. */
const count = Number(process.env["GUARD_SERVED_COUNT"] ?? 75);
const first = Number(process.env["GUARD_SERVED_FIRST"] ?? 1);
const numbers = Array.from({ length: count }, (_, index) => first + index);

describe.each([
  { kind: "nginx", program: "nginx", make: nginxSite },
  { kind: "apache", program: "apache2", make: apacheSite },
] as const)("what urlOf says of $kind, asked from a real one", ({ kind, program, make }) => {
  it(`agrees for ${count} generated sites`, async ({ skip }) => {
    needProgram(skip, program);
    const generated = numbers.map((number) => ({ number, ...make(number) }));
    const { sites, client } = await startServer(kind, generated);
    const { wrong, served, closed, undecided } = await compareServed(sites, client);
    const liars = await compareServed(sites.slice(0, 5).flatMap(lying), client);
    client.close();
    expect(wrong).toEqual([]);
    // Otherwise agreeing would be no merit.
    const all = served + closed + undecided;
    expect(undecided / all).toBeLessThan(0.1);
    expect(served / all).toBeGreaterThan(0.15);
    expect(closed / all).toBeGreaterThan(0.2);
    const seen = (text: string) => liars.wrong.some((sentence) => sentence.includes(text));
    expect([seen("said to be closed"), seen("does not give"), seen("is undecided")]).toEqual([
      true,
      true,
      true,
    ]);
  });
});

/** Three readers that are always wrong: the comparison has to notice each. */
function lying(compared: ComparedSite): readonly ComparedSite[] {
  const { site } = compared;
  const answers = [absent, { kind: "found", value: "/none" } as const, blocked("parse", "dark")];
  return answers.map((answer) => ({
    ...compared,
    isUndecidable: false,
    site: { ...site, urlOf: () => answer },
  }));
}
