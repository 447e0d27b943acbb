import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { COOKIE, protocolProblem, transport } from "../../../../../provider/terraform/wire/handshake";

const ENV = { [COOKIE[0]]: COOKIE[1], PLUGIN_PROTOCOL_VERSIONS: "5,6" };

describe("the handshake", () => {
  it("needs protocol 6 among those that the host offers, where it offers any", () => {
    const problem = (versions?: string) =>
      protocolProblem(versions === undefined ? {} : { PLUGIN_PROTOCOL_VERSIONS: versions });
    for (const versions of [undefined, "", "6", "5,6", " 5, 6 "]) assert.equal(problem(versions), undefined);
    for (const versions of ["5", "16", "66,5"])
      assert.match(String(problem(versions)), /speaks plugin protocol 6, and the host offers/);
  });

  for (const [what, PLUGIN_CLIENT_CERT] of [
    ["empty", ""],
    ["no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"],
  ] as const)
    it(`refuses to start where the host's certificate is ${what}: nobody could be let in`, () => {
      assert.throws(() => transport({ ...ENV, PLUGIN_CLIENT_CERT }, new Date(), "linux"), {
        message: "the host gave no certificate in PLUGIN_CLIENT_CERT",
      });
    });

  describe("has a socket in the folder for temporary files", () => {
    const given = process.env["TMPDIR"];
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync("/tmp/tcss-handshake-");
    });
    afterEach(() => {
      if (given === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = given;
      rmSync(folder, { recursive: true });
    });

    /** The socket's path with this TMPDIR. */
    function pathWith(temporary: string): string {
      process.env["TMPDIR"] = temporary;
      const way = transport(ENV, new Date(), "linux");
      const [, , network, path = ""] = way.line().trim().split("|");
      assert.equal(network, "unix");
      assert.deepEqual(way.listen, { path });
      assert.ok(existsSync(dirname(path)));
      way.remove();
      assert.ok(!existsSync(dirname(path)));
      return path;
    }

    it("that the user names", () => assert.equal(dirname(dirname(pathWith(folder))), folder));

    it("else in /tmp, where a path there is too long for a socket, or would break the line", () => {
      const file = join(folder, "file");
      writeFileSync(file, "");
      const long = join(folder, "l".repeat(90));
      const broken = [join(folder, "a|b"), join(folder, "a\nb")];
      for (const each of [long, ...broken]) mkdirSync(each);
      for (const each of [long, ...broken, file, join(folder, "none")])
        assert.equal(dirname(dirname(pathWith(each))), "/tmp");
    });

    it("by its whole path", () => {
      const relative = "tcss-relative-tmp";
      mkdirSync(join(folder, relative));
      const before = process.cwd();
      process.chdir(folder);
      try {
        assert.equal(dirname(dirname(pathWith(relative))), join(folder, relative));
      } finally {
        process.chdir(before);
      }
    });

    it("which is the machine's own where none is named", () => {
      delete process.env["TMPDIR"];
      assert.equal(dirname(dirname(pathWith(""))), tmpdir());
    });
  });
});
