import type { FileReader } from "../ports/files.ts";
import { type Gap, gap } from "../look.ts";

const settings = "/etc/docker/daemon.json";

/**
 * A port that Docker publishes is held by a proxy process, unless its `userland-proxy` is off: then
 * only rules of the packet filter lead to the container, and no table of sockets shows it.
 * https://docs.docker.com/reference/cli/dockerd/
 */
export function findDockerProxyOff(host: FileReader): readonly Gap[] {
  const content = host.read(settings, { maxBytes: 1024 * 1024 });
  if (content.kind === "absent") return [];
  if (content.kind === "blocked") return [gap(settings, content.reason)];
  const text = new TextDecoder().decode(content.value.bytes);
  if (!/"userland-proxy"\s*:\s*false/.test(text)) return [];
  const what = "ports that Docker publishes";
  return [
    gap(what, { code: "parse", text: `userland-proxy is off in ${settings}: see docker ps` }),
  ];
}
