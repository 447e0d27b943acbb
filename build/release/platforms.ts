/** By the names that Pulumi and Terraform have for them. */
export const SYSTEMS = ["linux", "darwin", "windows"];
export const ARCHITECTURES = ["amd64", "arm64"];
