import { describe, expect, test } from "vitest";
import { addNote } from "../../../src/app/incident/change-incident.ts";
import { readIncident } from "../../../src/app/incident/incident-desk.ts";
import {
  incidentDocument,
  listIncidents,
  viewOf,
} from "../../../src/app/incident/incident-view.ts";
import { settleStep } from "../../../src/app/incident/settle-step.ts";
import { chooseStart, openIncident } from "../../../src/app/incident/start-incident.ts";
import { exportIncident, verifyIncident } from "../../../src/app/incident/verify-incident.ts";
import type {
  IncidentAction,
  IncidentDocument,
} from "../../../src/core/documents/incident-document.ts";
import { incidentText } from "../../../src/reporters/incident/incident-human.ts";
import { incidentMarkdown } from "../../../src/reporters/incident/incident-markdown.ts";
import {
  markdownCode,
  markdownLink,
  markdownText,
} from "../../../src/reporters/incident/markdown-text.ts";
import { elapsed, stepText } from "../../../src/reporters/incident/step-human.ts";
import { spanText } from "../../../src/reporters/incident/step-markdown.ts";
import { incidentDesk, incidentShop } from "../../support/incident-desk.ts";

const context = {
  columns: 80,
  invocation: "sudo iptvbp-guard",
  target: "--config /etc/x.yaml",
  exists: () => true,
  nowMs: Date.parse("2026-11-24T10:31:07Z"),
};

async function documents(note: string) {
  const desk = incidentDesk(incidentShop(), {
    operator: "jo|x",
    wallNow: () => new Date("2026-11-24T09:31:07Z"),
  });
  const chosen = await chooseStart(desk, { playbook: "stripe-key" }, async ([led]) => led!);
  const { id } = openIncident(desk, chosen, "used");
  settleStep(desk, id, { outcome: "failed", reason: note });
  addNote(desk, id, { text: note, aware: true });
  const view = () => viewOf(desk, readIncident(desk, id));
  const shown = (action: IncidentAction) => incidentDocument(desk, action, view());
  const all: Readonly<Record<string, IncidentDocument>> = {
    status: shown("status"),
    close: shown("close"),
    step: shown("step"),
    list: incidentDocument(desk, "list", null, { incidents: listIncidents(desk) }),
    verify: verifyIncident(desk, id, []),
    export: exportIncident(desk, id),
  };
  return all;
}

describe("what people read", () => {
  test("fits into 80 columns, but for commands and addresses that can be copied", async () => {
    for (const [name, document] of Object.entries(await documents("Stripe is down"))) {
      const long = incidentText(document, context)
        .split("\n")
        .filter((line) => line.length > 80 && !/^\s*(sudo iptvbp-guard|https:)/.test(line));
      expect(long, name).toEqual([]);
    }
  });

  test("says what failed, that it is only stated, and what to type next", async () => {
    const { status } = await documents("Stripe is down");
    const text = incidentText(status!, context);
    expect(text).toMatch(
      /\[!\] 1 {2}Revoke the key {3}failed 2026-11-24 09:31 UTC by jo\|x, as stated/,
    );
    expect(text).toMatch(/Step 2 of 6 .*01:00:00 since start/);
    expect(text).toMatch(/incident step done --config \/etc\/x\.yaml --step replace/);
    expect(text).toMatch(/tell the data-protection authority: by 2026-11-27 09:31 UTC, running/);
  });

  test("says what belongs to no credential in particular", async () => {
    const desk = incidentDesk(incidentShop());
    const chosen = await chooseStart(desk, { playbook: "stripe-key" }, async ([led]) => led!);
    const { id } = openIncident(desk, chosen, "exposed");
    const view = viewOf(desk, readIncident(desk, id));
    const [step] = view.steps;
    const whose = stepText(view, step!, context).flatMap(
      (line) => /^ {2}For +(.*)/.exec(line)?.[1] ?? [],
    );
    expect(whose.length).toBeGreaterThan(2);
    expect(whose.at(-1)).toBe("in general");
    expect(step!.lines.at(-1)?.about).toBeUndefined();
    const general = step!.lines.flatMap(({ about }, index) => (about === undefined ? [index] : []));
    expect(general).toEqual([step!.lines.length - 1]);
  });

  test("what an operator typed steers neither a terminal nor a page", async () => {
    const evil = "\u001b[2J<script>a</script> | `x` [a](https://evil.example) # *b* \u202e";
    const all = await documents(evil);
    for (const document of Object.values(all)) {
      // eslint-disable-next-line no-control-regex -- none may be left
      expect(incidentText(document, context)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    }
    const page = incidentMarkdown(all["export"]!);
    expect(page).not.toMatch(/(?<!\\)<script|(?<!\\)\[a\]|\u202e/);
    expect(page).not.toContain("\u001b");
    const [row = ""] = page
      .split("\n")
      .filter((line) => line.includes("x1b") && line.startsWith("|"));
    expect(row.match(/(?<!\\)\|/g)).toHaveLength(5);
    expect(page).toContain(String.raw`jo\|x`);
  });
});

test.each([
  ["plain text, as it is. 0.1.0", "plain text, as it is. 0.1.0"],
  [
    "a*b_c_d_ <e> `f` [g](h) | i ~j~ \\k",
    String.raw`a\*b_c_d\_ \<e\> \`f\` \[g\](h) \| i \~j\~ \\k`,
  ],
  ["# no heading", String.raw`\# no heading`],
  ["- no list", String.raw`\- no list`],
  ["1. no list", String.raw`1\. no list`],
  ["&lt; &#60; a & b", String.raw`\&lt; \&#60; a & b`],
  ["two\nlines", "two lines"],
])("%j is written as %j in Markdown", (text, markdown) => {
  expect(markdownText(text)).toBe(markdown);
});

test("code and addresses cannot break out", () => {
  expect(markdownCode("a`b|c")).toBe(String.raw`\`a'b\|c\``.replaceAll("\\`", "`"));
  expect(markdownLink("https://dashboard.stripe.com/apikeys")).toBe(
    "<https://dashboard.stripe.com/apikeys>",
  );
  expect(markdownLink("javascript:alert(1)")).toBe("`javascript:alert(1)`");
});

test.each([
  [0, "00:00:00"],
  [-5, "00:00:00"],
  [9_999, "00:00:09"],
  [3_723_000, "01:02:03"],
  [90_000_000, "1 d 01:00:00"],
])("%i ms are %s", (milliseconds, text) => {
  expect(elapsed(milliseconds)).toBe(text);
});

test.each([
  [15, "15 minutes"],
  [60, "1 hour"],
  [4320, "72 hours"],
  [10_080, "7 days"],
  [90, "90 minutes"],
])("%i minutes are %s", (minutes, text) => {
  expect(spanText(minutes)).toBe(text);
});
