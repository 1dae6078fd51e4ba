import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { planInit } from "../../../src/app/init/init.ts";
import type { InitOptions } from "../../../src/app/init/init.ts";
import { GuardError } from "../../../src/core/error.ts";
import type { Prompter, Question } from "../../../src/core/ports/prompter.ts";
import { discoverInstall } from "../../../src/install/discover-install.ts";
import { parseConfig } from "../../../src/install/config/parse-config.ts";
import { type HostInFolder, hostInFolder } from "../../support/host-in-folder.ts";
import { mint } from "../../support/mint.ts";

const root = "/var/www/shop";
const shop = {
  "var/www/shop/.env": `APP_URL=https://shop.example\nSTRIPE_SECRET_KEY=${mint("stripe.secret-key")}\nSTRIPE_WEBHOOK_SECRET=\n`,
  "etc/systemd/system/shop.service": `[Service]\nWorkingDirectory=${root}\nUser=www-data\n`,
};

/** Answers in order; `undefined` takes the default. Records what was asked. */
function scripted(answers: readonly (string | undefined)[]) {
  const asked: Question[] = [];
  const next = <T>(question: Question & { default?: T }): Promise<T> => {
    const answer = answers[asked.length];
    asked.push(question);
    return Promise.resolve((answer ?? question.default) as T);
  };
  const prompter: Prompter = {
    interactive: true,
    confirm: (question) => next(question),
    select: (question) => next(question as Question),
    input: (question) => next(question),
    password: (question) => next<string>(question),
  };
  return { prompter, asked };
}

const silent: Prompter = { ...scripted([]).prompter, interactive: false };

async function plan(host: HostInFolder, options: Partial<InitOptions>, prompter = silent) {
  const made = await planInit(host.ports, prompter, { yes: false, ...options });
  return { ...made, config: parseConfig(made.text, made.path, host.ports.catalogue) };
}

async function errorOf(act: Promise<unknown>): Promise<GuardError> {
  try {
    await act;
  } catch (error) {
    if (error instanceof GuardError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("planInit", () => {
  it("takes what it found with --yes, and leaves open what nobody said", async () => {
    const { path, config, text } = await plan(hostInFolder(shop), { yes: true });
    expect(path).toBe("/etc/iptvbp-guard/guard.yaml");
    expect(config.install).toMatchObject({
      root: { value: root },
      env: [`${root}/.env`],
      owner: { value: "www-data:www-data" },
    });
    // A default stays one: what an env file says later counts.
    expect(config.install.environment).toBeUndefined();
    expect(text).toContain("# environment: production # guess: the default\n");
    expect(config.store.domains.map(({ value }) => value)).toEqual(["shop.example"]);
    expect(config.facts.stored.size).toBe(0);
    expect(text).toContain("# paypal.client-secret: { stored: settings }");
    expect(text).not.toContain("# stripe.secret-key: {");
    expect(text).not.toContain("# stripe.webhook-secret: {");
    expect(text).toContain("# WorkingDirectory= of shop.service");
  });

  it("does not hide an env file that comes later", async () => {
    const host = hostInFolder(shop);
    const { config } = await plan(host, { yes: true });
    const paths = () =>
      discoverInstall(host.ports, { config }).install.envFiles.map(({ path }) => path);
    expect(paths()).toEqual([`${root}/.env`]);
    writeFileSync(host.real(`${root}/.env.production`), "APP_DEBUG=true\n");
    expect(paths()).toEqual([`${root}/.env`, `${root}/.env.production`]);
  });

  it("asks three questions, each with its default and its flag", async () => {
    const { prompter, asked } = scripted([undefined, undefined, "settings"]);
    const { config } = await plan(hostInFolder(shop), {}, prompter);
    expect(asked.map(({ flag }) => flag)).toEqual([
      "a path, as in: init /var/www/iptvbp",
      "--yes",
      "--yes",
    ]);
    expect(config.install.root?.value).toBe(root);
    expect(config.install.owner?.value).toBe("www-data:www-data");
    expect(config.facts.stored.get("paypal.client-secret")).toBe("settings");
    expect(config.facts.stored.has("stripe.secret-key")).toBe(false);
  });

  it("says why a folder was offered that a person took, and asks after no test key", async () => {
    const { prompter } = scripted([undefined, undefined, undefined]);
    const { install, text, draft } = await plan(hostInFolder(shop), {}, prompter);
    expect(install.source).toBe("WorkingDirectory= of shop.service");
    expect(text).toContain(`root: ${root} # WorkingDirectory= of shop.service`);
    expect(draft.open).toContain("paypal.client-secret");
    expect(draft.open).not.toContain("stripe.test-key");
  });

  it("shows what was found before it asks about it", async () => {
    const { prompter, asked } = scripted([undefined, undefined, undefined]);
    const shown: [string, number][] = [];
    const onFound: InitOptions["onFound"] = ({ root: at }) => shown.push([at, asked.length]);
    await plan(hostInFolder(shop), { onFound }, prompter);
    expect(shown).toEqual([[root, 1]]);
    expect(asked).toHaveLength(3);
  });

  it("says that a person named the folder", async () => {
    const host = hostInFolder({ ...shop, "home/jo/shop/.env": "A=1\n" });
    const { prompter } = scripted(["/home/jo/shop"]);
    expect((await plan(host, {}, prompter)).install.source).toBe("as answered");
  });

  it("asks nothing that the command line answered", async () => {
    const { prompter, asked } = scripted([]);
    await plan(hostInFolder(shop), { path: root }, prompter);
    expect(asked).toHaveLength(2);
  });

  it("lets one of several installs be chosen", async () => {
    const host = hostInFolder({ ...shop, "opt/other/.env": "A=1\n" });
    const { prompter } = scripted(["/opt/other"]);
    expect((await plan(host, {}, prompter)).config.install.root?.value).toBe("/opt/other");
    expect((await errorOf(plan(host, { yes: true }))).code).toBe("SEVERAL_INSTALLS");
  });

  it("writes what a person answered about the owner", async () => {
    const { prompter } = scripted([undefined, "shop:adm"]);
    const { text } = await plan(hostInFolder(shop), {}, prompter);
    expect(text).toContain("owner: shop:adm # as answered");
  });

  it("needs a terminal or --yes", async () => {
    const error = await errorOf(plan(hostInFolder(shop), {}));
    expect(error).toMatchObject({ kind: "usage", code: "NO_TERMINAL" });
    expect(error.hints[0]).toContain("--yes");
  });

  it.each(["/etc/iptvbp-guard/guard.yaml", "/tmp/own.yaml"])(
    "never overwrites %s",
    async (path) => {
      const host = hostInFolder({ ...shop, [path.slice(1)]: "mine" });
      const error = await errorOf(
        plan(host, { yes: true, ...(path.startsWith("/tmp") ? { config: path } : {}) }),
      );
      expect(error).toMatchObject({ kind: "configuration", code: "CONFIG_EXISTS" });
    },
  );

  it("does not put the configuration into the install", async () => {
    const config = `${root}/guard.yaml`;
    const error = await errorOf(plan(hostInFolder(shop), { yes: true, config }));
    expect(error.code).toBe("CONFIG_INSIDE_INSTALL");
  });

  it("writes to the user's folder when we are not root", async () => {
    const host = hostInFolder(shop);
    const accounts = { ...host.ports.accounts, self: { uid: 1001, gid: 1002 } };
    const ports = { ...host.ports, accounts, userFolder: "/home/jo/.config" };
    const made = await planInit(ports, silent, { yes: true });
    expect(made.path).toBe("/home/jo/.config/iptvbp-guard/guard.yaml");
  });

  it("says clearly that there is no install", async () => {
    expect((await errorOf(plan(hostInFolder({}), { yes: true }))).code).toBe("NO_INSTALL");
  });

  it("puts no secret into the file", async () => {
    const { text } = await plan(hostInFolder(shop), { yes: true });
    expect(text).not.toContain(mint("stripe.secret-key"));
  });
});
