/** Last words of names that hold an example, not settings. */
const exampleWords = new Set(
  "example examples sample dist template tpl tmpl stub skel default defaults schema".split(" "),
);

/** Last words that editors, package managers and people give to a copy. */
const copyWords = new Set(
  (
    "bak bak1 bak2 back backup backups bkp bck old older orig original save saved sav swp swo swn " +
    "swx tmp temp copy kopie copia prev previous last txt text log gz bz2 xz zst zip tar tgz 7z rar " +
    "rpmsave rpmnew rpmorig rej dpkgold disabled deleted removed unused off broken bad wrong"
  ).split(" "),
);

/** Encrypted containers: good practice, neither an env file nor a readable copy. */
const encryptedWords = new Set("enc encrypted gpg asc age vault sops pgp keys key".split(" "));

/** `.env.js` and the like are source code, which reads or builds an environment. */
const codeWords = new Set(
  "js mjs cjs ts mts cts jsx tsx php py rb go java json yml yaml toml xml md html".split(" "),
);

/** `.env.example`, `.env.production.sample`, `env.dist`, `example.env`: may be tracked by git. */
export function isEnvExampleName(name: string): boolean {
  if (isEnvCopyName(name)) return false;
  if (/^(example|sample|template|dist)\.env$/i.test(name)) return true;
  const words = wordsAfterEnv(name);
  return words !== undefined && words.some((word) => exampleWords.has(word));
}

/**
 * A copy of an env file by its name: `.env.bak`, `.env.old`, `.env~`, `.env.save`, `.env.swp`,
 * `.env.orig`, `.env.2024-11-02`, `.env.production.1`, `env.txt`, `#.env#`, `Copy of .env`.
 */
export function isEnvCopyName(name: string): boolean {
  if (/^(\.#\.env|#\.env)/i.test(name)) return true;
  if (/^(copy of|kopie von) \.?env/i.test(name)) return true;
  if (/^(old|bak|backup|copy|orig)[._-]?\.env$/i.test(name)) return true;
  if (/^\.env\d+$/i.test(name)) return true;
  const words = wordsAfterEnv(name);
  if (!words || words.length === 0) return false;
  if (name.endsWith("~")) return true;
  // A `(2)`, a counter or a date at the end.
  const last = words.at(-1) ?? "";
  if (/^\d+$/.test(last)) return true;
  if (encryptedWords.has(last)) return false;
  return words.some((word) => copyWords.has(word.replace(/\d+$/, "")));
}

/** `.env`, `.env.production`, `.env.local`: read by an application, so neither example nor copy. */
export function isEnvFileName(name: string): boolean {
  if (name === ".env") return true;
  if (!name.startsWith(".env.") || name === ".env.") return false;
  const last = wordsAfterEnv(name)?.at(-1) ?? "";
  if (encryptedWords.has(last) || codeWords.has(last)) return false;
  return !isEnvExampleName(name) && !isEnvCopyName(name);
}

/** Lower-case words behind `.env` or `env`; undefined for a name that is no env file's. */
function wordsAfterEnv(name: string): readonly string[] | undefined {
  const parts = /^(\.env|_env|env|dot-?env)(?=$|[._~ ()-])(.*)$/is.exec(name);
  if (!parts) return undefined;
  const rest = parts[2] ?? "";
  if (rest === "~") return ["~"];
  return rest
    .toLowerCase()
    .replace("dpkg-", "dpkg")
    .split(/[._~\s()-]+/)
    .filter((word) => word !== "");
}
