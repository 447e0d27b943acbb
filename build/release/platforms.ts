/** The platforms, with the names that Pulumi and Terraform use. */
export const SYSTEMS = ["linux", "darwin", "windows"];
export const ARCHITECTURES = ["amd64", "arm64"];
