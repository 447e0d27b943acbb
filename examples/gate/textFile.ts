import * as pulumi from "@pulumi/pulumi";

export interface TextFileArgs {
  path: pulumi.Input<string>;
  content: pulumi.Input<string>;
}

interface Inputs {
  path: string;
  content: string;
}

/** A text file on this machine. It stands for whatever your program deploys. */
export class TextFile extends pulumi.dynamic.Resource {
  constructor(name: string, args: TextFileArgs, opts?: pulumi.CustomResourceOptions) {
    super(textFileProvider, name, args, opts);
  }
}

// Pulumi stores this object in the stack's state and calls it in another process: it captures nothing.
const textFileProvider: pulumi.dynamic.ResourceProvider<Inputs, Inputs> = {
  async create(inputs) {
    const { mkdirSync, writeFileSync } = require("node:fs");
    mkdirSync(require("node:path").dirname(inputs.path), { recursive: true });
    writeFileSync(inputs.path, inputs.content);
    return { id: inputs.path, outs: inputs };
  },
  async delete(id) {
    require("node:fs").rmSync(id, { force: true });
  },
};
