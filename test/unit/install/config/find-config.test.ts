import { symlinkSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { GuardError, environmentError } from "../../../../src/core/error.ts";
import { type ConfigPlaces, findConfig } from "../../../../src/install/config/find-config.ts";
import { type HostInFolder, hostInFolder } from "../../../support/host-in-folder.ts";

const files = {
  "etc/iptvbp-guard/guard.yaml": "install: { environment: system }\n",
  "etc/iptvbp-guard/shop.yaml": "install: { environment: named }\n",
  "home/jo/.config/iptvbp-guard/guard.yaml": "install: { environment: user }\n",
  "cfg/own.yaml": "install: { environment: own }\n",
  "cfg/shop": "install: { environment: file }\n",
  "srv/shop/.env": "A=1\n",
};

function find({ ports }: HostInFolder, places: Partial<ConfigPlaces>, trusted: string[] = []) {
  return findConfig(
    { host: ports.host, catalogue: ports.catalogue, assertTrusted: (path) => trusted.push(path) },
    { cwd: "/cfg", userFolder: "/home/jo/.config", ...places },
  );
}

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof GuardError) return `${error.kind} ${error.code}`;
    throw error;
  }
  return "nothing was thrown";
}

describe("findConfig", () => {
  it.each<[Partial<ConfigPlaces>, string]>([
    [{ option: "own.yaml", variable: "/etc/iptvbp-guard/shop.yaml" }, "own"],
    [{ option: "/cfg/own.yaml" }, "own"],
    [{ option: "./shop" }, "file"],
    [{ option: "shop" }, "file"],
    [{ option: "shop", cwd: "/" }, "named"],
    // A folder of that name is an install.
    [{ option: "shop", cwd: "/srv" }, "named"],
    [{ variable: "own.yaml" }, "own"],
    [{ variable: "" }, "system"],
    [{}, "system"],
  ])("%j: %s", (places, expected) => {
    expect(find(hostInFolder(files), places)?.install.environment).toBe(expected);
  });

  it("falls back to the user's folder, then to nothing", () => {
    const { "etc/iptvbp-guard/guard.yaml": _, ...others } = files;
    expect(find(hostInFolder(others), {})?.install.environment).toBe("user");
    expect(find(hostInFolder({}), {})).toBeUndefined();
  });

  it("asks whether the file is trusted before it reads it", () => {
    const trusted: string[] = [];
    find(hostInFolder(files), {}, trusted);
    expect(trusted).toEqual(["/etc/iptvbp-guard/guard.yaml"]);
    const host = hostInFolder({ "etc/iptvbp-guard/guard.yaml": "broken: [" });
    const refuse = () => {
      throw environmentError("UNTRUSTED_PATH", "somebody else's");
    };
    const act = () =>
      findConfig(
        { host: host.ports.host, catalogue: host.ports.catalogue, assertTrusted: refuse },
        { cwd: "/" },
      );
    expect(codeOf(act)).toBe("environment UNTRUSTED_PATH");
  });

  it.each<[string, Partial<ConfigPlaces>, string]>([
    ["a file that is not there", { option: "none.yaml" }, "CONFIG_MISSING"],
    ["a name that is not there", { option: "none" }, "CONFIG_MISSING"],
    ["a variable that leads nowhere", { variable: "/none" }, "CONFIG_MISSING"],
    ["a folder", { option: "/etc/iptvbp-guard" }, "CONFIG_UNREADABLE"],
    ["a loop", { option: "/cfg/loop.yaml" }, "CONFIG_UNREADABLE"],
    ["broken YAML", { option: "/cfg/broken.yaml" }, "CONFIG_SYNTAX"],
  ])("refuses %s", (_, places, code) => {
    const host = hostInFolder({ ...files, "cfg/broken.yaml": "a: [" });
    symlinkSync("loop.yaml", host.real("/cfg/loop.yaml"));
    expect(codeOf(() => find(host, places))).toBe(`configuration ${code}`);
  });

  it.each<[string, Record<string, string>, string[]]>([
    ["shpo", files, ["did you mean: --config shop", "write it with: init --config shpo"]],
    [
      "elsewhere",
      files,
      ["there are, for --config: guard, shop", "write it with: init --config elsewhere"],
    ],
    ["shop", {}, ["write it with: init --config shop"]],
    ["/srv/shop.yaml", files, ["write one with: init"]],
  ])("helps who asked for %s, which is not there", (option, host, hints) => {
    try {
      find(hostInFolder(host), { option, cwd: "/" });
      expect.fail("nothing was refused");
    } catch (error) {
      if (!(error instanceof GuardError)) throw error;
      expect(error).toMatchObject({ code: "CONFIG_MISSING", hints });
    }
  });

  it("does not let an install configure its own audit", () => {
    const host = hostInFolder({ "srv/shop/guard.yaml": "install: { root: . }\n" });
    expect(codeOf(() => find(host, { option: "/srv/shop/guard.yaml" }))).toBe(
      "configuration CONFIG_INSIDE_INSTALL",
    );
    symlinkSync("../srv/shop", host.real("/cfg-link"));
    const linked = hostInFolder({
      "srv/shop/guard.yaml": "install: { root: /srv/current }\n",
    });
    symlinkSync("shop", linked.real("/srv/current"));
    expect(codeOf(() => find(linked, { option: "/srv/shop/guard.yaml" }))).toBe(
      "configuration CONFIG_INSIDE_INSTALL",
    );
  });
});
