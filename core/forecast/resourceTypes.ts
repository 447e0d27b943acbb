// One resource type in three spellings: Terraform's, and two of Pulumi's.
const TERRAFORM_START = "tencentcloud_";
const PULUMI_START = "tencentcloud:";

/** `index/kubernetesNodePool:KubernetesNodePool`, `Kubernetes/nodePool:NodePool`: a module, and a name in it. */
const TOKEN = /^([A-Za-z]\w*)\/([a-z]\w*):[A-Z]\w*$/;

/**
 * Terraform's type of a resource without `tencentcloud_`, from Terraform's type or a token of Pulumi's: of the bridged
 * package (`tencentcloud:Kubernetes/nodePool:NodePool`) or of `pulumi package add terraform-provider`
 * (`tencentcloud:index/kubernetesNodePool:KubernetesNodePool`). The bridged package makes the module of the type's first
 * word and leaves that out of the name; a type of one word has both (`Instance/instance:Instance`).
 * @returns undefined for a type of another provider.
 */
export function terraformTypeOf(type: string): string | undefined {
  if (type.startsWith(TERRAFORM_START)) return type.slice(TERRAFORM_START.length);
  if (!type.startsWith(PULUMI_START)) return undefined;
  const [, module = "", name = ""] = TOKEN.exec(type.slice(PULUMI_START.length)) ?? [];
  if (name === "") return undefined;
  const [first, rest] = [snake(module), snake(name)];
  return first === "index" || first === rest ? rest : `${first}_${rest}`;
}

function snake(text: string): string {
  return text.replace(/[A-Z]/g, (letter, at: number) => `${at === 0 ? "" : "_"}${letter.toLowerCase()}`);
}
