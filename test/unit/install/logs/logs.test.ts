import { utimesSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Gap } from "../../../../src/core/look.ts";
import { discoverInstall } from "../../../../src/install/discover-install.ts";
import { appLogs } from "../../../../src/install/logs/other-logs.ts";
import { liveName, rotatedFiles } from "../../../../src/install/logs/rotated.ts";
import { hostInFolder } from "../../../support/host-in-folder.ts";

describe("liveName", () => {
  it.each([
    ["access.log", "access.log"],
    ["access.log.1", "access.log"],
    ["access.log.12.gz", "access.log"],
    ["access.log-20261102", "access.log"],
    ["access.log-20261102.gz", "access.log"],
    ["access.log.old", "access.log"],
    ["access.log.xz", "access.log"],
  ])("%s belongs to %s", (name, live) => {
    expect(liveName(name)).toBe(live);
  });
});

describe("rotatedFiles", () => {
  it("takes siblings only, newest first", () => {
    const host = hostInFolder({
      "l/a.log": "",
      "l/a.log.1": "",
      "l/a.log.2.gz": "",
      "l/a.logbook": "",
      "l/b.log": "",
    });
    utimesSync(host.real("/l/a.log"), 3, 3);
    utimesSync(host.real("/l/a.log.1"), 2, 2);
    utimesSync(host.real("/l/a.log.2.gz"), 1, 1);
    const gaps: Gap[] = [];
    expect(rotatedFiles(host.ports.host, "/l/a.log", gaps)).toEqual([
      "/l/a.log",
      "/l/a.log.1",
      "/l/a.log.2.gz",
    ]);
    expect(rotatedFiles(host.ports.host, "/none/a.log", gaps)).toEqual([]);
    expect(gaps).toEqual([]);
  });
});

describe("appLogs", () => {
  it("groups rotated logs and leaves daily ones apart", () => {
    const host = hostInFolder({
      "opt/a/storage/logs/app.log": "",
      "opt/a/storage/logs/app.log.1.gz": "",
      "opt/a/storage/logs/app-2026-11-02.log": "",
      "opt/a/debug.log": "",
      "opt/a/changelog": "",
    });
    const logs = appLogs(host.ports.filesOf("/opt/a"), "/opt/a", []);
    expect(logs.map(({ path, files }) => [path, files.length])).toEqual([
      ["/opt/a/debug.log", 1],
      ["/opt/a/storage/logs/app-2026-11-02.log", 1],
      ["/opt/a/storage/logs/app.log", 2],
    ]);
  });
});

describe("logs of nginx sites", () => {
  const logsFor = (main: string, server: string) => {
    const { ports } = hostInFolder({
      "opt/a/.env": "A=1\n",
      "etc/nginx/nginx.conf": `error_log /l/main.log;\nhttp {\n${main}\nserver { root /opt/a; ${server} }\n}\n`,
      "l/one.example.log": "",
      "l/two.example.log": "",
    });
    const { install } = discoverInstall(ports, { path: "/opt/a" });
    const logs = install.logs.map(({ kind, off, path }) => `${kind} ${off ? "off" : path}`);
    return { logs, gaps: install.gaps.map(({ reason }) => reason.text) };
  };

  it.each<[string, string, readonly string[]]>([
    ["", "", ["access /var/log/nginx/access.log", "error /l/main.log"]],
    ["access_log /l/http.log;", "", ["access /l/http.log", "error /l/main.log"]],
    ["access_log /l/http.log;", "access_log off;", ["access off", "error /l/main.log"]],
    ["access_log off;", "access_log /l/own.log;", ["access /l/own.log", "error /l/main.log"]],
    [
      "",
      "access_log off; location /x { access_log /l/x.log; }",
      ["access off", "access /l/x.log", "error /l/main.log"],
    ],
    [
      "",
      "location = /favicon.ico { access_log off; }",
      ["access /var/log/nginx/access.log", "error /l/main.log"],
    ],
    ["", "error_log /dev/null;", ["access /var/log/nginx/access.log", "error off"]],
    [
      "",
      "access_log /l/$host.log;",
      ["access /l/one.example.log", "access /l/two.example.log", "error /l/main.log"],
    ],
  ])("%j and %j", (main, server, expected) => {
    expect(logsFor(main, server)).toEqual({ logs: expected, gaps: [] });
  });

  it("does not know what went to syslog", () => {
    const { logs, gaps } = logsFor("", "access_log syslog:server=10.0.0.1;");
    expect(logs).toEqual(["error /l/main.log"]);
    expect(gaps).toEqual(["access log goes to syslog"]);
  });
});
