/**
 * Where the project's source and documents are. `homepage`, `repository` and `bugs` of every package.json say the
 * same: a unit test compares them.
 */
export const REPOSITORY = "https://github.com/pulumi-tcss/pulumi-tcss";
