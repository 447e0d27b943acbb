/**
 * What the SDKs that Pulumi generates are called. Each name is free: none is Pulumi's own (its default
 * for most languages), and none is `pulumi-tcss`, the package with the dynamic provider. Go's is a path that leads
 * nowhere on the network: the module is on the disk of the user who has generated it.
 */
export const LANGUAGES = {
  csharp: { rootNamespace: "PulumiTcss", namespaces: { tcss: "Tcss" }, respectSchemaVersion: true },
  go: { importBasePath: "pulumi-tcss/sdk/go/tcss", respectSchemaVersion: true },
  java: { basePackage: "pulumitcss", buildFiles: "gradle" },
  nodejs: { packageName: "pulumi-tcss-plugin", respectSchemaVersion: true },
  python: {
    packageName: "pulumi_tcss",
    pyproject: { enabled: true },
    inputTypes: "classes-and-dicts",
    respectSchemaVersion: true,
  },
} as const;
