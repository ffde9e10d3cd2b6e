import type { DebFile } from '../../hosts/packages/deb-archive.ts';
import { UNIT_FILES } from '../../hosts/systemd/unit-files.ts';
import { encodeBase64 } from '../../machinery/base64.ts';
import { KUBERNETES_RELEASES } from '../../machinery/kubernetes-releases.ts';
import type { Addon, Page } from '../addon.ts';
import { criDockerdPages } from './cri-dockerd-release.ts';
import { gvisorPages } from './gvisor-release.ts';
import { KUBE_BENCH_IMAGE, kubeBenchPages } from './kube-bench-release.ts';
import { kubernetesTarballs } from './kubernetes-tarballs.ts';
import { KUBESEC_IMAGE, kubesecPages } from './kubesec-release.ts';
import {
	archive,
	checkedFile,
	checkedProgram,
	programBytes,
	programFile,
	releaseFile,
	textFile,
} from './release-files.ts';
import { SUPPLY_CHAIN_IMAGES, supplyChainPages } from './supply-chain-releases.ts';
import { TRIVY_IMAGE, trivyPages } from './trivy-release.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** What comes from where Kubernetes keeps its own files. */
function kubernetesPages(): readonly Page[] {
	const [stable] = KUBERNETES_RELEASES.filter(({ version }) => version.startsWith('v1.35.'));
	const minors = [...new Set(KUBERNETES_RELEASES.map(({ version }) => version.replace(/\.\d+$/, '')))];
	const newestOf = (minor: string): string =>
		KUBERNETES_RELEASES.find(({ version }) => version.startsWith(`${minor}.`))?.version as string;
	const sites = ['https://dl.k8s.io', 'https://cdn.dl.k8s.io'];
	const held = (path: string, text: string): readonly Page[] => [
		{ url: `https://dl.k8s.io/release/${path}`, location: `https://cdn.dl.k8s.io/release/${path}` },
		{ url: `https://cdn.dl.k8s.io/release/${path}`, text: () => text },
		{ url: `https://storage.googleapis.com/kubernetes-release/release/${path}`, text: () => text },
	];
	const programs: ReadonlyMap<string, number> = new Map([
		['kubectl', 58_597_560],
		['kubectl-convert', 57_827_512],
		['kubeadm', 66_609_464],
		['kubelet', 58_028_324],
		['kube-apiserver', 86_818_002],
		['kube-controller-manager', 71_905_490],
		['kube-scheduler', 49_062_052],
		['kube-proxy', 43_126_964],
	]);
	return [
		...held('stable.txt', stable?.version ?? ''),
		...minors.flatMap((minor) => held(`stable-${minor.slice(1)}.txt`, newestOf(minor))),
		...KUBERNETES_RELEASES.flatMap(({ version }) =>
			[...programs].flatMap(([name, size]) =>
				sites.flatMap((site) =>
					[`${site}/release`, site].flatMap((base) =>
						checkedProgram(`${base}/${version}/bin/linux/amd64/${name}`, `${name}@${version}`, size),
					),
				),
			),
		),
		...KUBERNETES_RELEASES.flatMap(({ version }) =>
			sites.flatMap((site) => [`${site}/release`, site].flatMap((base) => kubernetesTarballs(base, version, programs))),
		),
		...words('v1.24 v1.25 v1.26 v1.27 v1.28 v1.29 v1.30 v1.31 v1.32 v1.33 v1.34 v1.35 v1.36').flatMap((minor) => {
			const path = `core:/stable:/${minor}/deb/Release.key`;
			const file = `https://prod-cdn.packages.k8s.io/repositories/isv:/kubernetes:/${path}`;
			return [
				{ url: `https://pkgs.k8s.io/${path}`, location: file },
				{ url: file, text: () => armoured('isv:kubernetes OBS Project <isv:kubernetes@build.opensuse.org>') },
			];
		}),
	];
}

/** A public key as package archives publish theirs. Differs: a packet that names its owner, and no key. */
function armoured(owner: string): string {
	const name = [...owner].map((letter) => letter.charCodeAt(0));
	const text = encodeBase64(Uint8Array.from([0xb4, name.length, ...name]));
	const lines = text.match(/.{1,64}/g) ?? [];
	return `-----BEGIN PGP PUBLIC KEY BLOCK-----\nVersion: GnuPG v2.0.15 (GNU/Linux)\n\n${lines.join('\n')}\n-----END PGP PUBLIC KEY BLOCK-----\n`;
}

const HELM =
	words(`v4.0.1 v4.0.0 v3.19.2 v3.19.0 v3.18.6 v3.18.4 v3.18.3 v3.18.0 v3.17.3 v3.17.2 v3.17.1 v3.17.0 v3.16.4 v3.16.3
v3.16.2 v3.16.1 v3.16.0 v3.15.4 v3.15.3 v3.15.2 v3.15.1 v3.15.0 v3.14.4 v3.14.3 v3.14.2 v3.14.0 v3.13.3 v3.13.2 v3.13.1 v3.13.0
v3.12.3 v3.12.0 v3.11.3 v3.10.0 v3.9.0`);
const ETCD =
	words(`v3.6.6 v3.6.5 v3.6.4 v3.6.1 v3.6.0 v3.5.24 v3.5.21 v3.5.17 v3.5.16 v3.5.15 v3.5.13 v3.5.12 v3.5.10 v3.5.9 v3.5.7
v3.5.6 v3.5.5 v3.5.4 v3.5.3 v3.5.2 v3.5.1 v3.5.0 v3.4.37 v3.4.34`);
const CRICTL = words(
	'v1.35.0 v1.34.0 v1.33.0 v1.32.0 v1.31.1 v1.31.0 v1.30.1 v1.30.0 v1.29.0 v1.28.0 v1.27.0 v1.26.0 v1.25.0 v1.24.2',
);
const CONTAINERD = words(
	'2.2.0 2.1.5 2.1.4 2.1.3 2.1.1 2.1.0 2.0.7 2.0.5 2.0.4 2.0.2 2.0.1 2.0.0 1.7.29 1.7.28 1.7.27 1.7.25 1.7.24 1.7.22 1.7.20 1.7.18 1.7.14 1.7.13 1.7.11 1.7.8 1.7.2 1.7.0 1.6.36',
);
const RUNC = words(
	'v1.4.0 v1.3.3 v1.3.2 v1.3.1 v1.3.0 v1.2.6 v1.2.5 v1.2.4 v1.2.3 v1.2.2 v1.2.1 v1.2.0 v1.1.15 v1.1.14 v1.1.13 v1.1.12 v1.1.11 v1.1.10 v1.1.9 v1.1.7 v1.1.4',
);
const CNI = words('v1.8.0 v1.7.1 v1.6.2 v1.6.1 v1.6.0 v1.5.1 v1.5.0 v1.4.1 v1.4.0 v1.3.0 v1.2.0 v1.1.1');
const CNI_PLUGINS = words(
	'bandwidth bridge dhcp dummy firewall host-device host-local ipvlan loopback macvlan portmap ptp sbr static tap tuning vlan vrf',
);

function helmPages(): readonly Page[] {
	const files = [
		programFile('linux-amd64/helm', 'helm', 59_719_864),
		textFile('linux-amd64/LICENSE', 'Apache License 2.0\n'),
		textFile('linux-amd64/README.md', '# Helm\n'),
	];
	return HELM.flatMap((version) =>
		checkedFile(`https://get.helm.sh/helm-${version}-linux-amd64.tar.gz`, archive(files)),
	);
}

/** One tarball a version, of one repository. */
function tarballs(
	repository: string,
	versions: readonly string[],
	file: (version: string) => string,
	files: (version: string) => readonly DebFile[],
	tag = (version: string): string => version,
): readonly Page[] {
	return versions.flatMap((version) =>
		releaseFile(repository, tag(version), file(version), () => archive(files(version))()),
	);
}

function runtimePages(): readonly Page[] {
	return [
		...tarballs(
			'containerd/containerd',
			CONTAINERD,
			(version) => `containerd-${version}-linux-amd64.tar.gz`,
			() => [
				programFile('bin/containerd', 'containerd', 44_621_264),
				programFile('bin/ctr', 'ctr', 21_495_808),
				programFile('bin/containerd-shim-runc-v2', 'unsimulated', 8_617_984),
				programFile('bin/containerd-stress', 'unsimulated', 17_825_792),
			],
			(version) => `v${version}`,
		),
		...['main', ...CONTAINERD.map((version) => `v${version}`)].map((tag) => ({
			url: `https://raw.githubusercontent.com/containerd/containerd/${tag}/containerd.service`,
			text: () => (UNIT_FILES.get('containerd.service') as string).replace('/usr/bin/', '/usr/local/bin/'),
		})),
		...RUNC.flatMap((version) =>
			releaseFile(
				'opencontainers/runc',
				version,
				'runc.amd64',
				() => programBytes('runc', 11_850_144),
				version === RUNC[0],
			),
		),
		...tarballs(
			'containernetworking/plugins',
			CNI,
			(version) => `cni-plugins-linux-amd64-${version}.tgz`,
			() => CNI_PLUGINS.map((name) => textFile(`./${name}`, '#!/bin/false\n', 0o755)),
		),
		...tarballs(
			'kubernetes-sigs/cri-tools',
			CRICTL,
			(version) => `crictl-${version}-linux-amd64.tar.gz`,
			() => [programFile('crictl', 'crictl', 38_437_048)],
		),
	];
}

function etcdPages(): readonly Page[] {
	const file = (version: string): string => `etcd-${version}-linux-amd64.tar.gz`;
	const files = (version: string): readonly DebFile[] => {
		const folder = `etcd-${version}-linux-amd64`;
		return [
			programFile(`${folder}/etcd`, 'unsimulated', 25_149_624),
			programFile(`${folder}/etcdctl`, 'etcdctl', 16_416_768),
			programFile(`${folder}/etcdutl`, 'etcdutl', 15_241_216),
			textFile(`${folder}/README.md`, '# etcd\n'),
		];
	};
	return [
		...tarballs('etcd-io/etcd', ETCD, file, files),
		...ETCD.flatMap((version) =>
			checkedFile(`https://storage.googleapis.com/etcd/${version}/${file(version)}`, () => archive(files(version))()),
		),
	];
}

/** What people fetch with curl or wget when they install a node's tools by hand. */
export const DOWNLOADS: Addon = {
	images: [KUBE_BENCH_IMAGE, KUBESEC_IMAGE, TRIVY_IMAGE, ...SUPPLY_CHAIN_IMAGES],
	pages: [
		...kubernetesPages(),
		...helmPages(),
		...runtimePages(),
		...etcdPages(),
		...criDockerdPages(),
		...kubeBenchPages(),
		...kubesecPages(),
		...gvisorPages(),
		...trivyPages(),
		...supplyChainPages(),
		{
			url: 'https://aquasecurity.github.io/trivy-repo/deb/public.key',
			text: () => armoured('Trivy Maintainers <trivy@aquasec.com>'),
		},
		{
			url: 'https://falco.org/repo/falcosecurity-packages.asc',
			text: () => armoured('Falcosecurity Package Signing <cncf-falco-dev@lists.cncf.io>'),
		},
		{ url: 'https://gvisor.dev/archive.key', text: () => armoured('The gVisor Authors <gvisor-dev@googlegroups.com>') },
		...['https://download.docker.com/linux/ubuntu/gpg', 'https://download.docker.com/linux/debian/gpg'].map((url) => ({
			url,
			text: () => armoured('Docker Release (CE deb) <docker@docker.com>'),
		})),
	],
};
