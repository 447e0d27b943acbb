import assert from "node:assert/strict";
import { rules, TcssError } from "pulumi-tcss/internal";

export const NAMES = rules.map(({ name }) => name).join(", ");

/** A `TcssError` about `property`, with this message. */
export function refusal(property: string, message: string): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof TcssError);
    assert.deepEqual({ property: error.property, message: error.message }, { property, message });
    return true;
  };
}

export const CORRECT = "Correct it; a setting that is not understood might have been meant to be stricter.";
