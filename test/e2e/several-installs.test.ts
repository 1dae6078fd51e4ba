import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isRoot } from "../support/as-user.ts";
import { localAuditText } from "../support/local-audit-cases.ts";
import { type PrivateHost, privateHost } from "../support/private-host.ts";
import { guardBin } from "../support/run-guard.ts";

const two = {
  "srv/shop/.env": "APP_ENV=production\nA=1\n",
  "var/www/shop/.env": "APP_ENV=production\nA=1\n",
};
const guardYaml = "etc/iptvbp-guard/guard.yaml";

function hostOf(files: Readonly<Record<string, string>>): PrivateHost {
  const host = privateHost(files);
  for (const name of Object.keys(two)) if (name in files) chmodSync(host.real(name), 0o600);
  return host;
}

const lines = (text: string) => text.trimEnd().split("\n");

describe.runIf(isRoot)("several installs on one host", () => {
  test.each([
    [["audit", "--only", "env/mode"], 0],
    [["undo"], 0],
    [["rotate", "status"], 0],
    [["incident", "list"], 0],
  ])("%j lists them, and what it says to type works", async (args, exitCode) => {
    const host = hostOf(two);
    const refused = await host.guard(args, { cwd: "/root" });
    expect(refused.status, refused.stderr).toBe(2);
    expect(refused.stdout).toBe("");
    const [error, first = "", second = "", last] = lines(refused.stderr);
    expect(error).toBe(
      "iptvbp-guard: error: 2 installs found: /srv/shop (found in /srv), /var/www/shop (found in /var/www)",
    );
    expect(last).toContain("hint: keep a configuration for each with: node ");
    for (const [hint, root] of [
      [first, "/srv/shop"],
      [second, "/var/www/shop"],
    ] as const) {
      const command = hint.replace("iptvbp-guard: hint: run: ", "");
      expect(command).toContain(root);
      const ran = await host.run(["sh", "-c", command], { cwd: "/root" });
      expect(ran.status, ran.stderr).toBe(exitCode);
    }
  });

  test("each has a configuration by its name, and a state of its own", async () => {
    const host = hostOf(two);
    for (const [name, root] of [
      ["one", "/srv/shop"],
      ["two", "/var/www/shop"],
    ] as const) {
      const wrote = await host.guard(["init", "--yes", "--config", name, root]);
      expect(wrote.stdout, wrote.stderr).toContain(`Wrote /etc/iptvbp-guard/${name}.yaml`);
      const audited = await host.guard(["audit", "--config", name, "--only", "env/*"]);
      expect(audited.stderr).toContain(`Found   ${root}`);
      expect(audited.status).toBe(0);
    }
    const states = readdirSync(host.real("/var/lib/iptvbp-guard"));
    expect(states).toHaveLength(2);
    for (const state of states) expect(state).toMatch(/^shop-[0-9a-f]{12}$/);
    const { stderr } = await host.guard(["audit"]);
    expect(lines(stderr).at(-1)).toBe(
      "iptvbp-guard: hint: or name one by its configuration: --config one, --config two",
    );
    const wrong = await host.guard(["audit", "--config", "tow"]);
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain("hint: did you mean: --config two\n");
  });

  test("our own process is no service of the install that it is about", async () => {
    const host = hostOf(two);
    const run = await host.guard(["audit", "/srv/shop", "--only", "privilege/service-user"], {
      cwd: "/srv/shop",
    });
    expect(run.stdout, run.stderr).not.toContain("serves the install");
  });

  test("guard.yaml is about one, and nothing of it counts for the other", async () => {
    const host = hostOf({
      ...two,
      [guardYaml]: "install: { root: /srv/shop }\n",
      "etc/iptvbp-guard/audits.d/a.yaml": localAuditText("env: { name: B, set: true }"),
    });
    const own = await host.guard(["audit", "--only", "local/*"], { cwd: "/root" });
    expect(own.status, own.stderr).toBe(1);
    expect(own.stdout).toContain("B is not set");
    const there = { cwd: "/var/www/shop" };
    const other = await host.guard(["audit", ".", "--only", "env/*"], there);
    expect(other.status).toBe(0);
    expect(other.stderr).toContain(
      "note: /etc/iptvbp-guard/guard.yaml is about /srv/shop: nothing of it is used\n",
    );
    const none = await host.guard(["audit", ".", "--only", "local/*"], there);
    expect(none.status).toBe(2);
    const pathless = [["undo"], ["incident", "list"], ["rotate", "status"], ["attest", "--list"]];
    for (const args of pathless) {
      const told = await host.guard(args, there);
      expect(told.status).toBe(0);
      const words = (told.stdout + told.stderr).replaceAll(/\s+/g, " ");
      expect(words).toContain(
        "this is about /srv/shop, by /etc/iptvbp-guard/guard.yaml; for the install in the current folder name another --config",
      );
    }
  });
});

describe.runIf(isRoot)("the usual places, as root", () => {
  const files = { "srv/shop/.env": "A=1\n", [guardYaml]: "install: { root: /srv/shop }\n" };
  const open = (path: string) => (host: PrivateHost) => {
    mkdirSync(host.real(path), { recursive: true });
    chmodSync(host.real(path), 0o777);
  };

  test.each<readonly [string, (host: PrivateHost) => void]>([
    ["/etc/iptvbp-guard", open("/etc/iptvbp-guard")],
    ["/etc/iptvbp-guard/guard.yaml", (host) => chownSync(host.real(guardYaml), 1001, 0)],
    ["/etc/iptvbp-guard/rules.d", open("/etc/iptvbp-guard/rules.d")],
    ["/var/lib/iptvbp-guard", open("/var/lib/iptvbp-guard")],
    ["/var/lib", open("/var/lib")],
  ])("%s that others can change: refused, with what to type", async (path, make) => {
    const host = hostOf(files);
    make(host);
    for (const args of [["audit", "--quiet"], ["undo"]]) {
      const { status, stdout, stderr } = await host.guard(args);
      expect(status, `${args.join(" ")}: ${stderr}`).toBe(2);
      expect(stdout).toBe("");
      const said = "(?:belongs to user 1001|can be written by others)";
      expect(stderr).toMatch(
        new RegExp(
          `^iptvbp-guard: error: ${path} ${said}, so root does not take orders from it\n` +
            `iptvbp-guard: hint: run (?:chown root|chmod go-w) ${path}\n$`,
        ),
      );
    }
    const state = host.real("/var/lib/iptvbp-guard");
    if (existsSync(state)) expect(readdirSync(state)).toEqual([]);
  });

  test("of who called sudo: taken, and the state is made for root alone", async () => {
    const host = hostOf(files);
    chownSync(host.real(guardYaml), 1001, 1001);
    const sudo = ["env", "SUDO_UID=1001", "SUDO_USER=shop", process.execPath];
    const { status, stderr } = await host.run([
      ...sudo,
      guardBin,
      "audit",
      "--only",
      "env/present",
    ]);
    expect(status, stderr).toBe(0);
    expect(readdirSync(host.real("/var/lib/iptvbp-guard"))).toHaveLength(1);
  });

  test("rules that are closed to us stop a scan: nobody knows what they would find", async () => {
    const host = hostOf({ ...files, "etc/iptvbp-guard/rules.d/a.yaml": "rules: []\n" });
    mkdirSync(host.real("/srv/code"));
    const scan = () => host.guard(["scan", "/srv/code"], { uid: 1001 });
    expect((await scan()).status).toBe(3);
    chmodSync(host.real("/etc/iptvbp-guard/rules.d"), 0o700);
    const { status, stderr } = await scan();
    expect(status).toBe(2);
    expect(stderr).toContain(
      "error: /etc/iptvbp-guard/rules.d: cannot be read: permission denied\n",
    );
    rmSync(host.real("/etc/iptvbp-guard/rules.d"), { recursive: true });
    chmodSync(host.real(guardYaml), 0o600);
    expect((await scan()).status, "its guard.yaml is of no interest").toBe(3);
  });
});
