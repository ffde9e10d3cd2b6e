import { kubernetesPackages } from '../packages/kubernetes-packages.ts';
import { statusStanza } from '../packages/package-stanza.ts';
import { listPath, type PackageSource, servedPackages } from '../packages/repositories.ts';
import { NODE_PACKAGES } from '../packages/ubuntu-packages.ts';
import type { LayerEntries } from './layer-entries.ts';

const UBUNTU = 'http://archive.ubuntu.com/ubuntu';

/** What apt and dpkg have on a node: where packages come from, what is known of them, what is installed and held. */
export function addPackageFiles(entries: LayerEntries, kubernetesVersion: string): void {
	const minor = kubernetesVersion.replace(/\.\d+$/, '');
	const uri = `https://pkgs.k8s.io/core:/stable:/${minor}/deb`;
	entries.file('/etc/apt/sources.list', '# Ubuntu sources have moved to /etc/apt/sources.list.d/ubuntu.sources\n');
	entries.file(
		'/etc/apt/sources.list.d/ubuntu.sources',
		`Types: deb\nURIs: ${UBUNTU}/\nSuites: noble noble-updates noble-backports\nComponents: main universe restricted multiverse\nSigned-By: /usr/share/keyrings/ubuntu-archive-keyring.gpg\n\nTypes: deb\nURIs: http://security.ubuntu.com/ubuntu/\nSuites: noble-security\nComponents: main universe restricted multiverse\nSigned-By: /usr/share/keyrings/ubuntu-archive-keyring.gpg\n`,
	);
	entries.file(
		'/etc/apt/sources.list.d/kubernetes.list',
		`deb [signed-by=/etc/apt/keyrings/kubernetes-apt-keyring.gpg] ${uri}/ /\n`,
	);
	entries.directories(
		'/etc/apt/keyrings /usr/share/keyrings /etc/apt/apt.conf.d /var/lib/apt/lists /var/cache/apt/archives /var/lib/dpkg',
	);
	const security = 'http://security.ubuntu.com/ubuntu';
	const sources: PackageSource[] = [
		{ uri: UBUNTU, suite: 'noble', component: 'main' },
		{ uri: UBUNTU, suite: 'noble', component: 'universe' },
		{ uri: security, suite: 'noble-security', component: 'main' },
		{ uri, suite: '/', component: '' },
	];
	for (const source of sources) entries.file(listPath(source), servedPackages(source) ?? '');
	const installed = kubernetesPackages(minor).filter(
		({ name, version }) => !HELD.has(name) || version === `${kubernetesVersion.slice(1)}-1.1`,
	);
	const stanzas = [
		...NODE_PACKAGES.map((facts) => ({ name: facts.name, text: statusStanza(facts, 'install') })),
		...installed.map((facts) => ({
			name: facts.name,
			text: statusStanza(facts, HELD.has(facts.name) ? 'hold' : 'install'),
		})),
	].sort((a, b) => (a.name < b.name ? -1 : 1));
	entries.file('/var/lib/dpkg/status', stanzas.map(({ text }) => text).join('\n'));
}

/** As kubeadm's installation guide asks. */
const HELD: ReadonlySet<string> = new Set(['kubeadm', 'kubectl', 'kubelet']);
