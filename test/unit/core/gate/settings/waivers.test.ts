import { rules } from "../../../../../core/rules";
import { itRefuses, NO_WORDS, useSettingsFolder, WAIVER, WORDS } from "./support";

describe("the gate's settings must be right:", () => {
  useSettingsFolder();

  const RULES = rules.flatMap(({ id, name }) => [id, name]).join(", ");
  const DAY = "must be a day of the calendar, written YYYY-MM-DD";
  const waiver = (changes: object): object => ({ waivers: [{ ...WAIVER, ...changes }] });
  const scope = (scope: unknown): object => waiver({ scope });

  itRefuses([
    [{ waivers: {} }, "waivers", "must be a list, not an object"],
    [{ waivers: null }, "waivers", "must be a list, not null"],
    [{ waivers: ["TCSS002"] }, "waivers[0]", "must be an object, not a string"],
    [waiver({ rule: undefined }), "waivers[0].rule", "is missing"],
    [waiver({ rule: "TCSS999" }), "waivers[0].rule", `must be one of ${RULES}`],
    [waiver({ rule: "tcss002" }), "waivers[0].rule", `must be one of ${RULES}. Did you mean TCSS002?`],
    [waiver({ rule: "all" }), "waivers[0].rule", `must be one of ${RULES}`],
    [waiver({ reason: undefined }), "waivers[0].reason", "is missing"],
    ...NO_WORDS.map((reason): [unknown, string, string] => [waiver({ reason }), "waivers[0].reason", WORDS]),
    [waiver({ reason: null }), "waivers[0].reason", "must be a string, not null"],
    [waiver({ expires: undefined }), "waivers[0].expires", "is missing"],
    ...["2024-02-30", "2024-1-5", "2024-10-05T00:00:00Z", "05.10.2024", "20241005", "never", ""].map(
      (expires): [unknown, string, string] => [waiver({ expires }), "waivers[0].expires", DAY],
    ),
    [waiver({ expires: 20241005 }), "waivers[0].expires", "must be a string, not a number"],
    [{ waivers: [WAIVER, { ...WAIVER, expires: "soon" }] }, "waivers[1].expires", DAY],
    [
      waiver({ until: "2024-10-05" }),
      "waivers[0].until",
      "is unknown. Valid names: rule, reason, expires, scope",
    ],
    [scope("prod"), "waivers[0].scope", "must be an object, not a string"],
    [
      scope({ project: "shop" }),
      "waivers[0].scope.project",
      "is unknown. Valid names: account, stack, resource",
    ],
    [scope({ account: "" }), "waivers[0].scope.account", "must not be empty"],
    [scope({ account: 100000000001 }), "waivers[0].scope.account", "must be a string, not a number"],
    [scope({ stack: " " }), "waivers[0].scope.stack", "must not be empty"],
    [
      scope({ stack: "a/b/c/d" }),
      "waivers[0].scope.stack",
      "can match no stack: the name of a stack has three parts, ORGANIZATION/PROJECT/STACK",
    ],
    [scope({ resource: "" }), "waivers[0].scope.resource", "must not be empty"],
    [
      scope({ resource: "@(a+)+b" }),
      "waivers[0].scope.resource",
      "uses @( ), which is not supported: write {a,b} for one of several; [(] is a plain parenthesis",
    ],
    [scope({ resource: ["tcss"] }), "waivers[0].scope.resource", "must be a string, not a list"],
  ]);
});
