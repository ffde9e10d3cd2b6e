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

function base64(text: string): string {
	return encodeBase64(encodeUtf8(text));
}
