import { createAuthority, issue } from '../hosts/pki/certificate-authority.ts';
import { KeyPool } from '../hosts/pki/key-pool.ts';
import { kubeconfigText } from '../hosts/pki/kubeconfig-text.ts';
import type { HostCalls } from '../machinery/host-calls.ts';
import { Random } from '../machinery/random.ts';

/** What a server needs to speak for a world's API to clients outside, and those to trust it. PEM throughout. */
export interface ServingCredentials {
	readonly caPem: string;
	readonly certificatePem: string;
	readonly keyPem: string;
	/** An administrator's kubeconfig. @param server "https://127.0.0.1:6443". */
	kubeconfig(server: string): string;
}

/**
 * Certificates of an authority of their own: those inside the world are valid by its clock, these by the real one. The
 * keys are the simulation's well-known ones: for loopback only.
 * @param atMs the real time. @param addresses that clients will dial.
 */
export function servingCredentials(
	atMs: number,
	addresses: readonly string[],
	hostCalls: HostCalls,
): ServingCredentials {
	const context = { atMs, keys: new KeyPool(), random: new Random(`serve/${atMs}`), hostCalls };
	const authority = createAuthority(context, 'kubernetes');
	const server = issue(context, authority, {
		commonName: 'kube-apiserver',
		dnsNames: ['kubernetes', 'kubernetes.default', 'kubernetes.default.svc', 'localhost'],
		ipAddresses: addresses,
		usages: ['serverAuth'],
	});
	const admin = issue(context, authority, {
		commonName: 'kubernetes-admin',
		organizations: ['kubeadm:cluster-admins'],
		usages: ['clientAuth'],
	});
	return {
		caPem: authority.certificatePem,
		certificatePem: server.certificatePem,
		keyPem: server.key.privateKeyPem,
		kubeconfig: (address) =>
			kubeconfigText({
				server: address,
				caPem: authority.certificatePem,
				user: 'kubernetes-admin',
				credentials: { certificatePem: admin.certificatePem, keyPem: admin.key.privateKeyPem },
			}),
	};
}
