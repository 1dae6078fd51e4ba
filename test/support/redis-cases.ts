/** Configurations of Redis, and what a client without a password may do on each. */
export interface RedisCase {
  readonly name: string;
  /** `redis.conf` and what it includes; `{etc}` is the folder they are in. */
  readonly files: Readonly<Record<string, string>>;
  /** Runs commands over loopback. */
  readonly open: boolean;
  /** Runs commands from another address; only where `bind` lets it come so far. */
  readonly outside: boolean;
}

function conf(text: string, open: boolean, outside = open): RedisCase {
  const all = text.includes("bind") ? text : `bind * -::*\n${text}`;
  return { name: text.replaceAll("\n", "; "), files: { "redis.conf": `${all}\n` }, open, outside };
}

export const redisCases: readonly RedisCase[] = [
  conf("", true, false),
  conf("protected-mode yes", true, false),
  conf("protected-mode no", true),
  conf("PROTECTED-MODE No", true),
  conf("protected-mode no\nprotected-mode yes", true, false),
  conf("bind 127.0.0.1 -::1\nprotected-mode no", true, false),
  conf("requirepass secretsecret", false),
  conf('requirepass "secret secret"', false),
  conf("RequirePass 'x'", false),
  conf('requirepass ""', true, false),
  conf('requirepass a\nrequirepass ""', true, false),
  conf("# requirepass a", true, false),
  conf("requirepass a\nprotected-mode no", false),
  conf("user default on >abc ~* +@all", false),
  conf("user default on nopass ~* +@all\nprotected-mode no", true),
  conf("user default on nopass ~* +@all", true, false),
  conf("user default off nopass ~* +@all\nprotected-mode no", false),
  conf("user default on nopass\nprotected-mode no", false),
  conf("user default on nopass ~* +@all -@all\nprotected-mode no", false),
  conf("user default on nopass ~* -@all +ping\nprotected-mode no", true),
  conf("user default on nopass ~* allcommands nocommands\nprotected-mode no", false),
  conf("user default on nopass >abc ~* +@all\nprotected-mode no", false),
  conf("user default on >abc nopass ~* +@all\nprotected-mode no", true),
  conf("user default on nopass resetpass ~* +@all\nprotected-mode no", false),
  conf("user default ON NOPASS ~* +@ALL\nprotected-mode no", true),
  conf("user default on nopass ~* +@all reset\nprotected-mode no", false),
  conf("user default on nopass (+ping ~*)\nprotected-mode no", true),
  conf("user shop on >abc ~* +@all\nprotected-mode no", true),
  conf("requirepass a\nuser default on nopass ~* +@all\nprotected-mode no", true),
  conf("user default on nopass ~* +@all\nrequirepass a\nprotected-mode no", true),
  conf(`user default on #${"ab".repeat(32)} ~* +@all`, false),
  conf('rename-command CONFIG ""\nprotected-mode no', true),
  {
    name: "an include after it wins",
    files: {
      "redis.conf": "bind *\nrequirepass a\ninclude {etc}/more.inc\n",
      "more.inc": 'requirepass ""\n',
    },
    open: true,
    outside: false,
  },
  {
    name: "a line after the include wins",
    files: {
      "redis.conf": "bind *\ninclude {etc}/more.inc\nrequirepass a\n",
      "more.inc": 'requirepass ""\n',
    },
    open: false,
    outside: false,
  },
  {
    name: "includes by a pattern",
    files: {
      "redis.conf": "bind *\ninclude {etc}/more-*.inc\n",
      "more-1.inc": "protected-mode no\n",
      "more-2.inc": "requirepass a\n",
    },
    open: false,
    outside: false,
  },
  {
    name: "an access list in a file",
    files: {
      "redis.conf": "bind *\naclfile {etc}/users.acl\n",
      "users.acl": "user default on >abc ~* +@all\n",
    },
    open: false,
    outside: false,
  },
  {
    name: "a file of users without the default one, and requirepass",
    files: {
      "redis.conf": "bind *\nrequirepass a\naclfile {etc}/users.acl\n",
      "users.acl": "user shop on >abc ~* +@all\n",
    },
    open: true,
    outside: false,
  },
  {
    name: "a file that opens the default user, and requirepass",
    files: {
      "redis.conf": "bind *\nprotected-mode no\nrequirepass a\naclfile {etc}/users.acl\n",
      "users.acl": "user default on nopass ~* +@all\n",
    },
    open: true,
    outside: true,
  },
];
