import { SIGNATURE_KEY, secret } from "../../../core/pulumiFormat";

/** A secret as it stands in a state: encrypted, or in plain text as `pulumi stack export --show-secrets` writes it. */
export function secretInState(
  content: { readonly ciphertext: string } | { readonly plaintext: string },
): object {
  return { [SIGNATURE_KEY]: secret(undefined)[SIGNATURE_KEY], ...content };
}
