import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { GuardError, environmentError } from "../../../../src/core/error.ts";
import {
  assertExtensionsOutside,
  readExtensions,
} from "../../../../src/install/config/read-extensions.ts";
import { asOther, isRoot } from "../../../support/as-user.ts";
import { type HostInFolder, hostInFolder } from "../../../support/host-in-folder.ts";

const config = "/etc/iptvbp-guard/guard.yaml";
const folder = "etc/iptvbp-guard";
const usual = {
  [`${folder}/audits.d/b.yaml`]: "b",
  [`${folder}/audits.d/a.yaml`]: "a",
  [`${folder}/playbooks.d/local-p.yaml`]: "p",
  [`${folder}/rules.d/r.yaml`]: "r",
};

function read({ ports }: HostInFolder, trusted: string[] = []) {
  return readExtensions(
    { host: ports.host, assertTrusted: (path) => void trusted.push(path) },
    config,
  );
}

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (!(error instanceof GuardError)) throw error;
    return [`${error.code} ${error.message}`, ...error.hints]
      .join(" | ")
      .replaceAll("/etc/iptvbp-guard/", "");
  }
  return "nothing was thrown";
}

test("reads the files of all three folders, in order", () => {
  expect(read(hostInFolder(usual)).map(({ path, text }) => `${path}=${text}`)).toEqual([
    "/etc/iptvbp-guard/audits.d/a.yaml=a",
    "/etc/iptvbp-guard/audits.d/b.yaml=b",
    "/etc/iptvbp-guard/playbooks.d/local-p.yaml=p",
    "/etc/iptvbp-guard/rules.d/r.yaml=r",
  ]);
});

test("there may be none, and others may lie there too", () => {
  expect(read(hostInFolder({}))).toEqual([]);
  const others = ["README", ".#a.yaml", ".yaml", "a.yaml~", "a.yaml.dpkg-old", "a.txt"];
  const files = Object.fromEntries(others.map((name) => [`${folder}/rules.d/${name}`, ""]));
  expect(read(hostInFolder(files))).toEqual([]);
});

test("every folder and every file must be trusted before it is read", () => {
  const trusted: string[] = [];
  read(hostInFolder(usual), trusted);
  expect(trusted.map((path) => path.replace("/etc/iptvbp-guard/", ""))).toEqual([
    "audits.d",
    "audits.d/a.yaml",
    "audits.d/b.yaml",
    "playbooks.d",
    "playbooks.d/local-p.yaml",
    "rules.d",
    "rules.d/r.yaml",
  ]);
  for (const refused of trusted) {
    const host = hostInFolder(usual).ports.host;
    const assertTrusted = (path: string) => {
      if (path === refused) throw environmentError("UNTRUSTED_PATH", path);
    };
    expect(messageOf(() => readExtensions({ host, assertTrusted }, config))).toContain(
      "UNTRUSTED_PATH",
    );
  }
});

describe("is an error, never nothing:", () => {
  const mend = "mend it, or move it away";
  const put = (host: HostInFolder, name: string, make: (path: string) => void) => {
    const path = host.real(`${folder}/${name}`);
    mkdirSync(dirname(path), { recursive: true });
    make(path);
  };

  test.each<readonly [string, (host: HostInFolder) => void, string]>([
    [
      "a file in place of a folder",
      (host) => put(host, "rules.d", (path) => writeFileSync(path, "")),
      `EXTENSION_UNREADABLE rules.d: cannot be read: it is no folder | ${mend}`,
    ],
    [
      "a FIFO in place of a folder",
      (host) => put(host, "rules.d", (path) => execFileSync("mkfifo", [path])),
      `EXTENSION_UNREADABLE rules.d: cannot be read: it is no folder | ${mend}`,
    ],
    [
      "a folder that is a link to nothing",
      (host) => put(host, "audits.d", (path) => symlinkSync("nowhere", path)),
      `EXTENSION_UNREADABLE audits.d: cannot be read: it leads nowhere | ${mend}`,
    ],
    [
      "a folder that is a link to itself",
      (host) => put(host, "audits.d", (path) => symlinkSync("audits.d", path)),
      `EXTENSION_UNREADABLE audits.d: cannot be read: is a link, or below one, which is not followed | ${mend}`,
    ],
    [
      "a file that is a link to nothing",
      (host) => put(host, "rules.d/a.yaml", (path) => symlinkSync("nowhere", path)),
      `EXTENSION_UNREADABLE rules.d/a.yaml: cannot be read: it leads nowhere | ${mend}`,
    ],
    [
      "a FIFO in place of a file",
      (host) => put(host, "playbooks.d/a.yaml", (path) => execFileSync("mkfifo", [path])),
      `EXTENSION_UNREADABLE playbooks.d/a.yaml: cannot be read: is a FIFO | ${mend}`,
    ],
    [
      "a folder in place of a file",
      (host) => put(host, "playbooks.d/a.yaml", (path) => mkdirSync(path)),
      `EXTENSION_UNREADABLE playbooks.d/a.yaml: cannot be read: is a directory | ${mend}`,
    ],
    [
      "a huge file",
      (host) =>
        put(host, "rules.d/a.yaml", (path) => {
          writeFileSync(path, "");
          truncateSync(path, 2 ** 30);
        }),
      `EXTENSION_UNREADABLE rules.d/a.yaml: cannot be read: larger than 1 MiB | ${mend}`,
    ],
    [
      "bytes that are no UTF-8",
      (host) =>
        put(host, "rules.d/a.yaml", (path) => writeFileSync(path, new Uint8Array([0xff, 0x41]))),
      `EXTENSION_UNREADABLE rules.d/a.yaml: cannot be read: it is no UTF-8 text | ${mend}`,
    ],
    [
      "NUL bytes",
      (host) => put(host, "rules.d/a.yaml", (path) => writeFileSync(path, "rules:\0 []")),
      `EXTENSION_UNREADABLE rules.d/a.yaml: cannot be read: it is no UTF-8 text | ${mend}`,
    ],
    [
      "another ending",
      (host) => put(host, "rules.d/a.yml", (path) => writeFileSync(path, "")),
      "EXTENSION_NAME rules.d/a.yml: only files that end in .yaml are read | call it a.yaml, or move it away",
    ],
    [
      "another spelling of the ending",
      (host) => put(host, "audits.d/a.YAML", (path) => writeFileSync(path, "")),
      "EXTENSION_NAME audits.d/a.YAML: only files that end in .yaml are read | call it a.yaml, or move it away",
    ],
  ])("%s", (_, make, message) => {
    const host = hostInFolder({ [`${folder}/guard.yaml`]: "" });
    make(host);
    expect(messageOf(() => read(host))).toBe(message);
  });

  test.runIf(isRoot).each([
    ["rules.d", 0o700],
    ["rules.d/r.yaml", 0o600],
    [".", 0o700],
  ])("%s that is closed to us", (name, mode) => {
    const host = hostInFolder(usual);
    chmodSync(host.real(`${folder}/${name}`), mode);
    expect(messageOf(() => asOther(() => read(host)))).toMatch(
      /^EXTENSION_UNREADABLE \S+: cannot be read: permission denied \| run it as root, or/,
    );
  });
});

describe("what is audited has no say", () => {
  test.each([
    ["/etc/iptvbp-guard", false],
    ["/srv/shop", false],
    ["/etc", false],
    ["/etc/iptvbp", true],
    ["/", false],
  ])("root %s", (root, isFine) => {
    const host = hostInFolder({ ...usual, "srv/shop/rule.yaml": "" });
    symlinkSync("../../../srv/shop/rule.yaml", host.real(`${folder}/rules.d/link.yaml`));
    const files = read(host);
    const kept = isFine || root !== "/srv/shop" ? files.slice(0, 4) : files;
    const message = messageOf(() => assertExtensionsOutside(host.ports.host, kept, root));
    expect(message).toMatch(isFine ? /^nothing was thrown$/ : /^EXTENSION_INSIDE_INSTALL /);
  });
});
