import { expect, test } from "vitest";
import { listRules } from "../../../src/catalogue/list-rules.ts";
import { shippedCatalogue } from "../../support/shipped-catalogue.ts";

const rows = listRules(shippedCatalogue());

test("lists credentials with their provider and rules without", () => {
  expect(rows).toContainEqual({
    id: "stripe.secret-key",
    title: "Stripe secret or restricted key",
    severity: "critical",
    provider: "stripe",
  });
  expect(rows).toContainEqual({ id: "github-token", title: "GitHub token", severity: "high" });
});

test("is sorted by id in byte order", () => {
  const ids = rows.map(({ id }) => id);
  expect(ids).toEqual(ids.toSorted());
});

test("leaves out what is public by design", () => {
  expect(rows.map(({ id }) => id)).not.toContain("stripe.publishable-key");
});
