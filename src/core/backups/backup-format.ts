import { fromBase64, latin1 } from "./bytes.ts";
import { armoredStart, openPgpStart } from "./openpgp.ts";

/** What a backup's bytes say it is. */
export type BackupFormat =
  | { readonly kind: "encrypted"; readonly format: string }
  | { readonly kind: "clear"; readonly format: string }
  /** Some of its bytes say it, further behind. */
  | { readonly kind: "container"; readonly format: "zip" | "7z" }
  | { readonly kind: "unsure"; readonly text: string };

interface Signature {
  readonly starts: string;
  readonly at?: number;
  readonly is: BackupFormat;
}

const encrypted = (format: string): BackupFormat => ({ kind: "encrypted", format });
const clear = (format: string): BackupFormat => ({ kind: "clear", format });

/** Decided by content alone: anybody can call a file `.gpg`. */
const signatures: readonly Signature[] = [
  // https://github.com/C2SP/C2SP/blob/main/age.md
  { starts: "age-encryption.org/v1", is: encrypted("age") },
  { starts: "-----BEGIN AGE ENCRYPTED FILE-----", is: encrypted("age") },
  // https://docs.openssl.org/master/man1/openssl-enc/
  { starts: "Salted__", is: encrypted("openssl") },
  // The same in base64.
  { starts: "U2FsdGVkX1", is: encrypted("openssl") },
  // https://docs.ansible.com/ansible/latest/vault_guide/
  { starts: "$ANSIBLE_VAULT;", is: encrypted("ansible-vault") },
  { starts: "LUKS\xba\xbe", is: encrypted("LUKS") },
  { starts: "RCLONE\x00\x00", is: encrypted("rclone crypt") },
  { starts: "\x1f\x8b", is: clear("gzip") },
  { starts: "\xfd7zXZ\x00", is: clear("xz") },
  { starts: "\x28\xb5\x2f\xfd", is: clear("zstd") },
  { starts: "BZh", is: clear("bzip2") },
  { starts: "\x04\x22\x4d\x18", is: clear("lz4") },
  { starts: "LZIP", is: clear("lzip") },
  { starts: "\x89LZO\x00", is: clear("lzop") },
  { starts: "\x1f\x9d", is: clear("compress") },
  { starts: "SQLite format 3\x00", is: clear("SQLite") },
  { starts: "PGDMP", is: clear("pg_dump") },
  { starts: "REDIS0", is: clear("Redis") },
  { starts: "XBSTCK01", is: clear("xbstream") },
  { starts: "\x00\x01\x00\x00Standard ", is: clear("Access") },
  { starts: "ustar", at: 257, is: clear("tar") },
  { starts: "070701", is: clear("cpio") },
  { starts: "070707", is: clear("cpio") },
  { starts: "PK\x03\x04", is: { kind: "container", format: "zip" } },
  { starts: "7z\xbc\xaf\x27\x1c", is: { kind: "container", format: "7z" } },
  { starts: "Rar!\x1a\x07", is: { kind: "unsure", text: "a rar archive is not looked into" } },
];

const unknownFormat: BackupFormat = { kind: "unsure", text: "its format is not known" };
const sqlStart =
  /^(?:--\s|\/\*[!\s]|\s*(?:CREATE|INSERT|SET|PRAGMA|BEGIN|DROP|USE|START|LOCK|COPY)\b)/i;

/** @param head the first bytes of the file: 4 KiB or all of it. */
export function formatOfHead(head: Uint8Array): BackupFormat {
  const text = latin1(head.subarray(0, 4096));
  const known = signatures.find(({ starts, at = 0 }) => text.startsWith(starts, at))?.is;
  if (known) return known;
  const pgp = openPgpStart(head) ?? armoredStart(text);
  if (pgp) return pgp === "encrypted" ? encrypted("OpenPGP") : clear("OpenPGP, only signed");
  if (isEnveloped(head, text)) return encrypted("CMS");
  // Before its text is looked at: values of a dump may be raw bytes.
  if (sqlStart.test(text)) return clear("plain SQL");
  return isText(head.subarray(0, 4096)) ? clear("plain text") : unknownFormat;
}

/** 1.2.840.113549.1.7.3, https://www.rfc-editor.org/rfc/rfc5652#section-6.1 */
const envelopedData = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03";

function isEnveloped(head: Uint8Array, text: string): boolean {
  if (head[0] === 0x30) return text.slice(0, 40).includes(envelopedData);
  if (/^MIME-Version: 1\.0/i.test(text)) return /smime-type="?enveloped-data/i.test(text);
  const body = /^-----BEGIN (?:CMS|PKCS7)-----\r?\n([A-Za-z0-9+/=\s]{60})/.exec(text)?.[1];
  const bytes = body === undefined ? undefined : fromBase64(body);
  return bytes !== undefined && latin1(bytes).includes(envelopedData);
}

/** No control bytes but white space: UTF-8 and every Latin encoding. */
function isText(head: Uint8Array): boolean {
  return (
    head.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d) &&
    isMostlyAscii(head)
  );
}

/** Random bytes without a control byte are rare, but short files exist. */
function isMostlyAscii(head: Uint8Array): boolean {
  return head.filter((byte) => byte < 0x7f).length >= head.length / 2;
}
