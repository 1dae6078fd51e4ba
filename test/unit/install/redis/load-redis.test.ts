import { describe, expect, test } from "vitest";
import { loadRedis } from "../../../../src/install/redis/load-redis.ts";
import { hostInFolder } from "../../../support/host-in-folder.ts";
import { redisCases } from "../../../support/redis-cases.ts";

function load(files: Readonly<Record<string, string>>) {
  const entries = Object.entries(files).map(([name, text]) => [
    name.includes("/") ? name : `etc/redis/${name}`,
    text.replaceAll("{etc}", "/etc/redis"),
  ]);
  return loadRedis(hostInFolder(Object.fromEntries(entries)).ports.host);
}

describe("what a client without a password may do", () => {
  // The same table is held against a real Redis in test/system/redis-access.test.ts.
  test.each(redisCases)("$name", ({ files, open, outside }) => {
    const { servers, gaps } = load(files);
    expect(gaps).toEqual([]);
    expect(servers).toHaveLength(1);
    const [server] = servers;
    expect(server?.open).toBe(open);
    const isPublic = server?.addresses.includes("*") ?? false;
    expect(open && isPublic && !server?.protectedMode).toBe(outside);
  });
});

describe("facts", () => {
  test.each([
    ["", ["*"]],
    ["bind 127.0.0.1 -::1", ["127.0.0.1", "::1"]],
    ["bind * -::*", ["*", "*"]],
    ["bind 10.0.0.5", ["10.0.0.5"]],
    ["port 0", []],
    ["port 0\ntls-port 6380", ["*"]],
  ])("addresses of %j", (text, addresses) => {
    expect(load({ "redis.conf": `# \n${text}\nloglevel notice\n` }).servers[0]?.addresses).toEqual(
      addresses,
    );
  });

  test.each([
    ["port 0", undefined],
    ["port 0\nunixsocket /run/r.sock", 0o777],
    ["port 0\nunixsocket /run/r.sock\nunixsocketperm 770", 0o770],
  ])("the socket file of %j", (text, mode) => {
    expect(load({ "redis.conf": `${text}\n` }).servers[0]?.socketMode).toBe(mode);
  });

  test("several servers, Valkey too; sentinels are none", () => {
    const { servers } = load({
      "a.conf": "port 1\n",
      "b.conf": "port 2\n",
      "sentinel.conf": "sentinel monitor m 127.0.0.1 6379 2\n",
      "etc/valkey/valkey.conf": "port 3\n",
    });
    expect(servers.map(({ file }) => file)).toEqual([
      "/etc/redis/a.conf",
      "/etc/redis/b.conf",
      "/etc/valkey/valkey.conf",
    ]);
  });
});

describe("not known", () => {
  test.each([
    ["an include that counts from somewhere", { "redis.conf": "include more.conf\n" }],
    ["an include that is not there", { "redis.conf": "include /etc/redis/x/more.conf\n" }],
    ["an include of itself", { "redis.conf": "port 1\ninclude /etc/redis/redis.conf\n" }],
    ["a list of users that counts from somewhere", { "redis.conf": "aclfile users.acl\n" }],
    ["a list of users that is not there", { "redis.conf": "aclfile /etc/redis/users.acl\n" }],
    ["quotes that do not end", { "redis.conf": 'requirepass "abc\n' }],
  ])("%s", (_, files) => {
    expect(load(files).gaps.length).toBeGreaterThan(0);
  });
});
