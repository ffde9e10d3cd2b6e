import { KUBERNETES_RELEASES } from '../../machinery/kubernetes-releases.ts';
import type { PackageFacts } from './package-stanza.ts';

interface Binary {
	readonly name: string;
	readonly description: string;
	readonly size: number;
	readonly binaryBytes: number;
	readonly depends?: string;
}

/** What the packages of a release install into /usr/bin; its file's program is "kubeadm@v1.35.1". */
const BINARIES: readonly Binary[] = [
	{
		name: 'kubeadm',
		description: 'Command-line utility for administering a Kubernetes cluster',
		size: 12_456_212,
		binaryBytes: 66_609_464,
		depends: 'cri-tools (>= 1.30.0)',
	},
	{
		name: 'kubectl',
		description: 'Command-line utility for interacting with a Kubernetes cluster',
		size: 11_494_124,
		binaryBytes: 58_597_560,
	},
	{
		name: 'kubelet',
		description: 'Node agent for Kubernetes clusters',
		size: 12_881_472,
		binaryBytes: 58_028_324,
		depends: 'iptables (>= 1.4.21), kubernetes-cni (>= 1.2.0), iproute2, mount, util-linux',
	},
];

const MAINTAINER = 'Kubernetes Authors <dev@kubernetes.io>';

/** The executable that a package of Kubernetes installs; undefined of others. */
export function packagedBinary(name: string): { readonly path: string; readonly bytes: number } | undefined {
	const found = BINARIES.find((each) => each.name === name);
	return found === undefined ? undefined : { path: `/usr/bin/${name}`, bytes: found.binaryBytes };
}

/** All versions in the repository of a minor release, newest first; none: there is no such repository. @param minor "v1.35". */
export function kubernetesPackages(minor: string): PackageFacts[] {
	const releases = KUBERNETES_RELEASES.filter(({ version }) => version.startsWith(`${minor}.`));
	if (releases.length === 0) return [];
	const binaries = BINARIES.flatMap(({ name, description, size, binaryBytes, depends }) =>
		releases.map(({ version }, index) =>
			facts(name, `${version.slice(1)}-1.1`, {
				description,
				size: size + (releases.length - index) * 7_316,
				installedKib: Math.ceil(binaryBytes / 1024) + (releases.length - index) * 24,
				...(depends === undefined ? {} : { depends }),
			}),
		),
	);
	return [
		...binaries,
		facts('cri-tools', `${minor.slice(1)}.0-1.1`, {
			description: 'Command-line utility for interacting with a container runtime',
			size: 16_241_328,
			installedKib: 41_104,
		}),
		facts('kubernetes-cni', '1.8.0-1.1', {
			description: 'Binaries required to provision kubernetes container networking',
			size: 39_903_744,
			installedKib: 92_712,
		}),
	];
}

function facts(
	name: string,
	version: string,
	rest: Pick<PackageFacts, 'description' | 'size' | 'installedKib' | 'depends'>,
): PackageFacts {
	return {
		name,
		version,
		section: 'admin',
		maintainer: MAINTAINER,
		homepage: 'https://kubernetes.io',
		filename: `amd64/${name}_${version}_amd64.deb`,
		...rest,
	};
}
