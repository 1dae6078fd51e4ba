import type { RunningProcess } from "../ports/running-process.ts";
import { baseName } from "../text/path-text.ts";

/** The systemd unit that a process belongs to: `shop.service`. */
export function unitOfProcess({ cgroup = "" }: Pick<RunningProcess, "cgroup">): string | undefined {
  return cgroup.split("/").findLast((part) => part.endsWith(".service"));
}

/** Whether it runs in a container: its folders and accounts are then others than this host's. */
export function isInContainer({ cgroup = "" }: Pick<RunningProcess, "cgroup">): boolean {
  return /(?:^|\/)(?:docker|libpod|cri-containerd|crio|lxc)(?:[-./]|$)/.test(cgroup);
}

/** `1234 php-fpm: pool www`, without arguments, which may hold anything. */
export function processText({ pid, args }: Pick<RunningProcess, "pid" | "args">): string {
  const title = args[0] ?? "";
  const name = /^[\w.-]+: (?:pool|worker|master)[\w -]{0,40}$/.test(title)
    ? title
    : baseName((title.split(" ")[0] ?? "").replace(/:$/, ""));
  return `${pid} ${name}`;
}
