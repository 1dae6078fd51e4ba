import { recogniseCredential } from "../../catalogue/recognise-credential.ts";
import type { AuditContext } from "../../core/audit-context.ts";
import type { Credential } from "../../core/credentials/credential.ts";
import type { FileReader } from "../../core/ports/files.ts";
import type { EnvDialect } from "../../core/install/install.ts";
import { found } from "../../core/look.ts";
import { isPlaceholderSecret } from "../../core/secrets/placeholder.ts";
import type { Catalogue } from "../../core/knowledge/provider.ts";
import { parseEnvFile } from "../../install/env/parse-env-file.ts";

export interface EnvCopyReading {
  readonly catalogue: Catalogue;
  readonly readerFor: (path: string) => FileReader;
  readonly dialect: EnvDialect;
}

/** Reads a copy or an example of an env file as the env file itself is read. */
export function credentialsIn({
  catalogue,
  readerFor,
  dialect,
}: EnvCopyReading): AuditContext["credentialsIn"] {
  return (path) => {
    const content = readerFor(path).read(path);
    if (content.kind !== "found") return content;
    const { entries } = parseEnvFile(content.value.bytes, dialect, []);
    return found(
      entries.flatMap(({ key, value, line }): Credential[] => {
        const known = recogniseCredential(key, value, catalogue);
        if (!known || known.spec.public || known.value.length === 0) return [];
        if (isPlaceholderSecret(known.value)) return [];
        const { spec } = known;
        return [{ id: spec.id, spec, name: key, value: known.value, path, line, heldBy: "env" }];
      }),
    );
  };
}
