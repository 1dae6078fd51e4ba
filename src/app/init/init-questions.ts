import { certaintyOf } from "../../core/install/found-facts.ts";
import type { Install } from "../../core/install/install.ts";
import type { Prompter } from "../../core/ports/prompter.ts";
import { findInstallRoots, installRootAt } from "../../install/find-roots.ts";
import { createHostView } from "../../install/host/host-view.ts";
import type { InitPorts } from "./init-ports.ts";

/** Question 1: which install. The argument of `init` answers it. */
export async function askRoot(
  ports: InitPorts,
  prompter: Prompter,
): Promise<{ readonly root: string; readonly source: string }> {
  const here = installRootAt(ports, ports.cwd, false);
  const found = findInstallRoots(ports, createHostView(ports));
  const roots = [
    ...(here === undefined ? [] : [{ root: here, source: "the current folder" }]),
    ...found.filter(({ root }) => root !== here),
  ];
  const message = "Where is IPTVbp installed?";
  const flag = "a path, as in: init /var/www/iptvbp";
  if (roots.length > 1) {
    const chosen = await prompter.select({
      message,
      flag,
      choices: roots.map(({ root, source }) => ({ value: root, name: root, description: source })),
      default: roots[0]?.root ?? "",
    });
    return answered(chosen, roots);
  }
  const typed = await prompter.input({
    message,
    flag,
    ...(roots[0] ? { default: roots[0].root } : {}),
    validate: (text) =>
      text.startsWith("/") && ports.host.stat(text).kind === "found"
        ? true
        : "name a folder that exists, from /",
  });
  return answered(typed, roots);
}

/** With the reason why it was offered, where it was. */
function answered(root: string, offered: readonly { root: string; source: string }[]) {
  const source = offered.find((each) => each.root === root)?.source ?? "as answered";
  return { root, source };
}

/** Question 2: who must read the env file. `--yes` takes what was found. */
export async function askOwner(
  { accounts }: InitPorts,
  prompter: Prompter | undefined,
  { owner }: Install,
): Promise<{ readonly name: string; readonly source: string } | undefined> {
  const found =
    owner.kind === "found"
      ? { name: owner.value.value.name, source: owner.value.source }
      : undefined;
  if (!prompter) return found;
  const name = await prompter.input({
    message: "Who must be able to read the env file (user:group)?",
    flag: "--yes",
    ...(found ? { default: found.name } : {}),
    validate: (text) => {
      const [user = "", group] = text.split(":");
      const known = (ok: boolean) => ok || /^\d+$/.test(group ?? user);
      if (accounts.byName(user).kind !== "found" && !/^\d+$/.test(user)) return `no user ${user}`;
      if (group === undefined) return true;
      return known(accounts.groupByName(group).kind === "found") ? true : `no group ${group}`;
    },
  });
  // A guess that a person has confirmed is none any more.
  const isStated = name === found?.name && certaintyOf(found.source) === "certain";
  return { name, source: isStated ? found.source : "as answered" };
}

/** Question 3: where the keys are that no env file shows. `--yes` leaves it open. */
export async function askStored(
  prompter: Prompter,
  unseen: readonly string[],
): Promise<"settings" | "none" | undefined> {
  if (unseen.length === 0) return undefined;
  const answer = await prompter.select<"settings" | "none" | "open">({
    // Short: what does not fit into a line would be broken inside a word.
    message:
      unseen.length === 1
        ? "1 usual key is in no env file. Where is it kept?"
        : `${unseen.length} usual keys are in no env file. Where are they kept?`,
    flag: "--yes",
    choices: [
      { value: "settings", name: "in IPTVbp's settings", description: unseen },
      { value: "none", name: "none is used", description: unseen },
      { value: "open", name: "it differs", description: [...unseen, "Fill in guard.yaml."] },
    ],
    default: "open",
  });
  return answer === "open" ? undefined : answer;
}
