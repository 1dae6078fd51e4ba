import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../../src/install/config/parse-config.ts";
import { discoverInstall } from "../../../../src/install/discover-install.ts";
import { hostInFolder } from "../../../support/host-in-folder.ts";
import { shippedCatalogue } from "../../../support/shipped-catalogue.ts";

const rolesOf = (env: string) => {
  const { ports } = hostInFolder({ "opt/a/.env": env });
  return discoverInstall(ports, { path: "/opt/a" }).install.urls.map(
    ({ role, display }) => `${role} ${display}`,
  );
};

describe("configuredUrls", () => {
  it.each<[string, readonly string[]]>([
    ["APP_URL=http://shop.example", ["store http://shop.example"]],
    ["PANEL_URL=http://panel.example:25500", ["panel http://panel.example:25500"]],
    [
      "STRIPE_WEBHOOK_URL=http://shop.example/api/webhooks/stripe",
      ["webhook http://shop.example/api/webhooks/stripe"],
    ],
    ["NOWPAYMENTS_IPN_CALLBACK_URL=http://a.example/x", ["webhook http://a.example/x"]],
    ["PAYPAL_RETURN_URL=http://a.example/x", ["callback http://a.example/x"]],
    ["DISCORD_REDIRECT_URI=http://a.example/x", ["callback http://a.example/x"]],
    ["DOCS=https://docs.example/x", ["other https://docs.example/x"]],
    ["APP_URL=", []],
    ["APP_URL=${OTHER_URL}", []],
    ["NAME=shop", []],
    ["DISCORD_WEBHOOK_URL=https://discord.example/api/x", []],
  ])("%s", (env, expected) => {
    expect(rolesOf(`${env}\n`)).toEqual(expected);
  });

  it("takes panels, webhooks and domains of guard.yaml, with their lines", () => {
    const { ports } = hostInFolder({ "opt/a/.env": "A=1\n" });
    const text = `install: { root: /opt/a }
panels:
  - { id: main, url: "http://u:word@panel.example" }
webhooks:
  - { provider: stripe, url: "http://shop.example/hook" }
store: { domains: [shop.example, "http://old.example"] }
`;
    const config = parseConfig(text, "/etc/g.yaml", shippedCatalogue());
    const { urls } = discoverInstall(ports, { config }).install;
    expect(
      urls.map(({ role, display, hasCredentials, name, line, from }) => [
        role,
        display,
        hasCredentials,
        name,
        line,
        from,
      ]),
    ).toEqual([
      ["panel", "http://panel.example", true, "panels[0].url", 3, "config"],
      ["webhook", "http://shop.example/hook", false, "webhooks[0].url", 5, "config"],
      ["store", "https://shop.example", false, "store.domains[0]", 6, "config"],
      ["store", "http://old.example", false, "store.domains[1]", 6, "config"],
    ]);
  });
});
