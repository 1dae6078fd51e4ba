import { spawnSync } from "node:child_process";
import { chmodSync, lchownSync, mkdirSync, renameSync, symlinkSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { acceptanceOf } from "../../../src/app/acceptance/acceptance-of.ts";
import { openInstall } from "../../../src/app/open-install.ts";
import { createRuntime } from "../../../src/cli/runtime.ts";
import { GuardError } from "../../../src/core/error.ts";
import { isRoot } from "../../support/as-user.ts";
import { localAuditText } from "../../support/local-audit-cases.ts";
import { needProgram } from "../../support/need-program.ts";
import { populate, tempFolder } from "../../support/temp-folder.ts";

const jo = 1001;

interface Place {
  /** Below the temporary folder. */
  readonly path: string;
  readonly how?: "variables";
  /** The state of this install is a folder in it, which may be in a sticky one such as /tmp. */
  readonly isAbove?: true;
  /** Its folder is trusted for itself, before the file is. */
  readonly isInFolder?: true;
}

/** Everything that tells root's run what to do. */
const places: Readonly<Record<string, Place>> = {
  "--config": { path: "cfg/guard.yaml" },
  $IPTVBP_GUARD_CONFIG: { path: "cfg/guard.yaml", how: "variables" },
  "audits.d": { path: "cfg/audits.d" },
  "a file of audits.d": { path: "cfg/audits.d/a.yaml", isInFolder: true },
  "rules.d": { path: "cfg/rules.d" },
  "a file of rules.d": { path: "cfg/rules.d/a.yaml", isInFolder: true },
  "playbooks.d": { path: "cfg/playbooks.d" },
  "--waivers": { path: "cfg/waivers.yaml" },
  "--baseline": { path: "cfg/baseline.json" },
  "--state-dir": { path: "lib/state", isAbove: true },
  $IPTVBP_GUARD_STATE: { path: "lib/state", how: "variables", isAbove: true },
};

interface Fault {
  readonly make: (path: string) => void;
  /** What is said of the path, or of the folder above it. */
  readonly of?: "folder";
  readonly says: string;
  readonly hint: RegExp;
}

const open = { says: "can be written by others", hint: /^run chmod go-w \// };
const link = { says: "is a link", hint: /^name what it leads to, or put/ };
const elsewhere = /^keep it where only root can write, as below \/etc or \/var\/lib$/;

const faults: Readonly<Record<string, Fault>> = {
  "is another user's": {
    make: (path) => lchownSync(path, jo, 0),
    says: `belongs to user ${jo}`,
    hint: /^run chown root \//,
  },
  "its group may write": { make: (path) => chmodSync(path, 0o770), ...open },
  "everybody may write": { make: (path) => chmodSync(path, 0o707), ...open },
  "an access list lets somebody write": {
    make: (path) => void spawnSync("setfacl", ["-m", `u:${jo}:rwx`, path]),
    ...open,
  },
  // A file is closed; a folder that is for everybody on purpose, as /tmp, is to stay open.
  "is sticky and open": {
    make: (path) => chmodSync(path, 0o1777),
    says: open.says,
    hint: /^run chmod go-w \/.+(?<!\.d)$|^keep it where only root can write, as below /,
  },
  "is a link": {
    make: (path) => {
      renameSync(path, `${path}.real`);
      symlinkSync(`${path}.real`, path);
    },
    ...link,
  },
  "lies in a folder of another user": {
    make: (path) => lchownSync(dirname(path), jo, 0),
    of: "folder",
    says: `belongs to user ${jo}`,
    hint: elsewhere,
  },
  "lies in a folder that the group may write": {
    make: (path) => chmodSync(dirname(path), 0o775),
    of: "folder",
    says: "can be written by others",
    hint: elsewhere,
  },
  "lies in a sticky folder of another user": {
    make: (path) => {
      chmodSync(dirname(path), 0o1777);
      lchownSync(dirname(path), jo, 0);
    },
    of: "folder",
    says: `belongs to user ${jo}`,
    hint: elsewhere,
  },
  "lies below a link": {
    make: (path) => {
      renameSync(dirname(path), `${dirname(path)}.real`);
      symlinkSync(`${dirname(path)}.real`, dirname(path));
    },
    of: "folder",
    ...link,
  },
};

/** What root's run trusts all the same. */
const fine: Readonly<Record<string, (path: string) => void>> = {
  "nothing is wrong": () => {},
  "everybody may read": (path) => chmodSync(path, 0o755),
  "lies in a sticky folder of root's": (path) => chmodSync(dirname(path), 0o1777),
  "an access list lets somebody read": (path) =>
    void spawnSync("setfacl", ["-m", `u:${jo}:r-x`, path]),
};

function build(): string {
  const top = tempFolder();
  populate(top, {
    "www/.env": "A=1\n",
    "cfg/guard.yaml": `install: { root: ${top}/www }\n`,
    "cfg/audits.d/a.yaml": localAuditText("env: { name: A, set: true }"),
    "cfg/rules.d/a.yaml": "rules: []\n",
    "cfg/waivers.yaml": "[]\n",
    "cfg/baseline.json": JSON.stringify({
      schemaVersion: 1,
      tool: { name: "iptvbp-guard", version: "0" },
      kind: "baseline",
      install: { root: null, host: null },
      startedAt: "2026-11-27T00:00:00.000Z",
      key: "0".repeat(64),
      findings: [],
    }),
  });
  for (const folder of ["cfg/playbooks.d", "lib/state"]) {
    mkdirSync(`${top}/${folder}`, { recursive: true });
  }
  return top;
}

function run(top: string, { how }: Pick<Place, "how"> = {}, stateDir = `${top}/lib/state`) {
  const config = `${top}/cfg/guard.yaml`;
  const isSaid = how === undefined;
  if (!isSaid) {
    vi.stubEnv("IPTVBP_GUARD_CONFIG", config);
    vi.stubEnv("IPTVBP_GUARD_STATE", stateDir);
  }
  const { ports, stateOf } = createRuntime({
    tool: { name: "iptvbp-guard", version: "0" },
    cwd: top,
    options: isSaid ? { stateDir } : {},
  });
  const opened = openInstall(ports, isSaid ? { config } : {});
  stateOf(opened.install.root).ensure();
  const [waivers, baseline] = [`${top}/cfg/waivers.yaml`, `${top}/cfg/baseline.json`];
  acceptanceOf(ports, opened, { waivers, baseline });
  return opened;
}

function refusal(act: () => unknown): GuardError {
  try {
    act();
  } catch (error) {
    if (error instanceof GuardError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

afterEach(() => vi.unstubAllEnvs());

describe.runIf(isRoot).each(Object.entries(places))("%s", (_, place) => {
  const isOther = (name: string) =>
    (place.isAbove && name === "is sticky and open") ||
    (place.isInFolder && name.startsWith("lies in"));

  test.for(Object.entries(faults).filter(([name]) => !isOther(name)))(
    "%s: refused",
    ([name, fault], { skip }) => {
      if (name.includes("access list")) needProgram(skip, "setfacl");
      const top = build();
      const path = `${top}/${place.path}`;
      fault.make(path);
      const error = refusal(() => run(top, place));
      const said = fault.of === "folder" ? dirname(path) : path;
      expect(error).toMatchObject({
        kind: "environment",
        code: "UNTRUSTED_PATH",
        message: `${said} ${fault.says}, so root does not take orders from it`,
      });
      expect(error.hints.join(" | "), name).toMatch(
        place.isAbove && fault.says !== "is a link" ? elsewhere : fault.hint,
      );
    },
  );

  test.for(Object.entries(fine).filter(([name]) => !isOther(name)))(
    "%s: taken",
    ([name, make], { skip }) => {
      if (name.includes("access list")) needProgram(skip, "setfacl");
      const top = build();
      make(`${top}/${place.path}`);
      expect(run(top, place).localAudits).toHaveLength(1);
    },
  );

  test("of the user who called sudo: taken, of another one: refused", () => {
    const top = build();
    const path = `${top}/${place.path}`;
    lchownSync(path, jo, jo);
    vi.stubEnv("SUDO_UID", String(jo));
    run(top, place);
    vi.stubEnv("SUDO_UID", String(jo + 1));
    expect(refusal(() => run(top, place)).message).toContain(`belongs to user ${jo}`);
  });
});

describe("never inside the install", () => {
  const inside = /is inside the audited install|inside the install it describes|inside what is/;

  test("the state, by its own name or through a link", () => {
    const top = build();
    expect(refusal(() => run(top, {}, `${top}/www/state`)).message).toMatch(inside);
    symlinkSync("www", `${top}/link`);
    const { message } = refusal(() => run(top, {}, `${top}/link/new/state`));
    // As root the link is refused first or last, whichever: it is refused.
    expect(message).toMatch(inside);
    vi.stubEnv("IPTVBP_GUARD_STATE", `${top}/www/state`);
    expect(refusal(() => run(top, { how: "variables" }, `${top}/www`)).message).toMatch(inside);
  });

  test("the configuration and what stands beside it", () => {
    const top = build();
    renameSync(`${top}/cfg`, `${top}/www/cfg`);
    symlinkSync("www/cfg", `${top}/cfg`);
    const { code } = refusal(() => run(top));
    expect(code).toBe(isRoot ? "UNTRUSTED_PATH" : "CONFIG_INSIDE_INSTALL");
  });
});
