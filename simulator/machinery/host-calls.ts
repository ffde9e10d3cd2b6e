/**
 * What the world asks of its host: pure functions of their arguments, which are not worth writing again in
 * TypeScript. Virtual time stands still during a call. The host that runs the world gives them (`cli/host-calls.ts`
 * for Node); their results are the same on every host, so a world stays a function of its journal.
 */
export interface HostCalls {
	/** RSASSA-PKCS1-v1_5 with SHA-256: deterministic. @param privateKeyPem PKCS #1 or PKCS #8. */
	rsaSha256Sign(privateKeyPem: string, data: Uint8Array): Uint8Array;
	/** Whether `signature` is that of `data`. A malformed key or signature is false. @param publicKeySpki DER. */
	rsaSha256Verify(publicKeySpki: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean;
	/** Text of a file of an npm package that the product is pinned to ("kubernetes-models/v1/Pod.d.ts"); undefined when absent. */
	packageFile(path: string): string | undefined;
}
