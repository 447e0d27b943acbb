import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { makePipe } from "../../../support/pipes";
import { STORED } from "../../../unit/report/support";
import { assertRefused, type Ended, Place } from "./run";

describe("where reports go", function () {
  this.timeout(60_000);

  let place: Place;
  before(async () => {
    place = await Place.create();
  });
  beforeEach(() => {
    place.emulator.clearRequests();
    rmSync(join(place.folder, "out"), { recursive: true, force: true });
    mkdirSync(join(place.folder, "out"));
  });
  after(() => place.close());

  const tcss = (...args: string[]) => place.tcss(...args);
  const read = (name: string) => readFileSync(join(place.folder, name), "utf8");
  const listed = () => readdirSync(join(place.folder, "out")).sort();

  describe("several formats", () => {
    it("are made of one reading, with one of them on standard output", async () => {
      const { code, out, err } = await tcss(
        ...["report", "-f", "json", "-f", "sarif=out/x.sarif", "--format", "csv=out/x.csv"],
      );
      // the account's purchase state, once, and the lists that name what is undefended
      assert.equal(place.emulator.requests("DescribePurchaseStateInfo").length, 1);
      assert.equal(place.emulator.requests().length, 3);
      assert.equal(JSON.parse(out).subjects.length, 1);
      assert.equal(JSON.parse(read("out/x.sarif")).version, "2.1.0");
      assert.match(read("out/x.csv"), /^\ufeffsource,name,/);
      assert.deepEqual([code, err], [0, ""]);
      assert.deepEqual(listed(), ["x.csv", "x.sarif"]);
    });

    it("leave the lines of check to standard output where all of them are files", async () => {
      const { code, out } = await tcss("check", "-f", "junit=out/a.xml", "-f", "html=out/a.html");
      assert.match(out, /\nVerdict: blocks\n$/);
      assert.equal(code, 1);
      assert.deepEqual(listed(), ["a.html", "a.xml"]);
    });

    it("take - for standard output", async () => {
      const { out } = await tcss("check", "-f", "json=-", "-f", "markdown=out/a.md");
      assert.equal(JSON.parse(out).verdict, "block");
      assert.deepEqual(listed(), ["a.md"]);
    });

    const wrong: [why: string, args: string[], message: RegExp][] = [
      ["two on standard output", ["-f", "json", "-f", "sarif"], /json and sarif cannot both go to standard/],
      ["two, one by -", ["-f", "json", "-f", "sarif=-"], /cannot both go to standard output/],
      ["the same one twice", ["-f", "json", "-f", "json"], /cannot both go to standard output/],
      ["one file for two", ["-f", "json=out/a", "-f", "sarif=out/a"], /json is written there/],
      ["one file by two names", ["-f", "json=out/a", "-f", "sarif=./out/../out/a"], /json is written there/],
      [
        "--output beside several",
        ["-f", "json=out/a", "-f", "csv", "-o", "out/b"],
        /--output names the file of/,
      ],
      ["--output beside a file", ["-f", "json=out/a", "-o", "out/b"], /--output names the file of one/],
      ["--output twice", ["-f", "json", "-o", "out/a", "-o", "out/b"], /'-o, --output <file>'.* given twice/],
      ["a format without its file", ["-f", "json="], /'json=' is invalid\. Name the file after json=/],
      ["a file without its format", ["-f", "=out/a"], /Valid formats: table, json, jsonl, /],
      ["an empty --output", ["-o", ""], /--output names no file/],
    ];
    for (const [why, args, message] of wrong)
      for (const command of ["report", "check"])
        it(`refuse ${why} in ${command}, before anything is read`, async () => {
          assertRefused(await tcss(command, ...args), message);
          assert.deepEqual([place.emulator.requests().length, listed()], [0, []]);
        });

    it("never overwrite a file that is read", async () => {
      const reply = place.write("out/reply.json", { Response: { State: 3 } });
      for (const target of ["out/reply.json", reply, "./out/reply.json"]) {
        const ended = await tcss("report", "--file", "out/reply.json", "-f", `json=${target}`);
        assertRefused(ended, /json cannot be written to .*reply\.json: out\/reply\.json is read/);
      }
      assert.equal(read("out/reply.json"), '{"Response":{"State":3}}');
    });
  });

  describe("a file", () => {
    it("is replaced as a whole, with its permissions, and nothing is left beside it", async () => {
      const old = place.write("out/a.json", "old");
      chmodSync(old, 0o640);
      const { ino } = statSync(old);
      assert.equal((await tcss("report", "-f", "json", "-o", "out/a.json")).code, 0);
      assert.notEqual(statSync(old).ino, ino, "another file has its name now");
      assert.equal(statSync(old).mode & 0o777, 0o640);
      assert.equal(JSON.parse(read("out/a.json")).schemaVersion, 1);
      assert.deepEqual(listed(), ["a.json"]);
    });

    it("keeps what it held when another one cannot be written", async () => {
      place.write("out/a.json", "old");
      const ended = await tcss("report", "-f", "json=out/a.json", "-f", "csv=out/no/such/folder.csv");
      assertRefused(ended, /folder\.csv cannot be written \(ENOENT\)\. Name a file in a folder that exists/);
      assert.equal(read("out/a.json"), "old");
      assert.deepEqual(listed(), ["a.json"]);
    });

    it("is never a folder", async () => {
      mkdirSync(join(place.folder, "out/folder"));
      assertRefused(await tcss("report", "-o", "out/folder"), /out\/folder cannot be written \(EISDIR\)/);
      assert.deepEqual(listed(), ["folder"]);
    });

    it("stays a link where it is one", async () => {
      writeFileSync(join(place.folder, "out/real"), "old");
      symlinkSync("real", join(place.folder, "out/link"));
      symlinkSync("new", join(place.folder, "out/dangling"));
      for (const name of ["link", "dangling"])
        assert.equal((await tcss("report", "-f", "json", "-o", `out/${name}`)).code, 0);
      assert.ok(lstatSync(join(place.folder, "out/link")).isSymbolicLink());
      assert.equal(JSON.parse(read("out/real")).schemaVersion, 1);
      assert.equal(JSON.parse(read("out/new")).schemaVersion, 1);
    });

    it("may be a device or a pipe, which is written to", async function () {
      if (!existsSync("/dev/null")) this.skip();
      assert.equal((await tcss("report", "-f", "json=/dev/null", "-f", "csv=/dev/null")).code, 0);
      assert.ok(statSync("/dev/null").isCharacterDevice());
      const shell = '"$@" -f json=>(cat > out/piped); sleep 0.1; wait';
      await place.tcssWith({ shell: shell.replace("sleep 0.1; ", "") }, "report");
      assert.deepEqual(listed(), ["piped"]);
    });
  });

  describe("-o -", () => {
    it("is standard output, and no file", async () => {
      const { code, out } = await tcss("check", "-f", "json", "-o", "-");
      assert.equal(JSON.parse(out).verdict, "block");
      assert.equal(code, 1);
      assert.ok(!existsSync(join(place.folder, "-")));
      assert.match((await tcss("report", "-o", "-")).out, /│ Purchase state /);
    });
  });

  describe("an option that takes one value", () => {
    for (const [option, value] of [
      ["--account", "a"],
      ["--profile", "a"],
      ["--site", "mainland"],
      ["--endpoint", "http://127.0.0.1:9"],
      ["--at", "2026-12-24"],
      ["--prices", "none"],
      ["--gate-config", "a.yaml"],
      ["--policy-pack-config", "a.json"],
      ["--fail-on", "advisory"],
      ["--deadline", "5"],
      ["--request-timeout", "5"],
    ] as const)
      it(`refuses a second ${option}`, async () => {
        assertRefused(
          await tcss("check", option, value, option, value),
          new RegExp(`'${option} .* is given twice`),
        );
        assert.equal(place.emulator.requests().length, 0);
      });
  });

  describe("CSV", () => {
    it("begins with a byte order mark in a file, and not on standard output", async () => {
      const reply = place.write("reply.json", { Response: { State: 3 } });
      const args = ["report", "--file", reply, "--at", "2024-10-01", "-f", "csv"];
      const { out } = await tcss(...args);
      assert.ok(out.startsWith("source,"));
      assert.equal((await tcss(...args, "-o", "out/a.csv")).code, 0);
      const bytes = readFileSync(join(place.folder, "out/a.csv"));
      assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
      assert.equal(bytes.subarray(3).toString(), out);
    });
  });

  describe("an account without a name", () => {
    const subjectOf = ({ out }: Ended) => JSON.parse(out).subjects[0];

    it("is never called by its endpoint", async () => {
      for (const format of [
        "json",
        "markdown",
        "html",
        "sarif",
        "junit",
        "openmetrics",
        "csv",
        "table",
        "jsonl",
      ]) {
        const { out } = await tcss("report", "-f", format);
        assert.ok(!out.includes(place.emulator.endpoint), format);
      }
      for (const command of ["status", "check"])
        assert.ok(!(await tcss(command)).out.includes(place.emulator.endpoint), command);
      assert.equal(subjectOf(await tcss("report", "-f", "json")).origin.name, "unnamed account");
      assert.doesNotMatch((await tcss("report", "-f", "openmetrics")).out, /account="[^"]/);
    });

    it("is called by its label, else its profile, else its id", async () => {
      const { secretId, secretKey, accountId } = place.emulator;
      mkdirSync(join(place.folder, ".tccli"), { recursive: true });
      place.write(".tccli/prod.credential", { secretId, secretKey });
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
      assert.equal(await nameWith("--gate-config", place.write("id.yaml", { waivers: [waiver] })), accountId);
      assert.match((await tcss("report", "-f", "openmetrics", "--account", "生产")).out, /account="生产"/);
    });

    it("is told how to name it with --verbose, and a pipe is not", async () => {
      assert.match((await tcss("report", "-f", "json", "-v")).err, /name it with --account NAME\.\n$/);
      assert.equal((await tcss("report", "-f", "json")).err, "");
    });
  });

  describe("README's own sequence", () => {
    const readme = readFileSync(join(__dirname, "../../../../README.md"), "utf8");

    it("works: its program exports what the piped command reads", async () => {
      const [, program = ""] =
        /```ts\n([^`]*new tcss\.PurchaseState\("tcss"\)[\s\S]*?)```/.exec(readme) ?? [];
      const exported = [...program.matchAll(/^export const (\w+) = purchase\.(\w+);$/gm)];
      assert.ok(exported.length > 2, program);
      assert.match(readme, /pulumi stack output --json \| \S.* report --file - /);
      const purchase: Record<string, unknown> = { ...STORED, purchaseState: STORED };
      const outputs = Object.fromEntries(
        exported.map(([, name = "", field = ""]) => [name, purchase[field]]),
      );
      const piped = { input: JSON.stringify(outputs) };
      const { code, out } = await place.tcssWith(piped, "report", "--file", "-", "--format", "json");
      assert.equal(JSON.parse(out).subjects[0].purchaseState.undefendCoresCnt, STORED.undefendCoresCnt);
      assert.equal(code, 0);
    });

    it("is told where outputs hold no purchase state: the stack, or the export", async () => {
      const input = JSON.stringify({ undefendedCores: 86, protectedUntil: "2024-12-24 13:01:18" });
      assertRefused(
        await place.tcssWith({ input }, "check", "--file", "-"),
        /holds no purchase state\..*--stack ORGANIZATION\/PROJECT\/STACK.*export const purchaseState = purchase\.purchaseState/,
      );
    });
  });

  describe("explain without a rule", () => {
    it("lists the rules", async () => {
      const { code, out, err } = await tcss("explain");
      for (const rule of [
        "TCSS000 purchase-state-available",
        "TCSS002 no-undefended-cores",
        "TCSS009 reply-consistent",
      ])
        assert.ok(out.includes(rule), rule);
      assert.match(out, /tcss explain RULE/);
      assert.deepEqual([code, err], [0, ""]);
    });
  });

  describe("without credentials", () => {
    const env = { TENCENTCLOUD_SECRET_ID: undefined, TENCENTCLOUD_SECRET_KEY: undefined };

    it("gives the command's own advice, and none of Pulumi's", async () => {
      for (const args of [["check"], ["check", "--verbose"], ["status"], ["report", "-f", "json"]]) {
        const { code, out, err } = await place.tcssWith({ env }, ...args);
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
      for (let tries = 0; tries < 6; tries++) place.emulator.faults.push({ fault: "hang" });
      const hung = await tcss("check", "--deadline", "1", "--request-timeout", "0.5");
      place.emulator.faults.clear();
      assert.match(hung.out, /raise --(deadline|request-timeout)|within 1 s/);
      assert.doesNotMatch(hung.out, /tcss:/);
      const wrongKey = { TENCENTCLOUD_SECRET_ID: "AKIDunknown" };
      const refused = await place.tcssWith({ env: wrongKey }, "check");
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
      makePipe(join(place.folder, "out/pipe"));
      for (const [file, what] of [
        ["out/pipe", "a named pipe"],
        ["/dev/zero", "a device"],
      ] as const)
        assertRefused(
          await tcss("check", "--file", file),
          new RegExp(`${file} is ${what}, not a file\\..* - is standard input`),
        );
      assertRefused(
        await place.tcssWith({ shell: '"$@" --file <(echo "{}")' }, "check"),
        /is a named pipe, not a file/,
      );
    });

    it("has a limit, as a file and on standard input", async () => {
      const shell = 'head -c 70000000 /dev/zero > out/large; "$@" --file out/large';
      assertRefused(await place.tcssWith({ shell }, "check"), /out\/large is larger than 64 MiB/);
      const piped = 'head -c 70000000 /dev/zero | "$@" --file -';
      assertRefused(await place.tcssWith({ shell: piped }, "check"), /standard input is larger than 64 MiB/);
    });

    it("is UTF-8 or UTF-16 with a mark, as a file and on standard input", async () => {
      const text = JSON.stringify({ Response: { State: 3, Extra: "生产" } });
      const encodings: [name: string, bytes: Buffer][] = [
        ["utf8", Buffer.from(text)],
        ["utf8-mark", Buffer.from(`\ufeff${text}`)],
        ["utf16", Buffer.from(`\ufeff${text}`, "utf16le")],
      ];
      for (const [name, bytes] of encodings) {
        const file = join(place.folder, "out", name);
        writeFileSync(file, bytes);
        for (const shell of ['"$@" --file "out/NAME"', '"$@" --file - < "out/NAME"']) {
          const { out } = await place.tcssWith(
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
        assertRefused(await place.tcssWith({ shell: `${shell} | "$@" --file -` }, "check"), message));
  });
});
