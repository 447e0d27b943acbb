import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EXAMPLE } from "../../../unit/report/support";
import { COLOUR, DURING, jsonOf, NO_CREDENTIALS, useCommand } from "./cliBed";
import { assertRefused } from "./run";

describe("tcss", function () {
  this.timeout(60_000);

  const bed = useCommand();
  const { tcss } = bed;

  describe("status", () => {
    it("shows the account of the environment's credentials", async () => {
      const { code, out, err } = await tcss("status");
      assert.match(out, /THE GATE BLOCKS/);
      assert.match(out, /Values +less than a minute old/);
      assert.match(out, /high +TCSS002 blocks: 86 of 154 cores are undefended\./);
      assert.deepEqual([code, err], [0, ""]);
    });

    it("ends with 2 when nothing could be read, and says why on the screen", async () => {
      const { code, out } = await bed.place.tcssWith({ env: NO_CREDENTIALS }, "status");
      assert.match(out, /no credentials for\s+Tencent\s+Cloud\s+were\s+found/);
      assert.equal(code, 2);
    });
  });

  describe("report", () => {
    it("is a table by default, of the account by default", async () => {
      const { code, out, err } = await tcss("report");
      assert.match(out, /│ Purchase state /);
      assert.match(out, /An estimate by prices as of/);
      assert.deepEqual([code, err], [0, ""]);
    });

    for (const format of [
      "table",
      "json",
      "jsonl",
      "markdown",
      "html",
      "sarif",
      "junit",
      "openmetrics",
      "csv",
    ])
      it(`writes ${format} to standard output, and nothing else there`, async () => {
        const { code, out, err } = await tcss("report", "--format", format);
        assert.ok(out.length > 100 && out.endsWith("\n"));
        assert.deepEqual([code, err], [0, ""]);
      });

    it("writes to a file what it would write to standard output", async () => {
      const reply = bed.place.write("reply.json", { Response: EXAMPLE });
      const args = ["report", "--file", reply, "--at", DURING, "--format"];
      const { out } = await tcss(...args, "markdown");
      const written = await tcss(...args, "markdown", "--output", "report.md");
      assert.deepEqual([written.code, written.out, written.err], [0, "", ""]);
      assert.equal(readFileSync(join(bed.place.folder, "report.md"), "utf8"), out);
    });

    it("names a file that cannot be written", async () => {
      assertRefused(
        await tcss("report", "-o", "no/such/folder"),
        /no\/such\/folder cannot be written \(ENOENT\)\. Name/,
      );
    });

    it("ends with 2 when nothing could be read, with a report that says why", async () => {
      const ended = await bed.place.tcssWith({ env: NO_CREDENTIALS }, "report", "--format", "json");
      assert.equal(ended.code, 2);
      assert.equal(jsonOf(ended).verdict, "unknown");
      assert.match(jsonOf(ended).subjects[0].findings[0].message, /no credentials/);
    });

    it("says that --history needs a stack", async () => {
      const { code, err } = await tcss("report", "--history");
      assert.deepEqual([code, err], [0, "tcss: --history is about stacks: name one with --stack\n"]);
    });
  });

  describe("several sources", () => {
    it("reads them all, in the order files, stacks, account", async () => {
      const reply = bed.place.write("reply.json", { Response: EXAMPLE });
      const ended = await tcss("report", "--live", "--file", reply, "--file", reply, "--format", "json");
      const kinds = jsonOf(ended).subjects.map(({ origin }: { origin: { kind: string } }) => origin.kind);
      assert.deepEqual(kinds, ["file", "file", "live"]);
    });

    it("reports the others where one cannot be read, and cannot tell the verdict", async () => {
      bed.place.emulator.setScenario("healthy");
      const { code, out, err } = await tcss("check", "--live", "--file", "nope.json");
      assert.match(out, /^nope\.json: not read\nnope\.json: mandatory TCSS000 .* cannot be read \(ENOENT\)/);
      assert.match(out, /: 0 findings, values less than a minute old/);
      assert.deepEqual([code, err], [2, ""]);
    });

    it("blocks where another does", async () => {
      assert.equal((await tcss("check", "--live", "--file", "nope.json")).code, 1);
    });

    it("ends well with status while one could be read", async () => {
      assert.equal((await tcss("status", "--live", "--file", "nope.json")).code, 0);
    });

    it("says so where there is no pulumi to read a stack with", async () => {
      const { code, out } = await tcss("check", "--stack", "acme/security/prod");
      assert.match(
        out,
        /acme\/security\/prod: mandatory TCSS000 .*no pulumi on PATH.*Install Pulumi, or give a file/,
      );
      assert.equal(code, 2);
    });
  });

  describe("wrong flags", () => {
    const wrong: [args: string[], message: RegExp][] = [
      [
        ["report", "--fromat", "json"],
        /unknown option '--fromat' \(Did you mean --format\?\) See: tcss --help/,
      ],
      [["report", "--format", "pdf"], /argument 'pdf' is invalid\. Valid formats: table, json, /],
      [
        ["check", "--fail-on", "never"],
        /argument 'never' is invalid\. Allowed choices are mandatory, advisory/,
      ],
      [["check", "--site", "mars"], /argument 'mars' is invalid/],
      [["check", "--profile", ""], /--profile <name>' argument '' is invalid\. It must not be empty\./],
      [["check", "--account", " "], /--account <name>' argument ' ' is invalid\. It must not be empty\./],
      [["check", "--endpoint", ""], /--endpoint <url>' argument '' is invalid\. It must not be empty\./],
      [["check", "--at", "tomorrow"], /Give a time such as 2026-12-24T00:00:00Z, or a day/],
      [["check", "--at", "12"], /Give a time such as/],
      [["check", "--stack"], /argument missing/],
      [["chekc"], /unknown command 'chekc' \(Did you mean check\?\)/],
      [["check", "stray"], /too many arguments/],
    ];
    for (const [args, message] of wrong)
      it(`refuses ${args.join(" ")}`, async () => assertRefused(await tcss(...args), message));

    it("shows the help on standard error, and ends with 2, without a command", async () => {
      const { code, out, err } = await tcss();
      assert.match(err, /^Usage: tcss /);
      assert.deepEqual([code, out], [2, ""]);
    });

    it("names an endpoint that is no address", async () => {
      const { code, out } = await tcss("check", "--endpoint", "ftp://nonsense");
      assert.match(out, /TCSS000 .*: --endpoint must be/);
      assert.equal(code, 2);
    });
  });

  describe("help and version", () => {
    for (const command of ["status", "report", "check", "doctor", "explain", "policy-json", "completion"])
      it(`shows examples of ${command}`, async () => {
        const { code, out, err } = await tcss(command, "--help");
        assert.match(out, new RegExp(`\nExamples?:\n +(\\S.* )?tcss ${command}|source <\\(tcss ${command}`));
        assert.deepEqual([code, err], [0, ""]);
      });

    it("lists the commands", async () => {
      const { code, out } = await tcss("--help");
      for (const command of ["status", "report", "check", "doctor", "explain", "policy-json", "completion"])
        assert.match(out, new RegExp(`^  ${command} `, "m"));
      assert.equal(code, 0);
    });

    it("prints its version", async () => {
      const { version } = JSON.parse(
        readFileSync(join(__dirname, "../../../../report/package.json"), "utf8"),
      );
      assert.deepEqual(await tcss("--version"), { code: 0, out: `${version}\n`, err: "" });
    });
  });

  describe("where it writes", () => {
    it("has said its verdict to a reader of the first line alone", async () => {
      const shell = '"$@" | head -1 > first; exit $PIPESTATUS';
      const { code, err } = await bed.place.tcssWith({ shell }, "check");
      assert.deepEqual([code, err], [1, ""]);
      assert.equal(readFileSync(join(bed.place.folder, "first"), "utf8").trimEnd().split("\n").length, 1);
    });

    it("has no verdict when nobody reads it", async () => {
      // the reader is gone before the account is asked
      const shell = 'exec 3> >(true); wait $!; "$@" >&3';
      for (const args of [["check"], ["report", "--format", "html"], ["status"]]) {
        const { code, err } = await bed.place.tcssWith({ shell }, ...args);
        assert.deepEqual(
          [code, err],
          [2, "tcss: standard output was closed before everything was written (EPIPE).\n"],
        );
      }
    });

    it("does without standard output", async () => {
      const { code, err } = await bed.place.tcssWith({ shell: '"$@" >&-' }, "check");
      assert.deepEqual([code, err], [1, ""]);
    });

    it("says that a disk is full", async function () {
      if (!existsSync("/dev/full")) this.skip();
      const { code, err } = await bed.place.tcssWith({ shell: '"$@" > /dev/full' }, "report");
      assert.deepEqual([code, err], [2, "tcss: standard output cannot be written (ENOSPC).\n"]);
    });

    it("colors when FORCE_COLOR says so, and never a file", async () => {
      assert.doesNotMatch((await tcss("status")).out, COLOUR);
      assert.match((await bed.place.tcssWith({ env: { FORCE_COLOR: "1" } }, "status")).out, COLOUR);
      await bed.place.tcssWith({ env: { FORCE_COLOR: "1" } }, "report", "-o", "plain.txt");
      assert.doesNotMatch(readFileSync(join(bed.place.folder, "plain.txt"), "utf8"), COLOUR);
    });

    it("follows a terminal's width and colors, and NO_COLOR", async function () {
      if (!existsSync("/usr/bin/script")) this.skip();
      const env = { TERM: "xterm" };
      const shell = 'printf -v line "%q " "$@"; script -qec "stty cols 50; $line" /dev/null < /dev/null';
      const wide = (out: string) => Math.max(...out.split(/\r?\n/).map((line) => line.length));
      const colored = await bed.place.tcssWith({ shell, env }, "status");
      assert.match(colored.out, COLOUR);
      const plain = await bed.place.tcssWith({ shell, env: { ...env, NO_COLOR: "1" } }, "status");
      assert.doesNotMatch(plain.out, COLOUR);
      assert.ok(wide(plain.out) <= 50, plain.out);
    });
  });

  describe("--verbose", () => {
    it("tells whose credentials are used and why not the earlier ones', and no value", async () => {
      const { out, err } = await tcss("report", "--verbose", "--format", "json");
      assert.match(err, /^settings: /m);
      assert.doesNotMatch(err, /Pulumi/);
      assert.match(err, /^credentials: from environment$/m);
      const { secretId, secretKey } = bed.place.emulator;
      for (const secret of [secretId, secretKey]) assert.ok(!`${out}${err}`.includes(secret));
    });

    for (const flags of [[], ["--verbose"]])
      it(`assumes a role once${flags.length > 0 ? " when it tells of it" : ""}`, async () => {
        bed.place.emulator.clearRequests();
        const env = {
          TENCENTCLOUD_ASSUME_ROLE_ARN: "qcs::cam::uin/200000000002:roleName/reader",
          TENCENTCLOUD_STS_ENDPOINT: bed.place.emulator.endpoint,
        };
        const { err } = await bed.place.tcssWith({ env }, "check", "--live", ...flags);
        assert.deepEqual(
          bed.place.emulator
            .requests()
            .map(({ action }) => action)
            .sort(),
          ["AssumeRole", "DescribeAssetHostList", "DescribePurchaseStateInfo", "DescribeUserCluster"],
        );
        assert.equal(/^credentials: from role .*, assumed with environment$/m.test(err), flags.length > 0);
      });

    it("tells why there are none", async () => {
      const { err } = await bed.place.tcssWith({ env: NO_CREDENTIALS }, "check", "--verbose");
      assert.match(
        err,
        /^credentials: no credentials .*environment: TENCENTCLOUD_SECRET_ID and .* are not set/m,
      );
    });
  });

  it("never shows a key, whatever goes wrong", async () => {
    const secretKey = "a-wrong-key-0123456789";
    for (const command of ["status", "report", "check"]) {
      const env = { TENCENTCLOUD_SECRET_KEY: secretKey };
      const { out, err, code } = await bed.place.tcssWith({ env }, command, "--verbose");
      assert.ok(!`${out}${err}`.includes(secretKey));
      assert.match(out, /SignatureFailure/);
      assert.equal(code, 2);
    }
  });
});
