/** Every way a secret may hide in text; used to show that it is nowhere. */
export function spellingsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, "utf8");
  const hex = bytes.toString("hex");
  const percent = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    hex,
    hex.toUpperCase(),
    percent,
    percent.toUpperCase(),
    ...base64Cores(bytes),
  ];
}

/** Base64 of the bytes at all three alignments, without the characters that neighbours share. */
function base64Cores(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
    const from = Math.ceil((shift * 4) / 3);
    const core = text.replaceAll("=", "").slice(from, -1);
    return [core, core.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

/** The spelling that stands in the text; undefined when none does. */
export function findSpelling(text: string, secret: string): string | undefined {
  const index = spellingsOf(secret).findIndex((spelling) => text.includes(spelling));
  return index < 0 ? undefined : `spelling ${index} of the secret`;
}
