import type { Layer } from '../../kernel/machine-api.ts';
import { kubernetesPackages } from '../packages/kubernetes-packages.ts';
import { type PackageFacts, statusStanza } from '../packages/package-stanza.ts';
import { listPath, type PackageSource, servedPackages } from '../packages/repositories.ts';
import type { LayerEntries } from './layer-entries.ts';
import { addFileLists, automaticStates, installedPackages, ownedFiles } from './package-database.ts';

const UBUNTU = 'http://archive.ubuntu.com/ubuntu';

/** Where Ubuntu's packages come from, and what is known of them. */
function addUbuntuSources(entries: LayerEntries): void {
	entries.file('/etc/apt/sources.list', '# Ubuntu sources have moved to /etc/apt/sources.list.d/ubuntu.sources\n');
	entries.file(
		'/etc/apt/sources.list.d/ubuntu.sources',
		`Types: deb\nURIs: ${UBUNTU}/\nSuites: noble noble-updates noble-backports\nComponents: main universe restricted multiverse\nSigned-By: /usr/share/keyrings/ubuntu-archive-keyring.gpg\n\nTypes: deb\nURIs: http://security.ubuntu.com/ubuntu/\nSuites: noble-security\nComponents: main universe restricted multiverse\nSigned-By: /usr/share/keyrings/ubuntu-archive-keyring.gpg\n`,
	);
	entries.directories(
		'/etc/apt/keyrings /etc/apt/trusted.gpg.d /etc/apt/preferences.d /etc/apt/auth.conf.d /usr/share/keyrings /etc/apt/apt.conf.d /var/lib/apt/lists /var/cache/apt/archives /var/lib/dpkg',
	);
	const security = 'http://security.ubuntu.com/ubuntu';
	const sources: PackageSource[] = [
		{ uri: UBUNTU, suite: 'noble', component: 'main' },
		{ uri: UBUNTU, suite: 'noble', component: 'universe' },
		{ uri: security, suite: 'noble-security', component: 'main' },
	];
	for (const source of sources) entries.file(listPath(source), servedPackages(source) ?? '');
}

/**
 * What apt and dpkg have on a node: where packages come from, what is known of them, what is installed and held.
 * @param base what the node stands on.
 */
export function addPackageFiles(entries: LayerEntries, kubernetesVersion: string, base: Layer): void {
	const minor = kubernetesVersion.replace(/\.\d+$/, '');
	const uri = `https://pkgs.k8s.io/core:/stable:/${minor}/deb`;
	entries.file(
		'/etc/apt/sources.list.d/kubernetes.list',
		`deb [signed-by=/etc/apt/keyrings/kubernetes-apt-keyring.gpg] ${uri}/ /\n`,
	);
	const source: PackageSource = { uri, suite: '/', component: '' };
	entries.file(listPath(source), servedPackages(source) ?? '');
	const kubernetes = kubernetesPackages(minor).filter(
		({ name, version }) => !HELD.has(name) || version === `${kubernetesVersion.slice(1)}-1.1`,
	);
	const distribution = installedPackages(ownedFiles(base.entries));
	const distributionNames = new Set(distribution.map(({ name }) => name));
	const here = ownedFiles(entries.all());
	const changed = [...distribution, ...kubernetes].filter(({ name }) => here.has(name) || !distributionNames.has(name));
	addFileLists(entries, changed, ownedFiles([...base.entries, ...entries.all()]));
	addStatus(entries, [...distribution, ...kubernetes]);
}

/** What dpkg and apt have on a machine that is in no cluster. */
export function addDistributionPackages(entries: LayerEntries): void {
	addUbuntuSources(entries);
	const owned = ownedFiles(entries.all());
	const distribution = installedPackages(owned);
	addFileLists(entries, distribution, owned);
	addStatus(entries, distribution);
}

function addStatus(entries: LayerEntries, packages: readonly PackageFacts[]): void {
	const sorted = [...packages].sort((a, b) => (a.name < b.name ? -1 : 1));
	const stanzas = sorted.map((facts) => statusStanza(facts, HELD.has(facts.name) ? 'hold' : 'install'));
	entries.file('/var/lib/dpkg/status', stanzas.join('\n'));
	entries.file('/var/lib/dpkg/arch', 'amd64\n').file('/var/lib/apt/extended_states', automaticStates(sorted));
}

/** As kubeadm's installation guide asks. */
const HELD: ReadonlySet<string> = new Set(['kubeadm', 'kubectl', 'kubelet']);
