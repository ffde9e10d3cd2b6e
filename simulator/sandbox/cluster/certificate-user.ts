import type { UserInfo } from '../../apiserver/request.ts';
import { sha256 } from '../../machinery/sha256.ts';

/** What of a client's verified certificate says who it is. */
export interface ClientCertificate {
	readonly commonName: string;
	readonly organizations: readonly string[];
	/** DER. */
	readonly raw: Uint8Array;
}

/** Models apiserver/pkg/authentication/request/x509 CommonNameUserConversion. */
export function certificateUser({ commonName, organizations, raw }: ClientCertificate): UserInfo {
	const fingerprint = [...sha256(raw)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	return {
		name: commonName,
		groups: [...organizations],
		extra: { 'authentication.kubernetes.io/credential-id': [`X509SHA256=${fingerprint}`] },
	};
}
