import type { NginxDirective } from "./parse-nginx.ts";

/**
 * Whether several slashes stay several for a server. They are merged before it is known which server
 * is meant, so that the default one of the address decides.
 * https://nginx.org/en/docs/http/ngx_http_core_module.html#merge_slashes
 */
export function keepsSlashes(
  server: NginxDirective,
  servers: readonly NginxDirective[],
  outer: readonly NginxDirective[],
): boolean {
  return listens(server).some(([address]) => {
    const isHere = ([other]: readonly string[]) => other === address;
    const same = servers.filter((each) => listens(each).some(isHere));
    const isDefault = (each: NginxDirective) =>
      listens(each).some((args) => isHere(args) && args.some((word) => word.startsWith("default")));
    const deciding = same.find(isDefault) ?? same[0];
    return (valueIn(deciding?.block ?? []) ?? valueIn(outer)) === "off";
  });
}

function valueIn(directives: readonly NginxDirective[]): string | undefined {
  return directives.findLast(({ name }) => name === "merge_slashes")?.args[0];
}

function listens({ block = [] }: NginxDirective): readonly (readonly string[])[] {
  const own = block.filter(({ name }) => name === "listen").map(({ args }) => args);
  return own.length > 0 ? own : [["80"]];
}
