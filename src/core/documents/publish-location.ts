import type { Location } from "../location.ts";
import { publishPath, relativeTo } from "../text/path-text.ts";

/** A location as the report shows it: paths relative to the install root when inside it. */
export function publishLocation(location: Location, root: string | null): Location {
  const relative = (path: string) => publishPath(root === null ? path : relativeTo(root, path));
  switch (location.kind) {
    case "file":
    case "env":
    case "log":
      return { ...location, path: relative(location.path) };
    case "git":
      return location.path === undefined
        ? location
        : { ...location, path: publishPath(location.path) };
    case "url":
    case "host":
      return location;
  }
}
