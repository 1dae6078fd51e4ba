/** Kinds of files that no web server should serve and no repository should take. */
export type PrivateKind = "key" | "dump" | "backup" | "log";

const endings: Readonly<Record<PrivateKind, RegExp>> = {
  key: /\.(?:pem|key|p12|pfx|jks|ppk)$|^id_(?:rsa|dsa|ecdsa|ed25519)$/,
  dump: /\.(?:sql|dump|dmp|rdb|sqlite3?|mdb)(?:\.(?:gz|bz2|xz|zst|zip|age|gpg))?$/,
  backup:
    /\.(?:bak|backup|old|orig)$|\b(?:backup|bak|dump)s?\b.*\.(?:zip|7z|rar|tar|tgz|tbz2|gz|xz|zst)$/,
  log: /\.log(?:[.-]\d[\d-]*)?(?:\.(?:gz|bz2|xz|zst))?$/,
};

/** The endings of most files of an application, which are none of those: decided without a search. */
const ordinary = new Set(
  (
    "php js mjs cjs ts mts cts jsx tsx vue css scss less map json lock yml yaml toml xml html htm twig " +
    "md txt csv svg png jpg jpeg gif webp ico woff woff2 ttf eot py rb go java sh po mo"
  ).split(" "),
);

const kinds = ["key", "dump", "backup", "log"] as const;

/** What a file's name says it is; undefined for everything ordinary. */
export function privateKindOf(name: string): PrivateKind | undefined {
  if (ordinary.has(name.slice(name.lastIndexOf(".") + 1))) return undefined;
  const lower = name.toLowerCase();
  return kinds.find((kind) => endings[kind].test(lower));
}
