import { spawn } from "node:child_process";
import { once } from "node:events";
import { linkSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { listListeners } from "../../../src/platform/host/listeners.ts";
import {
  parseInet6Addresses,
  parseLocalAddresses,
  parseSockets,
} from "../../../src/platform/host/parse-sockets.ts";
import { asOther, isRoot } from "../../support/as-user.ts";
import { needProgram } from "../../support/need-program.ts";
import { populate, tempFolder } from "../../support/temp-folder.ts";

const head =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
const line = (local: string, { state = "0A", uid = 33, inode = 77 } = {}) =>
  `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000 ${uid} 0 ${inode} 1 0 100 0 0 10 0\n`;

describe("the tables of the kernel", () => {
  test.each([
    ["0100007F:1F90", "LE", "127.0.0.1", 8080],
    ["7F000001:1F90", "BE", "127.0.0.1", 8080],
    ["00000000:0050", "LE", "0.0.0.0", 80],
    ["00000000000000000000000000000000:18EB", "LE", "::", 6379],
    ["00000000000000000000000001000000:18EB", "LE", "::1", 6379],
    ["B80D0120000000000000000001000000:18EB", "LE", "2001:db8::1", 6379],
    ["20010DB8000000000000000000000001:18EB", "BE", "2001:db8::1", 6379],
    ["0000000000000000FFFF00000100007F:18EB", "LE", "127.0.0.1", 6379],
  ] as const)("%s on a %s machine is %s port %i", (local, endianness, address, port) => {
    expect(parseSockets(head + line(local), endianness)).toEqual([
      { address, port, uid: 33, inode: 77 },
    ]);
  });

  test("other states than listening, and what is no line, are left out", () => {
    const text = head + line("0100007F:1F90", { state: "01" }) + "\n0A 0A 0A 0A\n";
    expect(parseSockets(text, "LE")).toEqual([]);
  });

  test("local addresses are the leaves marked so", () => {
    const trie = [
      "Main:",
      "  +-- 0.0.0.0/0 3 0 5",
      "     |-- 0.0.0.0",
      "        /0 universe UNICAST",
      "     +-- 10.0.0.0/24 2 0 2",
      "        |-- 10.0.0.0",
      "           /24 link UNICAST",
      "        |-- 10.0.0.9",
      "           /32 host LOCAL",
      "        |-- 10.0.0.255",
      "           /32 link BROADCAST",
    ];
    expect(parseLocalAddresses([...trie, ...trie].join("\n"))).toEqual(["10.0.0.9"]);
    const six =
      "fe80000000000000020000fffe000001 02 40 20 80     eth0\n" +
      "20010db8000000000000000000000002 02 40 00 80     eth0\n";
    expect(parseInet6Addresses(six)).toEqual(["fe80::200:ff:fe00:1", "2001:db8::2"]);
  });
});

describe("a host made of files", () => {
  const files = {
    "1/comm": "systemd\n",
    "1/net/tcp": head + line("0100007F:1F90") + line("00000000:0016", { uid: 0, inode: 5 }),
    "1/net/tcp6": head + line("00000000000000000000000000000000:0050", { uid: 0, inode: 6 }),
    "41/comm": "sshd\n",
    "42/comm": "redis-server\n",
    "42/net/tcp": head + line("00000000:18EB", { uid: 999, inode: 9 }),
    "42/net/fib_trie": "  |-- 172.17.0.2\n     /32 host LOCAL\n",
    "43/comm": "ended",
  };
  const build = (more: Readonly<Record<string, string>> = {}) => {
    const proc = populate(tempFolder(), { ...files, ...more });
    symlinkSync("1/net", join(proc, "net"));
    symlinkSync("1/net", join(proc, "self"));
    populate(join(proc, "41"), { "net/x": "", "fd/x": "" });
    linkSync(join(proc, "1/net/tcp"), join(proc, "41/net/tcp"));
    symlinkSync("socket:[5]", join(proc, "41/fd/3"));
    symlinkSync("/usr/sbin/sshd (deleted)", join(proc, "41/exe"));
    return proc;
  };

  test("our own network first, then the others with their addresses", () => {
    expect(listListeners(build())).toEqual({
      kind: "found",
      value: [
        {
          address: "0.0.0.0",
          port: 22,
          uid: 0,
          takesIpv4: false,
          process: { pid: 41, program: "sshd" },
        },
        { address: "::", port: 80, uid: 0, takesIpv4: true },
        { address: "127.0.0.1", port: 8080, uid: 33, takesIpv4: false },
        {
          address: "0.0.0.0",
          port: 6379,
          uid: 999,
          takesIpv4: false,
          network: { pid: 42, addresses: ["172.17.0.2"] },
        },
      ],
    });
  });

  test.each([
    ["the name that it was started by, which leads to it", "redis-server", "redis-server"],
    ["its own name, where it calls itself something else", "worker", "redis-check-rdb"],
    ["its own name, where another program has that one", "redis-cli", "redis-check-rdb"],
    ["its own name, where it calls itself by none", "..", "redis-check-rdb"],
  ])("a file that is several programs: %s", (_, comm, program) => {
    const bin = populate(tempFolder(), { "redis-check-rdb": "", "redis-cli": "" });
    symlinkSync("redis-check-rdb", join(bin, "redis-server"));
    const proc = build({ "40/comm": `${comm}\n` });
    populate(join(proc, "40"), { "net/x": "", "fd/x": "" });
    linkSync(join(proc, "1/net/tcp"), join(proc, "40/net/tcp"));
    symlinkSync("socket:[77]", join(proc, "40/fd/3"));
    symlinkSync(join(bin, "redis-check-rdb"), join(proc, "40/exe"));
    const look = listListeners(proc);
    const listeners = look.kind === "found" ? look.value : [];
    expect(listeners.find(({ port }) => port === 8080)?.process).toEqual({ pid: 40, program });
  });

  test("`::` takes no IPv4 where the host says so", () => {
    const look = listListeners(build({ "sys/net/ipv6/bindv6only": "1\n" }));
    const listeners = look.kind === "found" ? look.value : [];
    expect(listeners.find(({ address }) => address === "::")?.takesIpv4).toBe(false);
  });

  test("hidden processes hide other networks: not known", () => {
    const proc = populate(tempFolder(), { "4711/net/tcp": head });
    symlinkSync("4711/net", join(proc, "net"));
    expect(listListeners(proc)).toMatchObject({
      kind: "blocked",
      reason: { code: "permission" },
    });
  });

  test("no tables, or a folder in the place of one: not known", () => {
    expect(listListeners(tempFolder())).toMatchObject({ kind: "blocked", reason: { code: "io" } });
    const proc = populate(tempFolder(), { "1/net/tcp": head, "1/net/tcp6/x": "" });
    symlinkSync("1/net", join(proc, "net"));
    expect(listListeners(proc)).toMatchObject({
      kind: "blocked",
      reason: { code: "not-a-file" },
    });
  });
});

describe("this host", () => {
  test("a listener of ours is seen with us as its holder", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const look = listListeners();
    server.close();
    const listeners = look.kind === "found" ? look.value : [];
    expect(listeners.find((each) => each.port === port)).toEqual({
      address: "127.0.0.1",
      port,
      uid: process.getuid?.(),
      takesIpv4: false,
      process: { pid: process.pid, program: "node" },
    });
  });

  test("every address of another network, both families: as ss has it there", async ({ skip }) => {
    if (!isRoot) skip("takes root: a network namespace");
    needProgram(skip, "unshare");
    needProgram(skip, "ip");
    needProgram(skip, "ss");
    const child = spawn("unshare", ["-n", "sh", "-c", network, process.execPath, listenEverywhere]);
    const [output] = (await once(child.stdout, "data")) as [Buffer];
    const look = listListeners();
    const asOrdinary = asOther(() => listListeners());
    child.kill();
    const all = look.kind === "found" ? look.value : [];
    const there = all.filter((each) => each.network?.pid === child.pid);
    const ours = there.map(({ address, port }) => `${address} ${port}`).toSorted();
    expect(ours).toHaveLength(7);
    expect(ours).toEqual(listedBySs(output.toString()));
    expect(there[0]?.network?.addresses.toSorted()).toEqual(
      ["10.77.0.1", "127.0.0.1", "2001:db8::77", "::1"].toSorted(),
    );
    expect(new Set(there.map((each) => each.process?.program))).toEqual(new Set(["node"]));
    const seen = asOrdinary.kind === "found" ? asOrdinary.value : [];
    // An ordinary account sees the same sockets; whose they are it does not.
    expect(seen.filter((each) => each.network?.pid === child.pid)).toEqual(
      there.map(({ address, port, takesIpv4, uid, network: where }) => ({
        address,
        port,
        takesIpv4,
        uid,
        network: where,
      })),
    );
  });
});

const network = `set -e
ip link set lo up
ip address add 10.77.0.1/32 dev lo
ip -6 address add 2001:db8::77/128 dev lo nodad
exec "$0" -e "$1"`;

const listenEverywhere = `
const net = require("node:net");
const places = [["0.0.0.0", 6379], ["127.0.0.1", 5432], ["10.77.0.1", 3306], ["::1", 5432],
  ["2001:db8::77", 11211], ["::", 80], ["::ffff:127.0.0.1", 7999]];
let open = 0;
for (const [host, port] of places) net.createServer().listen(port, host, () => {
  open += 1;
  if (open === places.length) process.stdout.write(require("node:child_process").execFileSync("ss", ["-Hltn"]));
});`;

/** `127.0.0.1 5432` of each line; ss writes `*` for a socket of both families. */
function listedBySs(output: string): readonly string[] {
  return output
    .trim()
    .split("\n")
    .map((row) => {
      const local = row.split(/\s+/)[3] ?? "";
      const cut = local.lastIndexOf(":");
      const address = local.slice(0, cut).replaceAll(/^\[|\]$/g, "");
      const plain = address === "*" ? "::" : address.replace("::ffff:", "");
      return `${plain} ${local.slice(cut + 1)}`;
    })
    .toSorted();
}
