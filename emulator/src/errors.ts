/** A refusal in Tencent Cloud's own form: it becomes `Response.Error {Code, Message}` with HTTP 200. */
export class ApiError extends Error {
  constructor(
    /** For example `AuthFailure.SignatureFailure`. */
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

/** A parameter, in the body or among the `X-TC-` headers, that every such request needs. */
export function missingParameter(name: string): ApiError {
  return new ApiError("MissingParameter", `The request is missing a required parameter \`${name}\`.`);
}

/** CAM's refusal of an action, for example `tcss:DescribeUserCluster`, in the API's words. */
export function notAuthorized(
  service: string,
  action: string,
  requestId: string,
  { code, message }: { readonly code?: string; readonly message?: string } = {},
): ApiError {
  const [ownCode, resource] =
    service === "cvm"
      ? ["UnauthorizedOperation", "qcs::cvm:::*"]
      : ["AuthFailure.UnauthorizedOperation", "*"];
  return new ApiError(
    code ?? ownCode,
    message ??
      `You are not authorized to perform this operation. Check your CAM policies, and ensure that you are using the correct access keys. [[request id:${requestId}]you are not authorized to perform operation (${service}:${action})\nresource (${resource}) has no permission\n]`,
  );
}
