import { encodeBase64 } from '../../machinery/base64.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';

/** A kubeconfig with one cluster, user and context, as client-go's clientcmd writes kubeadm's. */
export function kubeconfigText(options: {
	readonly server: string;
	readonly caPem: string;
	/** "kubernetes-admin". */
	readonly user: string;
	readonly credentials:
		| { readonly certificatePem: string; readonly keyPem: string }
		/** One file with both, which the kubelet rotates. */
		| { readonly file: string };
}): string {
	const { server, caPem, user, credentials } = options;
	const context = `${user}@kubernetes`;
	const [certificate, key] =
		'file' in credentials
			? [`client-certificate: ${credentials.file}`, `client-key: ${credentials.file}`]
			: [
					`client-certificate-data: ${base64(credentials.certificatePem)}`,
					`client-key-data: ${base64(credentials.keyPem)}`,
				];
	return `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${base64(caPem)}
    server: ${server}
  name: kubernetes
contexts:
- context:
    cluster: kubernetes
    user: ${user}
  name: ${context}
current-context: ${context}
kind: Config
users:
- name: ${user}
  user:
    ${certificate}
    ${key}
`;
}

/**
 * The kubeconfig that a kubelet writes when it has joined. Models pkg/kubelet/certificate/bootstrap
 * writeKubeconfigFromBootstrapping.
 * @param credentials one file with certificate and key, which the kubelet rotates.
 */
export function joinedKubeconfigText(server: string, caPem: string | undefined, credentials: string): string {
	const authority = caPem === undefined ? '' : `    certificate-authority-data: ${base64(caPem)}\n`;
	return `apiVersion: v1
clusters:
- cluster:
${authority}    server: ${server}
  name: default-cluster
contexts:
- context:
    cluster: default-cluster
    namespace: default
    user: default-auth
  name: default-context
current-context: default-context
kind: Config
users:
- name: default-auth
  user:
    client-certificate: ${credentials}
    client-key: ${credentials}
`;
}

function base64(text: string): string {
	return encodeBase64(encodeUtf8(text));
}

/** An administrator's way to a cluster, in a kubeconfig with several. */
export interface KubeContext {
	/** Of context and cluster; the user's begins with it. */
	readonly name: string;
	readonly server: string;
	readonly caPem: string;
	readonly certificatePem: string;
	readonly keyPem: string;
}

/** A kubeconfig with a context for each cluster, as `kubectl config` writes it: sorted by name; the first given is current. */
export function contextsText(contexts: readonly KubeContext[]): string {
	const sorted = [...contexts].sort((a, b) => (a.name < b.name ? -1 : 1));
	const all = (text: (context: KubeContext) => string): string => sorted.map(text).join('');
	return `apiVersion: v1
clusters:
${all(({ name, server, caPem }) => `- cluster:\n    certificate-authority-data: ${base64(caPem)}\n    server: ${server}\n  name: ${name}\n`)}contexts:
${all(({ name }) => `- context:\n    cluster: ${name}\n    user: ${name}-admin\n  name: ${name}\n`)}current-context: ${contexts[0]?.name ?? '""'}
kind: Config
users:
${all(({ name, certificatePem, keyPem }) => `- name: ${name}-admin\n  user:\n    client-certificate-data: ${base64(certificatePem)}\n    client-key-data: ${base64(keyPem)}\n`)}`;
}
