import { describe, expect, it } from "vitest";
import { recogniseCredential } from "../../../../src/catalogue/recognise-credential.ts";
import { parseConfig } from "../../../../src/install/config/parse-config.ts";
import { collectCredentials } from "../../../../src/install/credentials/collect-credentials.ts";
import { discoverInstall } from "../../../../src/install/discover-install.ts";
import { hostInFolder } from "../../../support/host-in-folder.ts";
import { mint } from "../../../support/mint.ts";
import { shippedCatalogue } from "../../../support/shipped-catalogue.ts";

const catalogue = shippedCatalogue();

function collect(files: Readonly<Record<string, string>>, config?: string) {
  const { ports } = hostInFolder(files);
  const options =
    config === undefined
      ? { path: "/opt/a" }
      : { config: parseConfig(config, "/etc/g.yaml", catalogue) };
  const { install } = discoverInstall(ports, options);
  return collectCredentials(install, (name, value) => recogniseCredential(name, value, catalogue));
}

const stripe = (seed = 1) => mint("stripe.secret-key", seed);

describe("collectCredentials", () => {
  it("finds names with their places, in id order, and leaves public ones out", () => {
    const { credentials, declared } = collect({
      "opt/a/.env": `STRIPE_SECRET_KEY=${stripe()}\nSTRIPE_PUBLISHABLE_KEY=${["pk", "live", "a".repeat(24)].join("_")}\nDISCORD_BOT_TOKEN=${mint("discord.bot-token")}\n`,
    });
    expect(
      credentials.map(({ id, name, path, line, heldBy }) => [id, name, path, line, heldBy]),
    ).toEqual([
      ["discord.bot-token", "DISCORD_BOT_TOKEN", "/opt/a/.env", 3, "env"],
      ["stripe.secret-key", "STRIPE_SECRET_KEY", "/opt/a/.env", 1, "env"],
    ]);
    expect(declared).toEqual([]);
  });

  it("lets a later env file override an earlier one", () => {
    const { credentials } = collect({
      "opt/a/.env": `STRIPE_SECRET_KEY=${stripe(1)}\n`,
      "opt/a/.env.production": `STRIPE_SECRET_KEY=${stripe(2)}\n`,
    });
    expect(
      credentials.map(({ id, value, path }) => [id, value.reveal() === stripe(2), path]),
    ).toEqual([["stripe.secret-key", true, "/opt/a/.env.production"]]);
  });

  it("keeps both where guard.yaml does not say that one overrides the other", () => {
    const files = {
      "opt/a/.env": `STRIPE_SECRET_KEY=${stripe(1)}\n`,
      "opt/a/.env.production": `STRIPE_SECRET_KEY=${stripe(2)}\n`,
    };
    const values = (env: string) =>
      collect(files, `install: { root: /opt/a, env: ${env} }\n`).credentials.map(
        ({ path, value }) => [path, value.reveal()],
      );
    expect(values("[.env]")).toEqual([
      ["/opt/a/.env", stripe(1)],
      ["/opt/a/.env.production", stripe(2)],
    ]);
    expect(values("[.env.production, .env]")).toEqual([["/opt/a/.env", stripe(1)]]);
  });

  it("gives a second name of one id a name of its own", () => {
    const { credentials } = collect({
      "opt/a/.env": `OLD_PAYMENT_KEY=${stripe(2)}\nSTRIPE_SECRET_KEY=${stripe(1)}\n`,
    });
    expect(credentials.map(({ id, name }) => [id, name])).toEqual([
      ["stripe.secret-key", "STRIPE_SECRET_KEY"],
      ["stripe.secret-key@OLD_PAYMENT_KEY", "OLD_PAYMENT_KEY"],
    ]);
  });

  it("declares empty names and placeholders", () => {
    const { credentials, declared } = collect({
      "opt/a/.env":
        "STRIPE_SECRET_KEY=\nSTRIPE_WEBHOOK_SECRET=changeme\nPAYPAL_CLIENT_SECRET=${FROM_VAULT}\n",
    });
    expect(declared.map(({ id, state, line }) => [id, state, line])).toEqual([
      ["stripe.secret-key", "empty", 1],
      ["stripe.webhook-secret", "placeholder", 2],
    ]);
    expect(credentials.map(({ id }) => id)).toEqual(["stripe.webhook-secret"]);
  });

  it("shows what host configuration holds beside the env file", () => {
    const { credentials } = collect({
      "opt/a/.env": `STRIPE_SECRET_KEY=${stripe(1)}\n`,
      "etc/systemd/system/a.service": `[Service]\nWorkingDirectory=/opt/a\nEnvironment=STRIPE_SECRET_KEY=${stripe(2)}\n`,
    });
    expect(credentials.map(({ id, heldBy, line }) => [id, heldBy, line])).toEqual([
      ["stripe.secret-key", "unit", 3],
      ["stripe.secret-key", "env", 1],
    ]);
  });

  it("names a panel's credential after its panel in guard.yaml", () => {
    const { credentials } = collect(
      { "opt/a/.env": "PANEL_API_PASSWORD=Wq8-zz81-kkQ\n" },
      "install: { root: /opt/a }\npanels: [{ id: second, credential: PANEL_API_PASSWORD }]\n",
    );
    expect(credentials.map(({ id }) => id)).toEqual(["panel.second"]);
  });
});
