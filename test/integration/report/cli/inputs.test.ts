import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FORMAT_NAMES } from "../../../../report/src/formats";
import { makePipe } from "../../../support/pipes";
import { useOutputs } from "./outputsBed";
import { assertRefused, type Ended } from "./run";

describe("where reports go", function () {
  this.timeout(60_000);

  const bed = useOutputs();
  const { tcss } = bed;

  describe("an account without a name", () => {
    const subjectOf = ({ out }: Ended) => JSON.parse(out).subjects[0];

    it("is never called by its endpoint", async () => {
      for (const format of FORMAT_NAMES) {
        const { out } = await tcss("report", "-f", format);
        assert.ok(!out.includes(bed.place.emulator.endpoint), format);
      }
      for (const command of ["status", "check"])
        assert.ok(!(await tcss(command)).out.includes(bed.place.emulator.endpoint), command);
      assert.equal(subjectOf(await tcss("report", "-f", "json")).origin.name, "unnamed account");
      assert.doesNotMatch((await tcss("report", "-f", "openmetrics")).out, /account="[^"]/);
    });

    it("is called by its label, else its profile, else its id", async () => {
      const { secretId, secretKey, accountId } = bed.place.emulator;
      mkdirSync(join(bed.place.folder, ".tccli"), { recursive: true });
      bed.place.write(".tccli/prod.credential", { secretId, secretKey });
      const nameWith = async (...args: string[]) =>
        subjectOf(await tcss("report", "-f", "json", ...args)).origin.name;
      assert.equal(await nameWith("--account", "生产"), "生产");
      assert.equal(await nameWith("--profile", "prod"), "prod");
      assert.equal(await nameWith("--profile", "prod", "--account", "a"), "a");
      const waiver = {
        rule: "TCSS002",
        reason: "known",
        expires: "2099-12-31",
        scope: { account: accountId },
      };
      assert.equal(
        await nameWith("--gate-config", bed.place.write("id.yaml", { waivers: [waiver] })),
        accountId,
      );
      assert.match((await tcss("report", "-f", "openmetrics", "--account", "生产")).out, /account="生产"/);
    });

    it("is told how to name it with --verbose, and a pipe is not", async () => {
      assert.match((await tcss("report", "-f", "json", "-v")).err, /name it with --account NAME\.\n$/);
      assert.equal((await tcss("report", "-f", "json")).err, "");
    });
  });

  describe("without credentials", () => {
    const env = { TENCENTCLOUD_SECRET_ID: undefined, TENCENTCLOUD_SECRET_KEY: undefined };

    it("gives the command's own advice, and none of Pulumi's", async () => {
      for (const args of [["check"], ["check", "--verbose"], ["status"], ["report", "-f", "json"]]) {
        const { code, out, err } = await bed.place.tcssWith({ env }, ...args);
        const text = `${out}${err}`.replace(/\s+/g, " ");
        assert.match(text, /name a tccli profile with --profile/, args.join(" "));
        assert.doesNotMatch(
          text,
          /source: resources|Pulumi config|stack's configuration|tcss:[a-zA-Z]*(Key|Id|Seconds)/,
        );
        assert.equal(code, 2);
      }
    });

    it("names its own options for a deadline, a site and an endpoint", async () => {
      for (let tries = 0; tries < 6; tries++) bed.place.emulator.faults.push({ fault: "hang" });
      const hung = await tcss("check", "--deadline", "1", "--request-timeout", "0.5");
      bed.place.emulator.faults.clear();
      assert.match(hung.out, /raise --(deadline|request-timeout)|within 1 s/);
      assert.doesNotMatch(hung.out, /tcss:/);
      const wrongKey = { TENCENTCLOUD_SECRET_ID: "AKIDunknown" };
      const refused = await bed.place.tcssWith({ env: wrongKey }, "check");
      assert.match(refused.out, /give --site international or --site mainland if/);
      assert.equal(refused.code, 2);
    });

    for (const value of ["0", "-1", "x", "", "1e9"])
      it(`refuses --deadline ${JSON.stringify(value)}`, async () =>
        assertRefused(await tcss("check", `--deadline=${value}`), /'--deadline <seconds>'.*Give seconds/));
  });

  describe("what is read", () => {
    it("is no pipe, and no device, under --file; the message names standard input", async function () {
      if (process.platform === "win32") this.skip();
      makePipe(join(bed.place.folder, "out/pipe"));
      for (const [file, what] of [
        ["out/pipe", "a named pipe"],
        ["/dev/zero", "a device"],
      ] as const)
        assertRefused(
          await tcss("check", "--file", file),
          new RegExp(`${file} is ${what}, not a file\\..* - is standard input`),
        );
      assertRefused(
        await bed.place.tcssWith({ shell: '"$@" --file <(echo "{}")' }, "check"),
        /is a named pipe, not a file/,
      );
    });

    it("has a limit, as a file and on standard input", async () => {
      const shell = 'head -c 70000000 /dev/zero > out/large; "$@" --file out/large';
      assertRefused(await bed.place.tcssWith({ shell }, "check"), /out\/large is larger than 64 MiB/);
      const piped = 'head -c 70000000 /dev/zero | "$@" --file -';
      assertRefused(
        await bed.place.tcssWith({ shell: piped }, "check"),
        /standard input is larger than 64 MiB/,
      );
    });

    it("is UTF-8 or UTF-16 with a mark, as a file and on standard input", async () => {
      const text = JSON.stringify({ Response: { State: 3, Extra: "生产" } });
      const encodings: [name: string, bytes: Buffer][] = [
        ["utf8", Buffer.from(text)],
        ["utf8-mark", Buffer.from(`\ufeff${text}`)],
        ["utf16", Buffer.from(`\ufeff${text}`, "utf16le")],
      ];
      for (const [name, bytes] of encodings) {
        const file = join(bed.place.folder, "out", name);
        writeFileSync(file, bytes);
        for (const shell of ['"$@" --file "out/NAME"', '"$@" --file - < "out/NAME"']) {
          const { out } = await bed.place.tcssWith(
            { shell: shell.replace("NAME", name) },
            "report",
            "-f",
            "json",
          );
          assert.equal(JSON.parse(out).subjects[0].purchaseState.additionalFields.Extra, "生产", name);
        }
      }
    });

    for (const [what, shell, message] of [
      [
        "bytes that are no text",
        'printf \'{"a": "\\377"}\'',
        /standard input holds bytes that are not UTF-8 text/,
      ],
      ["a key twice", 'echo \'{"State": 3, "State": 4}\'', /standard input has the same key twice \(line 1/],
    ] as const)
      it(`is refused with ${what}`, async () =>
        assertRefused(await bed.place.tcssWith({ shell: `${shell} | "$@" --file -` }, "check"), message));
  });
});
