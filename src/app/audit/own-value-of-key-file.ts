import { keyOfBytes } from "../../core/credentials/data-key.ts";
import { dataKeyFile, dataKeyId, largestKeyFile } from "../../core/credentials/data-key-places.ts";
import type { Install } from "../../core/install/install.ts";
import type { Catalogue } from "../../core/knowledge/provider.ts";
import type { FileReader } from "../../core/ports/files.ts";
import type { OwnValue } from "../../detect/compile-matcher.ts";
import { ownValueOf } from "./own-value-of.ts";

/** The data key that guard.yaml says is in a file of its own, as something to search for. */
export function ownValueOfKeyFile(
  install: Install,
  { providers }: Catalogue,
  readerFor: (path: string) => FileReader,
): readonly OwnValue[] {
  const path = dataKeyFile(install);
  const specs = providers.flatMap(({ credentials }) => credentials);
  const spec = specs.find(({ id }) => id === dataKeyId);
  if (path === undefined || !spec) return [];
  const content = readerFor(path).read(path, { maxBytes: largestKeyFile });
  if (content.kind !== "found" || content.value.bytes.length === 0) return [];
  const { value } = keyOfBytes(content.value.bytes);
  return [ownValueOf({ id: dataKeyId, spec, name: "the encryption key file", value })];
}
