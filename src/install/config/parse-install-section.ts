import { posix } from "node:path";
import { isInside } from "../../core/text/path-text.ts";
import type { GuardConfig } from "./guard-config.ts";
import type { YamlFields, YamlValue } from "./yaml-reader.ts";

type InstallSection = GuardConfig["install"];
type EncryptionKeyPlace = { readonly env: string } | { readonly file: string };

const installKeys = [
  "root",
  "env",
  "owner",
  "environment",
  "logs",
  "dumps",
  "exports",
  "nginx",
  "mounts",
  "encryptionKey",
] as const;

const logKinds = ["access", "error", "app", "audit"] as const;
const defaultLogDays = 30;

export interface ParsedInstallSection {
  readonly install: InstallSection;
  readonly encryptionKey: EncryptionKeyPlace | undefined;
  /** An empty list says that there are none; undefined says nothing. */
  readonly dumps: readonly string[] | undefined;
  /** Mount points in the root that are the install's. */
  readonly mounts: readonly string[] | undefined;
}

/** The `install:` section, paths made absolute. */
export function parseInstallSection(
  section: YamlValue | undefined,
  folder: string,
): ParsedInstallSection {
  const field: YamlFields = section?.fields(installKeys) ?? (() => undefined);
  const root = field("root")?.placed();
  const top = root === undefined ? folder : posix.resolve(folder, root.value);
  const [owner, environment] = [field("owner"), field("environment")];
  const env = pathList(field("env"), top);
  const nginx = pathList(field("nginx"), folder);
  const dumps = pathList(field("dumps"), folder);
  return {
    install: {
      ...(root ? { root: { ...root, value: top } } : {}),
      ...(env ? { env } : {}),
      ...(owner ? { owner: ownerText(owner) } : {}),
      ...(environment ? { environment: environment.text() } : {}),
      logs: logPatterns(field("logs"), folder),
      dumps: dumps ?? [],
      exports: pathList(field("exports"), folder) ?? [],
      ...(nginx ? { nginx } : {}),
    },
    encryptionKey: encryptionKey(field("encryptionKey"), top),
    dumps,
    mounts: field("mounts")
      ?.items()
      .map((item) => mountIn(root && top, item)),
  };
}

/** Absolute paths; undefined when the key is not there. */
function pathList(value: YamlValue | undefined, folder: string): readonly string[] | undefined {
  return value?.items().map((item) => posix.resolve(folder, item.text()));
}

/** A slip of the finger here would leave a gap, or open what it should not. */
function mountIn(root: string | undefined, item: YamlValue): string {
  if (root === undefined) {
    return item.fail("CONFIG_VALUE", "install.mounts needs install.root", "add the root's path");
  }
  const path = posix.resolve(root, item.text());
  if (path !== root && isInside(root, path)) return path;
  return item.fail(
    "CONFIG_VALUE",
    `${item.name} is not inside the root`,
    "name a folder of the install, as storage",
  );
}

function logPatterns(section: YamlValue | undefined, folder: string): InstallSection["logs"] {
  const field: YamlFields = section?.fields([...logKinds, "days"]) ?? (() => undefined);
  const lists = logKinds.flatMap((kind) => {
    const list = pathList(field(kind), folder);
    return list ? [[kind, list] as const] : [];
  });
  return { ...Object.fromEntries(lists), days: field("days")?.number() ?? defaultLogDays };
}

function ownerText(value: YamlValue) {
  const placed = value.placed();
  if (/^[^\s:]+(:[^\s:]+)?$/.test(placed.value)) return placed;
  return value.fail(
    "CONFIG_VALUE",
    `${value.name} must be user:group`,
    "write it as www-data:www-data",
  );
}

function encryptionKey(value: YamlValue | undefined, root: string): EncryptionKeyPlace | undefined {
  const field = value?.fields(["env", "file"]);
  if (!value || !field) return undefined;
  const [env, file] = [field("env")?.text(), field("file")?.text()];
  if (env !== undefined && file === undefined) return { env };
  if (file !== undefined && env === undefined) return { file: posix.resolve(root, file) };
  return value.fail("CONFIG_VALUE", `${value.name} needs either env or file`);
}
