import { apiServerUrl } from '../../../hosts/kubeadm/cluster-configuration.ts';
import { issue } from '../../../hosts/pki/certificate-authority.ts';
import { kubeconfigText } from '../../../hosts/pki/kubeconfig-text.ts';
import type { Task } from '../../../machinery/task.ts';
import { putFile, textAt } from '../host-files.ts';
import type { Phase } from '../phases.ts';
import { authorityOf } from './certificate-phases.ts';
import type { InitContext } from './init-context.ts';

interface KubeconfigFile {
	/** "admin": its file without ".conf", and its phase. */
	readonly name: string;
	readonly short: string;
	readonly user: (context: Pick<InitContext, 'node'>) => string;
	readonly organizations?: readonly string[];
	/** It asks the API server of its own machine, whatever stands before the control plane. */
	readonly isLocal?: boolean;
}

/** Models cmd/kubeadm/app/phases/kubeconfig getKubeConfigSpecsBase. */
export const KUBECONFIG_FILES: readonly KubeconfigFile[] = [
	{
		name: 'admin',
		short: 'Generate a kubeconfig file for the admin to use and for kubeadm itself',
		user: () => 'kubernetes-admin',
		organizations: ['kubeadm:cluster-admins'],
	},
	{
		name: 'super-admin',
		short: 'Generate a kubeconfig file for the super-admin',
		user: () => 'kubernetes-super-admin',
		organizations: ['system:masters'],
	},
	{
		name: 'kubelet',
		short: 'Generate a kubeconfig file for the kubelet to use *only* for cluster bootstrapping purposes',
		user: ({ node }) => `system:node:${node.name}`,
		organizations: ['system:nodes'],
		isLocal: true,
	},
	{
		name: 'controller-manager',
		short: 'Generate a kubeconfig file for the controller manager to use',
		user: () => 'system:kube-controller-manager',
		isLocal: true,
	},
	{
		name: 'scheduler',
		short: 'Generate a kubeconfig file for the scheduler to use',
		user: () => 'system:kube-scheduler',
		isLocal: true,
	},
];

/** The phase "kubeconfig". Models cmd/kubeadm/app/cmd/phases/init/kubeconfig.go. */
export const KUBECONFIG_PHASE: Phase<InitContext> = {
	name: 'kubeconfig',
	short: 'Generate all kubeconfig files necessary to establish the control plane and the admin kubeconfig file',
	run: ({ run }) => run.out.write('[kubeconfig] Using kubeconfig folder "/etc/kubernetes"\n'),
	parts: KUBECONFIG_FILES.map((file): Phase<InitContext> => {
		return { name: file.name, short: file.short, run: (context) => writeKubeconfig(context, file) };
	}),
};

function* writeKubeconfig(context: InitContext, file: KubeconfigFile): Task<void> {
	const { run, configuration, address, bindPort, pki, isDryRun } = context;
	const path = `/etc/kubernetes/${file.name}.conf`;
	const authority = yield* authorityOf(context, 'ca');
	if ((yield* textAt(run, path)) !== undefined) {
		yield* run.out.write(`[kubeconfig] Using existing kubeconfig file: ${JSON.stringify(path)}\n`);
		return;
	}
	const user = file.user(context);
	const { certificatePem, key } = issue(pki, authority, {
		commonName: user,
		usages: ['clientAuth'],
		...(file.organizations === undefined ? {} : { organizations: file.organizations }),
	});
	const text = kubeconfigText({
		server: file.isLocal === true ? `https://${address}:${bindPort}` : apiServerUrl(configuration, address, bindPort),
		caPem: authority.certificatePem,
		user,
		credentials: { certificatePem, keyPem: key.privateKeyPem },
	});
	yield* run.out.write(`[kubeconfig] Writing "${file.name}.conf" kubeconfig file\n`);
	if (!isDryRun) yield* putFile(run, path, text, 0o600);
}
