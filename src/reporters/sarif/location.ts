import type { Location as SarifLocation, PhysicalLocation } from "sarif";
import type { Location } from "../../core/location.ts";

/** Name of the base that relative paths count from. */
export const rootBase = "INSTALLROOT";

/**
 * Every location has a file: code scanning of GitHub refuses a whole upload for one without.
 */
export function sarifLocation(location: Location): SarifLocation {
  switch (location.kind) {
    case "file":
      return physical(location.path, location.line, location.column);
    case "log":
      return physical(location.path, location.line);
    case "env":
      return { ...physical(location.path, location.line), ...logical(location.key, "variable") };
    case "git": {
      const { kind: _, ...properties } = location;
      const { path, line, object } = location;
      const place = path === undefined ? nowhere(object, location.type) : physical(path, line);
      return { ...place, properties };
    }
    case "url":
      return nowhere(location.url, "resource");
    case "host":
      return nowhere(location.what, "resource");
  }
}

function physical(path: string, line?: number, column?: number): SarifLocation {
  const place: PhysicalLocation = {
    artifactLocation: {
      uri: path.startsWith("/") ? `file://${uriPath(path)}` : uriPath(path),
      ...(path.startsWith("/") ? {} : { uriBaseId: rootBase }),
    },
    ...(line === undefined || line < 1 ? {} : { region: { startLine: line, ...start(column) } }),
  };
  return { physicalLocation: place };
}

export function uriPath(path: string): string {
  return path.toWellFormed().split("/").map(encodeURIComponent).join("/");
}

function start(column: number | undefined) {
  return column === undefined || column < 1 ? {} : { startColumn: column };
}

/** The install itself, where there is no file. */
function nowhere(name: string, kind: string): SarifLocation {
  return { ...physical("."), ...logical(name, kind) };
}

function logical(name: string, kind: string): SarifLocation {
  return { logicalLocations: [{ fullyQualifiedName: name, kind }] };
}
