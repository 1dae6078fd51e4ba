import { readText } from "../read-text.ts";
import type { ApacheState } from "./apache-state.ts";
import type { ApacheDirective } from "./load-apache.ts";
import { absolute } from "./server.ts";

/** File name endings that the system's table of media types knows; undefined: not readable. */
export function mediaTypesOf(
  directives: readonly ApacheDirective[],
  { reader, serverRoot }: ApacheState,
): () => ReadonlySet<string> | undefined {
  const named = directives.findLast(({ name }) => name === "typesconfig")?.args[0];
  const path = absolute(named ?? "conf/mime.types", serverRoot);
  let known: { readonly value: ReadonlySet<string> | undefined } | undefined;
  return () => {
    const read = (): ReadonlySet<string> | undefined => {
      // A device, as /dev/null, has no lines.
      if (path === "/dev/null") return new Set();
      const content = readText(reader, path);
      if (content.kind === "blocked") return undefined;
      if (content.kind === "absent") return new Set();
      const lines = content.value.text.split("\n").filter((line) => !line.startsWith("#"));
      return new Set(lines.flatMap((line) => line.trim().toLowerCase().split(/\s+/).slice(1)));
    };
    return (known ??= { value: read() }).value;
  };
}
