import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { audits } from "../../src/audits/index.ts";
import { loadPlaybooks } from "../../src/catalogue/load-playbooks.ts";
import { registered } from "../../src/cli/registered.ts";
import type { AffectedCredential } from "../../src/core/incident/incident.ts";
import { incidentModes } from "../../src/core/knowledge/playbook.ts";
import { incidentParts } from "../../src/core/knowledge/provider.ts";
import { matchesGlob } from "../../src/core/text/select-ids.ts";
import { fillSteps } from "../../src/incident/fill-steps.ts";
import { readRuleFiles } from "../../src/platform/rule-files.ts";
import { shippedCatalogue } from "../support/shipped-catalogue.ts";

const files = readRuleFiles().filter(({ path }) => path.startsWith("rules/playbooks/"));
const catalogue = shippedCatalogue();
const { providers } = catalogue;
const playbooks = loadPlaybooks(files, catalogue);
const url = new URL("../../rules/schema/playbook.schema.json", import.meta.url);
const validate = new Ajv2020({ allErrors: true, strict: true, strictRequired: false }).compile(
  JSON.parse(readFileSync(url, "utf8")),
);

const everyCredential: readonly AffectedCredential[] = providers.flatMap(({ id, credentials }) =>
  credentials
    .filter((spec) => !spec.public)
    .map((spec) => ({ id: spec.id, title: spec.title, provider: id })),
);

test("the four playbooks are there", () => {
  expect(playbooks.map(({ id }) => id)).toEqual([
    "env-exposed",
    "panel-credentials",
    "secret-in-history",
    "stripe-key",
  ]);
});

test("every provider step says which part of an answer it is", () => {
  const steps = providers.flatMap(({ incident, credentials }) => [
    ...incident,
    ...credentials.flatMap(({ planned, breach }) => [...planned, ...breach]),
  ]);
  expect(steps.length).toBeGreaterThan(100);
  expect(steps.filter(({ part }) => part === undefined)).toEqual([]);
});

describe.each(files)("$path", ({ path, text }) => {
  test("fits the schema, which refuses an unknown key", () => {
    validate(parse(text));
    expect(validate.errors ?? []).toEqual([]);
    expect(validate({ ...parse(text), playbok: 1 })).toBe(false);
  });

  test("an unknown key is named with its place and the nearest known one", () => {
    const broken = text.replace("    done-when:", "    done-wen:");
    const line = broken.slice(0, broken.indexOf("    done-wen:")).split("\n").length;
    expect(() => loadPlaybooks([{ path, text: broken }], catalogue)).toThrow(
      expect.objectContaining({
        message: `${path}:${line}:5: unknown key "done-wen"`,
        hints: ['did you mean "done-when"?'],
      }),
    );
  });

  test("repeats no address that a provider file knows", () => {
    const known = new Set(
      [
        ...JSON.stringify(
          providers.map(({ incident, credentials }) => [incident, credentials]),
        ).matchAll(urls),
      ].map(([address]) => new URL(address).hostname),
    );
    const [facts = ""] = text.split("\nsources:");
    const own = [...facts.matchAll(urls)].map(([address]) => new URL(address).hostname);
    expect(own.filter((host) => known.has(host))).toEqual([]);
    expect(known.has("dashboard.stripe.com")).toBe(true);
  });
});

const urls = /https:\/\/[^\s"',}]+/g;

describe.each(playbooks)("$id", (playbook) => {
  test("asks only what two minutes can answer", () => {
    expect(playbook.triage.length).toBeGreaterThanOrEqual(3);
    for (const { minutes } of playbook.triage) expect(minutes).toBeLessThanOrEqual(2);
  });

  test("revokes first when it is used, and makes the new one first when it is not", () => {
    expect(playbook.modes.used.order).toEqual(incidentParts);
    expect(playbook.modes.exposed.order.slice(0, 2)).toEqual(["replace", "revoke"]);
  });

  test("leads from audits, credentials and rules that exist", () => {
    const auditIds = audits.map(({ meta }) => meta.id);
    const ids = everyCredential.map(({ id }) => id);
    for (const lead of playbook.leads) {
      for (const glob of lead.audits) {
        expect(
          auditIds.some((id) => matchesGlob(glob, id)),
          glob,
        ).toBe(true);
      }
      for (const glob of lead.rules) {
        expect(
          ids.some((id) => matchesGlob(glob, id)),
          glob,
        ).toBe(true);
      }
    }
    for (const glob of playbook.credentials) {
      expect(
        ids.some((id) => matchesGlob(glob, id)),
        glob,
      ).toBe(true);
    }
  });

  test.each(playbook.steps)("step $id: says who, why, what to keep, what not to do", (step) => {
    expect(step.evidence.length).toBeGreaterThan(0);
    expect(step.not.length).toBeGreaterThan(0);
    for (const text of step.not) expect(text).toMatch(/^do not /);
    for (const line of step.lines) {
      if (line.kind === "text" && line.run !== undefined) {
        expect(registered).toContain(line.run.split(" ")[0]);
      }
    }
  });

  test.each(incidentModes)("mode %s: no step is empty, whatever is affected", (mode) => {
    for (const credential of everyCredential) {
      const steps = fillSteps(playbook, { providers, affected: [credential], mode }, {});
      expect(steps.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
      for (const { lines, id } of steps) {
        expect(lines.length, `${credential.id} ${id}`).toBeGreaterThan(0);
        expect(lines.map((line) => line.do).join(" ")).not.toMatch(/[{}]/);
      }
      const change = steps.filter(({ id }) => id === "revoke" || id === "replace");
      const own = change.flatMap(({ lines }) => lines.filter(({ about }) => about));
      expect(own.length, credential.id).toBeGreaterThanOrEqual(2);
    }
  });
});
