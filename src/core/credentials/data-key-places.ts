import type { AuditContext } from "../audit-context.ts";
import { type SettingInForce, settingsInForce } from "../install/settings-in-force.ts";
import { baseId } from "./base-id.ts";

/** The id of the key that encrypts what the database stores. */
export const dataKeyId = "iptvbp.encryption-key";

/** 64 KiB: what is larger is no key. */
export const largestKeyFile = 64 * 1024;

/** The settings that hold the data key: those that guard.yaml names, else those recognised as one. */
export function dataKeySettings({
  install,
  credentials,
  declared,
}: Pick<AuditContext, "install" | "credentials" | "declared">): readonly SettingInForce[] {
  const settings = settingsInForce(install);
  const { encryptionKey } = install.config;
  if (encryptionKey && "file" in encryptionKey) return [];
  if (encryptionKey) return settings.filter(({ entry }) => entry.key === encryptionKey.env);
  const known = [...credentials, ...declared].filter(({ id }) => baseId(id) === dataKeyId);
  return settings.filter(({ entry, path }) =>
    known.some((each) => each.name === entry.key && each.path === path && each.line === entry.line),
  );
}

/** The file that guard.yaml says holds the data key. */
export function dataKeyFile({ config }: AuditContext["install"]): string | undefined {
  const { encryptionKey } = config;
  return encryptionKey && "file" in encryptionKey ? encryptionKey.file : undefined;
}
