/** What `--type` stands for. Models sigstore/cosign cmd/cosign/cli/options PredicateTypeMap. */
const PREDICATES: ReadonlyMap<string, string> = new Map([
	['custom', 'https://cosign.sigstore.dev/attestation/v1'],
	['slsaprovenance', 'https://slsa.dev/provenance/v0.2'],
	['slsaprovenance02', 'https://slsa.dev/provenance/v0.2'],
	['slsaprovenance1', 'https://slsa.dev/provenance/v1'],
	['spdx', 'https://spdx.dev/Document'],
	['spdxjson', 'https://spdx.dev/Document'],
	['cyclonedx', 'https://cyclonedx.org/bom'],
	['link', 'https://in-toto.io/Link/v1'],
	['vuln', 'https://cosign.sigstore.dev/attestation/vuln/v1'],
	['openvex', 'https://openvex.dev/ns'],
]);

/** A name of the list, or an address of one's own. */
export function predicateTypeOf(type: string): string {
	return PREDICATES.get(type) ?? type;
}
