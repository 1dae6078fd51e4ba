import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempFolder } from "./temp-folder.ts";

/** A backup as a real program writes it. */
export interface RealBackup {
  readonly name: string;
  /** The program that makes it, and Debian's package where it has another name. */
  readonly program: string;
  readonly make: (folder: string) => void;
  /** What is looked at, below the folder. */
  readonly at: string;
  readonly is: string;
}

const sql = `-- MySQL dump\n${"INSERT INTO customers VALUES (1,'jo');\n".repeat(40)}`;
const passphrase = "a passphrase for tests only";

function run(folder: string, command: string, env: Readonly<Record<string, string>> = {}): void {
  execFileSync("/bin/sh", ["-ec", command], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
    env: {
      PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
      HOME: folder,
      GNUPGHOME: join(folder, "gnupg"),
      PASS: passphrase,
      ...env,
    },
  });
}

const by = (program: string, command: string, at: string, is: string, name = is): RealBackup => ({
  name: `${name} (${program})`,
  program,
  // gpg leaves an agent behind.
  make: (folder) => run(folder, program === "gpg" ? `${command}; gpgconf --kill all` : command),
  at,
  is,
});

const gpg = 'gpg --batch --pinentry-mode loopback --passphrase "$PASS"';

/** In clear and encrypted, by what Debian has. `shop.sql` and `more.txt` lie in the folder. */
export const realBackups: readonly RealBackup[] = [
  by("gzip", "gzip -k shop.sql", "shop.sql.gz", "clear gzip"),
  by("xz", "xz -k shop.sql", "shop.sql.xz", "clear xz"),
  by("zstd", "zstd -q shop.sql", "shop.sql.zst", "clear zstd"),
  by("bzip2", "bzip2 -k shop.sql", "shop.sql.bz2", "clear bzip2"),
  by("tar", "tar cf shop.tar shop.sql more.txt", "shop.tar", "clear tar"),
  by("zip", "zip -q shop.zip shop.sql more.txt", "shop.zip", "clear zip"),
  by("zip", 'zip -q -P "$PASS" shop.zip shop.sql more.txt', "shop.zip", "encrypted zip"),
  by(
    "zip",
    'zip -q -P "$PASS" shop.zip shop.sql; zip -q shop.zip more.txt',
    "shop.zip",
    "clear zip, encrypted in part",
  ),
  by(
    "zip",
    'mkdir d; zip -q -r -P "$PASS" shop.zip d shop.sql',
    "shop.zip",
    "encrypted zip",
    "with a folder",
  ),
  by("7z", "7z a -bd shop.7z shop.sql", "shop.7z", "clear 7z"),
  by("7z", "7z a -bd shop.7z shop.sql more.txt", "shop.7z", "clear 7z", "two files in clear"),
  by(
    "7z",
    "mkdir d; for n in $(seq 500); do echo $n$n > d/file-$n-of-many.txt; done; 7z a -bd shop.7z d",
    "shop.7z",
    "clear 7z",
    "500 files in clear",
  ),
  by(
    "7z",
    '7z a -bd "-p$PASS" shop.7z shop.sql more.txt',
    "shop.7z",
    "encrypted 7z",
    "two files, names in clear",
  ),
  by(
    "7z",
    `mkdir d; for n in $(seq 500); do echo $n$n > d/file-$n-of-many.txt; done; 7z a -bd "-p$PASS" shop.7z d`,
    "shop.7z",
    "encrypted 7z",
    "500 files, names in clear",
  ),
  by("7z", '7z a -bd "-p$PASS" -mhe=on shop.7z shop.sql more.txt', "shop.7z", "encrypted 7z"),
  by("7z", '7z a -bd "-p$PASS" shop.7z shop.sql', "shop.7z", "encrypted 7z", "names in clear"),
  by("7z", '7z a -bd -tzip "-p$PASS" -mem=AES256 shop.zip shop.sql', "shop.zip", "encrypted zip"),
  by(
    "age",
    "age-keygen -o key 2>/dev/null; age -r $(age-keygen -y key) -o shop.age shop.sql",
    "shop.age",
    "encrypted age",
  ),
  by(
    "age",
    "age-keygen -o key 2>/dev/null; age -a -r $(age-keygen -y key) -o shop.age shop.sql",
    "shop.age",
    "encrypted age",
    "armored",
  ),
  by("gpg", `mkdir -m 700 gnupg; ${gpg} -c -o shop.gpg shop.sql`, "shop.gpg", "encrypted OpenPGP"),
  by(
    "gpg",
    `mkdir -m 700 gnupg; ${gpg} --armor -c -o shop.asc shop.sql`,
    "shop.asc",
    "encrypted OpenPGP",
    "armored",
  ),
  by(
    "gpg",
    `mkdir -m 700 gnupg; ${gpg} --quick-gen-key jo@shop.example future-default default never;
     gpg --batch --trust-model always -r jo@shop.example -e -o shop.gpg shop.sql`,
    "shop.gpg",
    "encrypted OpenPGP",
    "for a key",
  ),
  by(
    "gpg",
    `mkdir -m 700 gnupg; ${gpg} --quick-gen-key jo@shop.example future-default default never;
     ${gpg} --armor -s -o shop.asc shop.sql`,
    "shop.asc",
    "clear OpenPGP, only signed",
  ),
  by(
    "gpg",
    "mkdir -m 700 gnupg; gpg --batch --store -o shop.gpg shop.sql",
    "shop.gpg",
    "clear OpenPGP, only signed",
    "only packed",
  ),
  by(
    "openssl",
    "openssl enc -aes-256-cbc -pbkdf2 -pass env:PASS -in shop.sql -out shop.enc",
    "shop.enc",
    "encrypted openssl",
  ),
  by(
    "openssl",
    "openssl enc -a -aes-256-cbc -pbkdf2 -pass env:PASS -in shop.sql -out shop.enc",
    "shop.enc",
    "encrypted openssl",
    "base64",
  ),
  ...(["DER", "PEM", "SMIME"] as const).map((form) =>
    by(
      "openssl",
      `openssl req -x509 -newkey rsa:2048 -nodes -keyout key -out cert -subj /CN=shop 2>/dev/null;
       openssl cms -encrypt -binary -aes256 -outform ${form} -in shop.sql -out shop.p7m cert`,
      "shop.p7m",
      "encrypted CMS",
      form,
    ),
  ),
  by(
    "cryptsetup",
    'truncate -s 20M shop.img; printf %s "$PASS" | cryptsetup -q luksFormat --pbkdf pbkdf2 --pbkdf-force-iterations 1000 shop.img -',
    "shop.img",
    "encrypted LUKS",
  ),
  by(
    "restic",
    "RESTIC_PASSWORD=$PASS restic -q init -r repo; RESTIC_PASSWORD=$PASS restic -q -r repo backup shop.sql",
    "repo",
    "encrypted restic",
  ),
  ...(
    [
      ["none", "clear"],
      ["repokey", "encrypted"],
      ["keyfile", "encrypted"],
      ["authenticated", "clear"],
      ["repokey-blake2", "encrypted"],
      ["authenticated-blake2", "clear"],
    ] as const
  ).map(([mode, kind]) =>
    by(
      "borg",
      `export BORG_PASSPHRASE=$PASS BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK=yes; borg init -e ${mode} repo; borg create repo::one shop.sql`,
      "repo",
      `${kind} borg`,
      mode,
    ),
  ),
];

/** Makes it in a folder of its own; gives the path to look at. */
export function makeBackup({ make, at }: RealBackup): string {
  const folder = tempFolder();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "shop.sql"), sql);
  writeFileSync(join(folder, "more.txt"), "more\n".repeat(200));
  make(folder);
  return join(folder, at);
}
