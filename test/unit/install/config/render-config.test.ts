import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../../src/install/config/parse-config.ts";
import { type ConfigDraft, renderConfig } from "../../../../src/install/config/render-config.ts";
import { seededRandom } from "../../../support/mint.ts";
import { shippedCatalogue } from "../../../support/shipped-catalogue.ts";

const catalogue = shippedCatalogue();
const path = "/etc/iptvbp-guard/guard.yaml";

const nasty = [
  "/var/www/shop",
  "/srv/with space/x",
  "/a: b",
  "/quote'\"/x",
  "/# comment",
  "/tab\tx",
  "/new\nline",
  "/ümlaut/é",
  "/{a}/[b]",
  "/true",
  "/back\\slash",
  "/\u001b[31mred",
  "/\u202eevil",
  "/trailing:",
  "/%41",
  "/*alias",
  "/&anchor",
  "/- dash",
];

function draftFrom(seed: number): ConfigDraft {
  const below = seededRandom(seed);
  const one = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const some = <T>(list: readonly T[]) => list.filter(() => below(3) === 0);
  return {
    root: one(nasty),
    rootSource: one(["argument", "root of nginx site \nevil: true", "x # y"]),
    env: some([".env", ".env.production", "a b.env", "true", "null", "7", "~", ".inf", "- x"]),
    ...(below(2) ? { owner: one(["www-data:www-data", "33:33", "shop", "1001"]) } : {}),
    ...(below(2) ? { ownerSource: "php8.2-fpm pool www" } : {}),
    ...(below(4) ? { environment: one(["production", "no", "2024", "on", "staging: x"]) } : {}),
    unsure: below(2) ? { owner: "shop:shop # guess: a\nb: c", environment: "x # y" } : {},
    nginx: some(nasty),
    dumps: some(nasty),
    stored: new Map(
      some(["stripe.secret-key", "paypal.webhook-id", "panel.main"]).map((id) => [
        id,
        one(["env", "settings", "none"] as const),
      ]),
    ),
    open: some(["stripe.webhook-secret", "discord.bot-token"]),
    panels: some(["main", "second", "3"]).map((id) => ({
      id,
      ...(below(2) ? { kind: "nxt" } : {}),
      ...(below(2) ? { credential: "PANEL_TOKEN" } : {}),
      allowFrom: some(["203.0.113.7", "2001:db8::/32", "10.0.0.0/8"]),
    })),
    domains: some(["shop.example", "www.shop.example:8443"]),
  };
}

describe("renderConfig", () => {
  it("is read back as the same values, for 300 drafts", () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const draft = draftFrom(seed);
      const config = parseConfig(renderConfig(draft), path, catalogue);
      const absolute = (name: string) => (name.startsWith("/") ? name : `${draft.root}/${name}`);
      expect(config.install.root?.value).toBe(draft.root);
      expect(config.install.env).toEqual(
        draft.env.length > 0 ? draft.env.map(absolute) : undefined,
      );
      expect(config.install.owner?.value).toBe(draft.owner);
      expect(config.install.environment).toBe(draft.environment);
      expect(config.install.nginx).toEqual(draft.nginx.length > 0 ? draft.nginx : undefined);
      expect(config.install.dumps).toEqual(draft.dumps.length > 0 ? draft.dumps : undefined);
      expect(config.facts.stored).toEqual(draft.stored);
      expect(
        config.panels.map(({ id, kind, credential, allowFrom }) => ({
          id,
          kind,
          credential,
          allowFrom,
        })),
      ).toEqual(
        draft.panels.map(({ id, kind, credential, allowFrom }) => ({
          id,
          kind,
          credential,
          allowFrom,
        })),
      );
      expect(config.store.domains.map(({ value }) => value)).toEqual(draft.domains);
    }
  });

  it("explains itself, and what it leaves open can be switched on", () => {
    const text = renderConfig({ ...draftFrom(1), stored: new Map(), open: ["stripe.secret-key"] });
    expect(text).toContain("# stripe.secret-key: { stored: settings }");
    const filled = text.replace("  # stripe.secret-key", "  stripe.secret-key");
    expect(parseConfig(filled, path, catalogue).facts.stored).toEqual(
      new Map([["stripe.secret-key", "settings"]]),
    );
  });
});
