import { describe, expect, it } from "vitest";
import { parsePools } from "../../../../src/install/php-fpm/parse-pool.ts";

describe("parsePools", () => {
  it("reads pools with their lines", () => {
    const text = `[global]
error_log = /var/log/fpm.log
[www]
; user = nobody
user = www-data
group=www-data
listen = /run/php/$pool.sock ; the socket
access.log = /var/log/$pool.access.log
php_admin_value[error_log] = /var/log/$pool.error.log
chdir = "/srv/shop"
env[HOSTNAME] = $HOSTNAME
env[SECRET] = 'a;b'
[other]
user = shop
`;
    const pools = parsePools(text, "/p");
    expect(pools.map(({ name, line, user }) => [name, line, user])).toEqual([
      ["www", 3, "www-data"],
      ["other", 13, "shop"],
    ]);
    expect(pools[0]).toMatchObject({
      group: "www-data",
      listen: "/run/php/www.sock",
      chdir: "/srv/shop",
      logs: [
        { kind: "access", path: "/var/log/www.access.log", line: 8 },
        { kind: "error", path: "/var/log/www.error.log", line: 9 },
      ],
    });
    expect(pools[0]?.env.map(({ key, value, line }) => [key, value.reveal(), line])).toEqual([
      ["SECRET", "a;b", 12],
    ]);
  });
});
