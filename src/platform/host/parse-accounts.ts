/** A line of /etc/passwd. https://man7.org/linux/man-pages/man5/passwd.5.html */
export interface PasswdEntry {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** Never empty: nothing stands for `/bin/sh`. */
  readonly shell: string;
}

/** A line of /etc/group. https://man7.org/linux/man-pages/man5/group.5.html */
export interface GroupEntry {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

export function parsePasswd(text: string): readonly PasswdEntry[] {
  return fieldsOf(text).flatMap(([name, , uid, gid, , , shell]) =>
    name && isId(uid) && isId(gid)
      ? [{ name, uid: Number(uid), gid: Number(gid), shell: shell?.trim() || "/bin/sh" }]
      : [],
  );
}

export function parseGroup(text: string): readonly GroupEntry[] {
  return fieldsOf(text).flatMap(([name, , gid, members = ""]) =>
    name && isId(gid)
      ? [{ name, gid: Number(gid), members: members.split(",").filter((member) => member !== "") }]
      : [],
  );
}

/**
 * Whether the files are all there is: other sources (LDAP, sssd) are not asked. `systemd` only adds
 * users of running dynamic services, `compat` reads the files.
 * https://man7.org/linux/man-pages/man5/nsswitch.conf.5.html
 */
export function onlyFiles(nsswitch: string, database: "passwd" | "group"): boolean {
  const line = nsswitch.split("\n").find((text) => text.trim().startsWith(`${database}:`));
  if (line === undefined) return true;
  const sources = (line.split("#")[0] ?? "").split(":")[1]?.replaceAll(/\[[^\]]*\]/g, " ") ?? "";
  const words = sources.split(/\s+/).filter((word) => word !== "");
  return words.every((word) => ["files", "compat", "systemd", "altfiles"].includes(word));
}

function fieldsOf(text: string): readonly string[][] {
  return text
    .split("\n")
    .filter((line) => line !== "" && !/^[#+-]/.test(line))
    .map((line) => line.split(":"));
}

function isId(text: string | undefined): boolean {
  return text !== undefined && /^\d{1,10}$/.test(text);
}
