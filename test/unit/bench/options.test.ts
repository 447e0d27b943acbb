import assert from "node:assert/strict";
import { readOptions } from "../../bench/options";

const GROUPS = ["command", "engine", "state"];

describe("the options of a benchmark", () => {
  const read = (...args: string[]) => readOptions(args, GROUPS);

  it("are all off when none is given", () => {
    const { only, rounds, json, markdown, check, record, help } = read();
    assert.deepEqual([only, rounds, json], [undefined, undefined, undefined]);
    assert.deepEqual([markdown, check, record, help], [false, false, false, false]);
  });

  it("take several groups, in the order of measuring", () => {
    assert.deepEqual(read("--only", "state,command").only, ["command", "state"]);
  });

  it("take rounds and a file", () => {
    const { rounds, json } = read("--rounds", "9", "--json", "-");
    assert.deepEqual([rounds, json], [9, "-"]);
  });

  const wrong: [string[], RegExp][] = [
    [["--only", "engin"], /--only: there is no group "engin"; there are command, engine, state/],
    [["--only", ""], /there is no group ""/],
    [["--rounds", "0"], /--rounds takes a whole number from 1, not "0"/],
    [["--rounds", "many"], /--rounds takes a whole number from 1, not "many"/],
    [["--fast"], /Unknown option '--fast'/],
    [["engine"], /Unexpected argument 'engine'/],
    [["--json", "-", "--markdown"], /both want standard output/],
  ];
  for (const [args, message] of wrong)
    it(`refuse ${args.join(" ")}`, () => {
      assert.throws(() => read(...args), message);
    });
});
