/**
 * Compose interpolation with nothing set: what of a value stands in the file itself.
 * https://docs.docker.com/reference/compose-file/interpolation/
 */
export function interpolate(text: string): { readonly text: string; readonly outside: boolean } {
  let result = "";
  let outside = false;
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    if (rest.startsWith("$$")) {
      result += "$";
      at += 2;
      continue;
    }
    const bare = /^\$[A-Za-z_]\w*/.exec(rest);
    const end = rest.startsWith("${") ? closing(rest) : undefined;
    if (bare) {
      outside = true;
      at += bare[0].length;
    } else if (end !== undefined) {
      outside = true;
      result += fallback(rest.slice(2, end));
      at += end + 1;
    } else {
      result += rest.charAt(0);
      at += 1;
    }
  }
  return { text: result, outside };
}

function closing(text: string): number | undefined {
  let depth = 0;
  for (let at = 1; at < text.length; at += 1) {
    if (text.charAt(at) === "{") depth += 1;
    else if (text.charAt(at) === "}" && --depth === 0) return at;
  }
  return undefined;
}

/** `NAME:-default` and `NAME-default` give the default; every other form gives nothing. */
function fallback(expression: string): string {
  const parts = /^\w+:?-(.*)$/s.exec(expression);
  return parts ? interpolate(parts[1] ?? "").text : "";
}
