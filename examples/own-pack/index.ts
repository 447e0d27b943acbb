import type { ResourceValidationPolicy } from "@pulumi/policy";
import { TcssGuard } from "pulumi-tcss-policy-pack";

// It stands for the policies that you have already.
const namesInLowerCase: ResourceValidationPolicy = {
  name: "names-in-lower-case",
  description: "Names of resources are in lower case.",
  enforcementLevel: "mandatory",
  validateResource({ name }, reportViolation) {
    if (name !== name.toLowerCase()) reportViolation(`${name} should be called ${name.toLowerCase()}.`);
  },
};

new TcssGuard("acme", {
  all: "advisory",
  "no-undefended-cores": { enforcementLevel: "mandatory", maxUndefendedCores: 8 },
  waivers: [{ rule: "automatic-renewal", reason: "Renewed by hand, ticket 4711.", expires: "2027-03-31" }],
  policies: [namesInLowerCase],
});
