import assert from "node:assert/strict";
import { proxyFor } from "../../../../core/api/proxy";
import { TcssError } from "../../../../core/base/errors";

const HTTPS = new URL("https://tcss.intl.tencentcloudapi.com/");
const HTTP = new URL("http://gateway.example.test:8080/");

function proxyOf(value: string): ReturnType<typeof proxyFor> {
  return proxyFor(HTTPS, { HTTPS_PROXY: value });
}

function refusalOf(value: string): TcssError {
  try {
    proxyOf(value);
  } catch (error) {
    assert.ok(error instanceof TcssError);
    assert.equal(error.kind, "configuration");
    assert.equal(error.property, "HTTPS_PROXY");
    return error;
  }
  return assert.fail("it was accepted");
}

describe("proxyFor", () => {
  const PRECEDENCE: readonly [what: string, url: URL, env: Record<string, string>, variable?: string][] = [
    ["nothing is set", HTTPS, {}],
    ["all are blank", HTTPS, { https_proxy: "", HTTPS_PROXY: "  ", http_proxy: "\t" }],
    [
      "small letters before capitals",
      HTTPS,
      { https_proxy: "http://a", HTTPS_PROXY: "http://b" },
      "https_proxy",
    ],
    ["a blank one does not count", HTTPS, { https_proxy: "", HTTPS_PROXY: "http://b" }, "HTTPS_PROXY"],
    ["https before http", HTTPS, { http_proxy: "http://a", HTTPS_PROXY: "http://b" }, "HTTPS_PROXY"],
    ["http for https, where that is all", HTTPS, { HTTP_PROXY: "http://a" }, "HTTP_PROXY"],
    ["https is not meant for http", HTTP, { HTTPS_PROXY: "http://a", https_proxy: "http://a" }],
    ["http for http", HTTP, { HTTP_PROXY: "http://a", http_proxy: "http://b" }, "http_proxy"],
    ["all_proxy last", HTTPS, { ALL_PROXY: "http://a", HTTP_PROXY: "http://b" }, "HTTP_PROXY"],
    ["all_proxy alone", HTTPS, { ALL_PROXY: "http://a", all_proxy: "http://b" }, "all_proxy"],
    ["all_proxy alone, for http", HTTP, { ALL_PROXY: "http://a" }, "ALL_PROXY"],
    ["excluded", HTTPS, { HTTPS_PROXY: "http://a", NO_PROXY: "tencentcloudapi.com" }],
    ["excluded in small letters", HTTPS, { HTTPS_PROXY: "http://a", no_proxy: "*" }],
    [
      "small letters of the exclusions win",
      HTTPS,
      { HTTPS_PROXY: "http://a", no_proxy: "elsewhere.test", NO_PROXY: "*" },
      "HTTPS_PROXY",
    ],
    // what is not needed is not looked at
    ["excluded, with a proxy that is none", HTTPS, { HTTPS_PROXY: "not a URL", NO_PROXY: "*" }],
  ];
  for (const [what, url, env, variable] of PRECEDENCE)
    it(`${variable ?? "no proxy"}: ${what}`, () => assert.equal(proxyFor(url, env)?.variable, variable));

  for (const host of [
    "localhost",
    "LOCALHOST",
    "localhost.",
    "api.localhost",
    "127.0.0.1",
    "127.1",
    "127.255.0.3",
    "0.0.0.0",
    "[::1]",
    "[::ffff:127.0.0.1]",
  ])
    it(`leads to ${host} never`, () => {
      assert.equal(
        proxyFor(new URL(`https://${host}:8443/`), { HTTPS_PROXY: "http://a", ALL_PROXY: "http://a" }),
        undefined,
      );
    });

  it("leads to a host that only looks like this machine", () => {
    for (const host of ["localhost.example.test", "notlocalhost", "128.0.0.1", "[::2]"])
      assert.ok(proxyFor(new URL(`https://${host}/`), { HTTPS_PROXY: "http://a" }), host);
  });

  const ACCEPTED: readonly [
    value: string,
    protocol: string,
    hostname: string,
    port: number,
    user?: string,
  ][] = [
    ["http://proxy.example:3128", "http:", "proxy.example", 3128],
    ["  http://proxy.example:3128/ ", "http:", "proxy.example", 3128],
    ["HTTP://proxy.example", "http:", "proxy.example", 80],
    ["https://proxy.example", "https:", "proxy.example", 443],
    ["http://[::1]:3128", "http:", "::1", 3128],
    ["http://user:pass-word@h:1", "http:", "h", 1, "user:pass-word"],
    ["http://user@h:1", "http:", "h", 1, "user:"],
    ["http://user:@h:1", "http:", "h", 1, "user:"],
    ["http://u%40corp:a%23b%2F%25%3A%20@h:1", "http:", "h", 1, "u@corp:a#b/%: "],
    // the last @ separates, as for a URL's own reader
    ["http://u:p@ss@h:1", "http:", "h", 1, "u:p@ss"],
    ["http://u:a:b@h:1", "http:", "h", 1, "u:a:b"],
    ["http://u:密码@h:1", "http:", "h", 1, "u:密码"],
  ];
  for (const [value, protocol, hostname, port, user] of ACCEPTED)
    it(`takes ${value}`, () => {
      const authorization = user === undefined ? undefined : `Basic ${Buffer.from(user).toString("base64")}`;
      assert.deepEqual(proxyOf(value), { variable: "HTTPS_PROXY", protocol, hostname, port, authorization });
    });

  for (const value of [
    "http://u:hunter2#b@host:3128",
    "http://u:hunter2/b@host:3128",
    "http://u:hunter2?b@host:3128",
    "http://u:1#hunter2@host:3128",
    "http://u:hunter2\\b@host:3128",
    "http://u:hunter2\nb@host:3128",
    "http://u:hunter2%b@host:3128",
    "http://u:hunter2%zz@host:3128",
    "http://u:hunter2%ff@host:3128",
    "http://u#x:hunter2@host:3128",
    "https://u:hunter2#@host",
  ])
    it(`says to encode special characters for ${JSON.stringify(value)}`, () => {
      const { message } = refusalOf(value);
      assert.match(
        message,
        /^HTTPS_PROXY has a user or a password with .*Percent-encode special characters.*# as %23/,
      );
      assert.doesNotMatch(message, /hunter2|Write it with its scheme|host:3128/);
    });

  for (const value of ["user:hunter2@proxy.example", "proxy.example:3128", "//proxy.example", "hunter2"])
    it(`says to write the scheme for ${value}`, () => {
      const { message } = refusalOf(value);
      assert.match(message, /Write it with its scheme, such as http:.*HTTPS_PROXY/);
      assert.doesNotMatch(message, /hunter2/);
    });

  for (const value of [
    "http://",
    "http://host:99999",
    "http://host:3128/path",
    "http://ho st:1",
    "http://u:hunter2@",
  ])
    it(`refuses ${value}`, () => {
      const { message } = refusalOf(value);
      assert.match(message, /^HTTPS_PROXY has no valid host and port after its scheme\..*at most 65535/);
      assert.doesNotMatch(message, /hunter2|with its scheme/);
    });

  for (const scheme of ["socks", "socks4", "socks5h", "ftp", "file"])
    it(`refuses a proxy of the kind ${scheme}`, () => {
      assert.match(
        refusalOf(`${scheme}://u:hunter2@h:1`).message,
        /is not supported\. Name a proxy of http or https/,
      );
    });
});
