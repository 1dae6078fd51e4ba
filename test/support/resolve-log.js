// A resolve hook that writes down which packages are loaded, one a line, to GUARD_RESOLVE_LOG.
import { appendFileSync } from "node:fs";

export async function resolve(specifier, context, next) {
  const resolved = await next(specifier, context);
  const name = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(resolved.url)?.[1];
  if (name !== undefined) {
    const parent = (context.parentURL ?? "").replace(/^.*\/(dist|node_modules)\//, "$1/");
    appendFileSync(process.env.GUARD_RESOLVE_LOG, `${name} (from ${parent})\n`);
  }
  return resolved;
}
