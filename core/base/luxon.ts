/** Loaded at first use. In a file of its own: users, who compile against the others, have no such library. */
export function luxon(): typeof import("luxon") {
  return require("luxon") as typeof import("luxon");
}
