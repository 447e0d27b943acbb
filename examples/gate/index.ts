import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { TextFile } from "./textFile";

// Nothing here knows of TCSS: the gate is the policy pack's, given on the command line.
const folder = new pulumi.Config().require("folder");

for (const service of ["web", "api", "worker"])
  new TextFile(service, {
    path: join(process.cwd(), folder, `${service}.txt`),
    content: `The ${service} service runs on a protected account.\n`,
  });

export const services = ["web", "api", "worker"];
