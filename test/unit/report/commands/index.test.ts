import assert from "node:assert/strict";
import { Command } from "commander";
import { COMMANDS } from "../../../../report/src/commands";

describe("the commands of tcss", () => {
  it("have names of their own", () => {
    const names = COMMANDS.map(({ name }) => name);
    assert.deepEqual(names, [...new Set(names)]);
  });

  for (const { name, summary, help, argument, declareOptions } of COMMANDS) {
    it(`${name} says in one line what it is for, and shows examples that name it`, () => {
      assert.doesNotMatch(summary, /\n|\.$/);
      assert.match(help, new RegExp(`\\nExamples?:\\n.*tcss ${name}\\b`));
    });

    it(`${name} completes values that are arguments of its own`, () => {
      for (const choice of argument?.choices?.() ?? []) assert.match(choice, /^[\w-]+$/);
    });

    it(`${name} describes each of its options in a group`, () => {
      const command = new Command(name);
      declareOptions?.(command);
      for (const { flags, description, helpGroupHeading } of command.options) {
        assert.notEqual(description, "", flags);
        assert.match(helpGroupHeading ?? "", /:$/, flags);
      }
    });
  }
});
