import { Secret } from "../core/secrets/secret.ts";

/** The password of a URL such as `postgres://shop:…@db/shop`, as written; undefined without one. */
export function passwordOfUrl(value: Secret): Secret | undefined {
  const authority = /^[a-z][a-z0-9+.-]{0,30}:\/\/([^/?#]*)/i.exec(value.reveal())?.[1];
  if (authority === undefined) return undefined;
  const userinfo = authority.slice(0, Math.max(0, authority.lastIndexOf("@")));
  const colon = userinfo.indexOf(":");
  const password = colon < 0 ? "" : userinfo.slice(colon + 1);
  return password === "" ? undefined : new Secret(password);
}
