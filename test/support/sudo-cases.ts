/**
 * Sets of sudo's rules for the account `shop` (uid 61001, groups shop and web, 61002), and which of
 * /usr/bin/true and /usr/bin/id it may run as root without a password.
 */
export interface SudoCase {
  readonly name: string;
  /** `{host}` is the name of this host. */
  readonly files: Readonly<Record<string, string>>;
  readonly free: "nothing" | "true" | "id" | "both";
}

const main = (text: string, free: SudoCase["free"], name = text): SudoCase => ({
  name: name.split("\n")[0] ?? "",
  files: { sudoers: `root ALL=(ALL:ALL) ALL\n${text}\n` },
  free,
});

export const sudoCases: readonly SudoCase[] = [
  main("", "nothing", "nothing for it"),
  main("shop ALL=(ALL:ALL) ALL", "nothing"),
  main("shop ALL=(ALL:ALL) NOPASSWD: ALL", "both"),
  main("shop\tALL = ( ALL )\tNOPASSWD :ALL", "both"),
  main("%web ALL=(ALL) NOPASSWD:ALL", "both"),
  main("%61002 ALL=(ALL) NOPASSWD:ALL", "nothing"),
  main("%#61002 ALL=(ALL) NOPASSWD:ALL", "both"),
  main("#61001 ALL=(ALL) NOPASSWD:ALL", "both"),
  main("#61009 ALL=(ALL) NOPASSWD:ALL", "nothing"),
  main("# shop ALL=(ALL) NOPASSWD:ALL", "nothing"),
  main("ALL ALL=(ALL) NOPASSWD:ALL", "both"),
  main("ALL,!shop ALL=(ALL) NOPASSWD:ALL", "nothing"),
  main("ALL, ! %web ALL=(ALL) NOPASSWD:ALL", "nothing"),
  main("!root,shop ALL=(ALL) NOPASSWD:ALL", "both"),
  main("bob, shop , eve ALL=(ALL) NOPASSWD:ALL", "both"),
  main("shopper ALL=(ALL) NOPASSWD:ALL", "nothing"),
  main('"shop" ALL=(ALL) NOPASSWD:ALL', "both"),
  main("shop {host}=(ALL) NOPASSWD:ALL", "both"),
  main("shop elsewhere=(ALL) NOPASSWD:ALL", "nothing"),
  main("shop ALL,!{host}=(ALL) NOPASSWD:ALL", "nothing"),
  main("shop elsewhere=NOPASSWD: ALL : {host}=/usr/bin/true", "nothing"),
  main("shop elsewhere=ALL : {host}=NOPASSWD: /usr/bin/true", "true"),
  main("shop ALL=NOPASSWD: /usr/bin/true", "true"),
  main("shop ALL=NOPASSWD: /usr/bin/true, /usr/bin/id", "both"),
  main("shop ALL=NOPASSWD: /usr/bin/true, PASSWD: /usr/bin/id", "true"),
  main("shop ALL=/usr/bin/true, NOPASSWD: /usr/bin/id", "id"),
  main("shop ALL=SETENV: NOPASSWD: NOEXEC: /usr/bin/id", "id"),
  main("shop ALL=(root) CWD=/tmp NOPASSWD: /usr/bin/id", "id"),
  main("shop ALL=NOPASSWD: \\\n  /usr/bin/id", "id"),
  main("shop ALL=NOPASSWD: /usr/bin/id # and more", "id"),
  main("shop ALL=(ALL) NOPASSWD:ALL\nshop ALL=(ALL) ALL", "nothing", "a later rule asks again"),
  main("shop ALL=(ALL) ALL\nshop ALL=(ALL) NOPASSWD:ALL", "both", "a later rule asks no more"),
  main(
    "shop ALL=(ALL) NOPASSWD:ALL\nshop ALL=(ALL) /usr/bin/id",
    "true",
    "a later rule asks for one of them",
  ),
  main("shop ALL=NOPASSWD: /usr/bin/id\nshop ALL=/usr/bin/id", "nothing", "asks for the same"),
  main("shop ALL=(ALL) ALL\nDefaults:shop !authenticate", "both", "Defaults of the user"),
  main("shop ALL=(ALL) PASSWD: ALL\nDefaults !authenticate", "nothing", "a tag beats Defaults"),
  main("shop ALL=(ALL) ALL\nDefaults !authenticate", "both", "Defaults of all"),
  main("shop ALL=(ALL) ALL\nDefaults:root,bob !authenticate", "nothing", "Defaults of another"),
  main("shop ALL=(ALL) ALL\nDefaults:%web env_reset, !authenticate", "both", "Defaults of a group"),
  main("Defaults !authenticate", "nothing", "never asked, and nothing allowed"),
  main(
    "User_Alias SITE = bob, shop : OTHERS = eve\nSITE ALL=(ALL) NOPASSWD:ALL",
    "both",
    "an alias of users",
  ),
  main(
    "SITE ALL=(ALL) NOPASSWD:ALL\nUser_Alias INNER = shop\nUser_Alias SITE = INNER",
    "both",
    "aliases in aliases, defined later",
  ),
  main(
    "User_Alias SITE = ALL, !shop\nSITE ALL=(ALL) NOPASSWD:ALL",
    "nothing",
    "an alias that leaves it out",
  ),
  main("User_Alias NOT = shop\nALL,!NOT ALL=(ALL) NOPASSWD:ALL", "nothing", "an alias denied"),
  main("Host_Alias HERE = {host}\nshop HERE=NOPASSWD: /usr/bin/id", "id", "an alias of hosts"),
  main("Cmnd_Alias DO = /usr/bin/id\nshop ALL=NOPASSWD: DO", "id", "an alias of commands"),
  {
    name: "a folder of rules",
    files: {
      sudoers: "root ALL=(ALL) ALL\n@includedir /etc/sudoers.d\n",
      "sudoers.d/90-shop": "shop ALL=(ALL) NOPASSWD: /usr/bin/id\n",
    },
    free: "id",
  },
  {
    name: "the old spelling, and names that are left out",
    files: {
      sudoers: "#includedir /etc/sudoers.d\n",
      "sudoers.d/shop.conf": "shop ALL=(ALL) NOPASSWD: ALL\n",
      "sudoers.d/shop~": "shop ALL=(ALL) NOPASSWD: ALL\n",
    },
    free: "nothing",
  },
  {
    name: "the main file goes on after the folder",
    files: {
      sudoers: "@includedir /etc/sudoers.d\nshop ALL=(ALL) ALL\n",
      "sudoers.d/shop": "shop ALL=(ALL) NOPASSWD: ALL\n",
    },
    free: "nothing",
  },
  {
    name: "a single file, by a name that counts from the folder",
    files: {
      sudoers: "@include sudoers.d/more\n",
      "sudoers.d/more": "shop ALL=(ALL) NOPASSWD: /usr/bin/true\n",
    },
    free: "true",
  },
];
