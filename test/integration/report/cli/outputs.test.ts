import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { STORED } from "../../../unit/report/support";
import { useOutputs } from "./outputsBed";
import { assertRefused } from "./run";

describe("where reports go", function () {
  this.timeout(60_000);

  const bed = useOutputs();
  const { tcss, read, listed } = bed;

  describe("several formats", () => {
    it("are made of one reading, with one of them on standard output", async () => {
      const { code, out, err } = await tcss(
        ...["report", "-f", "json", "-f", "sarif=out/x.sarif", "--format", "csv=out/x.csv"],
      );
      // the account's purchase state, once, and the lists that name what is undefended
      assert.equal(bed.place.emulator.requests("DescribePurchaseStateInfo").length, 1);
      assert.equal(bed.place.emulator.requests().length, 3);
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
          assert.deepEqual([bed.place.emulator.requests().length, listed()], [0, []]);
        });

    it("never overwrite a file that is read", async () => {
      const reply = bed.place.write("out/reply.json", { Response: { State: 3 } });
      for (const target of ["out/reply.json", reply, "./out/reply.json"]) {
        const ended = await tcss("report", "--file", "out/reply.json", "-f", `json=${target}`);
        assertRefused(ended, /json cannot be written to .*reply\.json: out\/reply\.json is read/);
      }
      assert.equal(read("out/reply.json"), '{"Response":{"State":3}}');
    });
  });

  describe("a file", () => {
    it("is replaced as a whole, with its permissions, and nothing is left beside it", async () => {
      const old = bed.place.write("out/a.json", "old");
      chmodSync(old, 0o640);
      const { ino } = statSync(old);
      assert.equal((await tcss("report", "-f", "json", "-o", "out/a.json")).code, 0);
      assert.notEqual(statSync(old).ino, ino, "another file has its name now");
      assert.equal(statSync(old).mode & 0o777, 0o640);
      assert.equal(JSON.parse(read("out/a.json")).schemaVersion, 1);
      assert.deepEqual(listed(), ["a.json"]);
    });

    it("keeps what it held when another one cannot be written", async () => {
      bed.place.write("out/a.json", "old");
      const ended = await tcss("report", "-f", "json=out/a.json", "-f", "csv=out/no/such/folder.csv");
      assertRefused(ended, /folder\.csv cannot be written \(ENOENT\)\. Name a file in a folder that exists/);
      assert.equal(read("out/a.json"), "old");
      assert.deepEqual(listed(), ["a.json"]);
    });

    it("is never a folder", async () => {
      mkdirSync(join(bed.place.folder, "out/folder"));
      assertRefused(await tcss("report", "-o", "out/folder"), /out\/folder cannot be written \(EISDIR\)/);
      assert.deepEqual(listed(), ["folder"]);
    });

    it("stays a link where it is one", async () => {
      writeFileSync(join(bed.place.folder, "out/real"), "old");
      symlinkSync("real", join(bed.place.folder, "out/link"));
      symlinkSync("new", join(bed.place.folder, "out/dangling"));
      for (const name of ["link", "dangling"])
        assert.equal((await tcss("report", "-f", "json", "-o", `out/${name}`)).code, 0);
      assert.ok(lstatSync(join(bed.place.folder, "out/link")).isSymbolicLink());
      assert.equal(JSON.parse(read("out/real")).schemaVersion, 1);
      assert.equal(JSON.parse(read("out/new")).schemaVersion, 1);
    });

    it("may be a device or a pipe, which is written to", async function () {
      if (!existsSync("/dev/null")) this.skip();
      assert.equal((await tcss("report", "-f", "json=/dev/null", "-f", "csv=/dev/null")).code, 0);
      assert.ok(statSync("/dev/null").isCharacterDevice());
      const shell = '"$@" -f json=>(cat > out/piped); sleep 0.1; wait';
      await bed.place.tcssWith({ shell: shell.replace("sleep 0.1; ", "") }, "report");
      assert.deepEqual(listed(), ["piped"]);
    });
  });

  describe("-o -", () => {
    it("is standard output, and no file", async () => {
      const { code, out } = await tcss("check", "-f", "json", "-o", "-");
      assert.equal(JSON.parse(out).verdict, "block");
      assert.equal(code, 1);
      assert.ok(!existsSync(join(bed.place.folder, "-")));
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
        assert.equal(bed.place.emulator.requests().length, 0);
      });
  });

  describe("CSV", () => {
    it("begins with a byte order mark in a file, and not on standard output", async () => {
      const reply = bed.place.write("reply.json", { Response: { State: 3 } });
      const args = ["report", "--file", reply, "--at", "2024-10-01", "-f", "csv"];
      const { out } = await tcss(...args);
      assert.ok(out.startsWith("source,"));
      assert.equal((await tcss(...args, "-o", "out/a.csv")).code, 0);
      const bytes = readFileSync(join(bed.place.folder, "out/a.csv"));
      assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
      assert.equal(bytes.subarray(3).toString(), out);
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
      const { code, out } = await bed.place.tcssWith(piped, "report", "--file", "-", "--format", "json");
      assert.equal(JSON.parse(out).subjects[0].purchaseState.undefendCoresCnt, STORED.undefendCoresCnt);
      assert.equal(code, 0);
    });

    it("is told where outputs hold no purchase state: the stack, or the export", async () => {
      const input = JSON.stringify({ undefendedCores: 86, protectedUntil: "2024-12-24 13:01:18" });
      assertRefused(
        await bed.place.tcssWith({ input }, "check", "--file", "-"),
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
});
