import type { LinkView } from "./link-view.ts";

/** Addresses of a file below a document root: by its name, its real path, links in the root. */
export function underRoot(root: string, file: string, links: LinkView): string[] {
  const found: string[] = [];
  for (const folder of new Set([root, realOf(root, links)])) {
    const top = folder.endsWith("/") ? folder : `${folder}/`;
    if (file.startsWith(top)) found.push(`/${file.slice(top.length)}`);
  }
  for (const { name, target } of links.linksIn(root)) {
    if (file === target) found.push(`/${name}`);
    else if (file.startsWith(`${target}/`)) found.push(`/${name}${file.slice(target.length)}`);
  }
  return found;
}

/** The real path, with its slash kept. */
export function realOf(path: string, links: LinkView): string {
  const real = links.real(path);
  return path.endsWith("/") && !real.endsWith("/") ? `${real}/` : real;
}
