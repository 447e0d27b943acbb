import assert from "node:assert/strict";
import { isExcluded } from "../../../../core/api/noProxy";

describe("NO_PROXY", () => {
  const MATCHES: readonly [list: string, url: string, excluded: boolean][] = [
    ["*", "https://a.test", true],
    ["foo, *", "https://a.test", true],
    ["foo *", "https://a.test", true],
    ["", "https://a.test", false],
    [" , ,", "https://a.test", false],
    ["example.com", "https://example.com", true],
    ["example.com", "https://tcss.example.com", true],
    ["example.com", "https://notexample.com", false],
    ["example.com", "https://example.com.evil.test", false],
    [".example.com", "https://tcss.example.com", true],
    [".example.com", "https://example.com", true],
    ["example.com.", "https://tcss.example.com", true],
    [".example.com.", "https://tcss.example.com", true],
    ["example.com", "https://tcss.example.com.", true],
    ["*.example.com", "https://tcss.example.com", true],
    ["*.example.com", "https://a.b.example.com", true],
    ["*.example.com", "https://example.com", false],
    ["tcss.*.com", "https://tcss.intl.com", true],
    ["tcss.*.com", "https://sts.intl.com", false],
    ["EXAMPLE.com", "https://tcss.Example.COM", true],
    ["例子.test", "https://a.例子.test", true],
    ["example.com:443", "https://example.com", true],
    ["example.com:8443", "https://example.com", false],
    ["example.com:8443", "https://example.com:8443", true],
    ["example.com:80", "http://example.com", true],
    ["*.example.com:443", "https://a.example.com", true],
    ["10.0.0.0/8", "https://10.1.2.3", true],
    ["10.0.0.0/8", "https://11.1.2.3", false],
    ["10.1.2.3/8", "https://10.200.0.1", true],
    ["192.168.1.0/24:8080", "http://192.168.1.9:8080", true],
    ["192.168.1.0/24:8080", "http://192.168.1.9", false],
    ["10.0.0.0/33", "https://10.0.0.0", false],
    ["10.0.0.0/0", "https://8.8.8.8", true],
    ["10.1.2.3", "https://10.1.2.3", true],
    ["10.1.2.3:443", "https://10.1.2.3", true],
    ["10.1.2", "https://10.1.2.3", false],
    ["10.*", "https://10.1.2.3", true],
    ["fd00::/8", "https://[fd12::1]", true],
    ["[fd00::]/8", "https://[fd12::1]", true],
    ["fd00::/8", "https://[fe80::1]", false],
    ["fd00::1", "https://[fd00:0:0::1]", true],
    ["[fd00::1]", "https://[fd00::1]", true],
    ["[fd00::1]:8443", "https://[fd00::1]:8443", true],
    ["[fd00::1]:8443", "https://[fd00::1]", false],
    ["10.0.0.0/8", "https://[::ffff:10.1.2.3]", true],
    ["10.0.0.0/8", "https://tcss.example.com", false],
    ["foo, 10.0.0.0/8 ,bar", "https://10.1.2.3", true],
    ["(a+)+$", "https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.test", false],
  ];
  for (const [list, url, excluded] of MATCHES)
    it(`${list === "" ? "an empty one" : list} ${excluded ? "keeps" : "does not keep"} ${url} from the proxy`, () => {
      assert.equal(isExcluded(new URL(url), list), excluded);
    });
});
