import { httpOrigin } from "../schema/schema";
import type { ConnectionArgs, Site } from "./connectionArgs";

/** Root domains of the API hosts. */
const ROOT_DOMAINS: Readonly<Record<Site, string>> = {
  international: "intl.tencentcloudapi.com",
  mainland: "tencentcloudapi.com",
};

/** Origin of a service: the `endpoint` that is given for it, else its host at the domain or site. */
export function originOf(
  { domain, site = "international", protocol = "https" }: ConnectionArgs,
  service: "tcss" | "sts",
  endpoint: string | undefined,
): string {
  const given = endpoint === undefined ? undefined : httpOrigin(endpoint);
  return given ?? `${protocol.toLowerCase()}://${service}.${domain ?? ROOT_DOMAINS[site]}`;
}

/** The site that an origin of Tencent Cloud belongs to; undefined for a gateway. */
export function siteOf(origin: string): Site | undefined {
  const { hostname } = new URL(origin);
  // the domain of one site ends with that of the other
  return (["international", "mainland"] as const).find((site) => hostname.endsWith(`.${ROOT_DOMAINS[site]}`));
}
