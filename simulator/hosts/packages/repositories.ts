import { FALCO_PACKAGES } from './falco/falco-packages.ts';
import { GVISOR_PACKAGES } from './gvisor-packages.ts';
import { kubernetesPackages } from './kubernetes-packages.ts';
import { type PackageFacts, packageStanza } from './package-stanza.ts';
import { TOOL_PACKAGES } from './tool-packages.ts';
import { TRIVY_PACKAGES } from './trivy-packages.ts';
import { DOCKER_PACKAGES, UBUNTU_PACKAGES, UNIVERSE_PACKAGES } from './ubuntu-packages.ts';

/** One line of /etc/apt/sources.list: "deb URI SUITE COMPONENT". */
export interface PackageSource {
	/** Without a slash at its end. */
	readonly uri: string;
	/** "noble", or "/" of a repository without suites. */
	readonly suite: string;
	/** "main"; empty without suites. */
	readonly component: string;
}

/** Where apt keeps what it has fetched of a source. Models apt-pkg URItoFileName. */
export function listPath({ uri, suite, component }: PackageSource): string {
	const place = suite === '/' ? '_' : `/dists/${suite}/${component}/binary-amd64/`;
	return `/var/lib/apt/lists/${`${uri.replace(/^[a-z]+:\/\//, '')}${place}`.replaceAll('/', '_')}Packages`;
}

/** The Packages file that a source serves; undefined: nothing is served there. Pure. */
export function servedPackages({ uri, suite, component }: PackageSource): string | undefined {
	const minor = /^https?:\/\/pkgs\.k8s\.io\/core:\/stable:\/(v\d+\.\d+)\/deb$/.exec(uri)?.[1];
	if (minor !== undefined) {
		const packages = kubernetesPackages(minor);
		return packages.length === 0 || suite !== '/' ? undefined : packages.map(packageStanza).join('\n');
	}
	if (/^https?:\/\/deb\.debian\.org\/debian(-security)?$/.test(uri)) return debianPackages(suite, component);
	if (/^https?:\/\/download\.docker\.com\/linux\/ubuntu$/.test(uri)) {
		return suite === 'noble'
			? component === 'stable'
				? DOCKER_PACKAGES.map(packageStanza).join('\n')
				: ''
			: undefined;
	}
	if (uri === 'https://aquasecurity.github.io/trivy-repo/deb') {
		const known = /^(generic|noble|jammy|focal|bookworm|bullseye)$/.test(suite) && component === 'main';
		return known ? TRIVY_PACKAGES.map(packageStanza).join('\n') : undefined;
	}
	if (uri === 'https://download.falco.org/packages/deb') {
		return suite === 'stable' && component === 'main' ? FALCO_PACKAGES.map(packageStanza).join('\n') : undefined;
	}
	if (uri === 'https://storage.googleapis.com/gvisor/releases') {
		return suite === 'release' && component === 'main' ? GVISOR_PACKAGES.map(packageStanza).join('\n') : undefined;
	}
	if (!/^https?:\/\/(archive|security)\.ubuntu\.com\/ubuntu$/.test(uri)) return undefined;
	const [, release, kind] = /^(noble|jammy|focal|bionic)(-updates|-security|-backports)?$/.exec(suite) ?? [];
	if (release === undefined) return undefined;
	if (kind !== undefined) return '';
	if (release === 'noble' && component === 'main') return NOBLE_MAIN;
	if (release !== 'noble') return component === 'main' ? toolStanzas(false) : '';
	return component === 'universe' ? NOBLE_UNIVERSE : '';
}

function debianPackages(suite: string, component: string): string | undefined {
	const [, release, kind] = /^(trixie|bookworm|bullseye|buster)(-updates|-security|-backports)?$/.exec(suite) ?? [];
	if (release === undefined) return undefined;
	return kind === undefined && component === 'main' ? toolStanzas(false) : '';
}

/** What images are built with. @param besidesNodes without what nodes have. */
function toolStanzas(besidesNodes: boolean): string {
	const known = new Set(besidesNodes ? [...UBUNTU_PACKAGES, ...UNIVERSE_PACKAGES].map(({ name }) => name) : []);
	const facts = TOOL_PACKAGES.filter(({ debian }) => debian !== '' && !known.has(debian)).map(
		({ debian: name, debianVersion: version, debianKib }): PackageFacts => ({
			...{ name, version, section: 'utils', installedKib: debianKib, size: debianKib * 310 },
			maintainer: 'Debian Developers <debian-devel@lists.debian.org>',
			description: name,
			filename: `pool/main/${name.charAt(0)}/${name}/${name}_${version.replace(/^\d+:/, '')}_amd64.deb`,
		}),
	);
	return facts
		.sort((a, b) => (a.name < b.name ? -1 : 1))
		.map(packageStanza)
		.join('\n');
}

const NOBLE_MAIN = UBUNTU_PACKAGES.map(packageStanza).join('\n');
const NOBLE_UNIVERSE = [...UNIVERSE_PACKAGES.map(packageStanza), toolStanzas(true)].join('\n');

/** Where files come from in the end: pkgs.k8s.io sends its clients on. */
export function mirrorOf(uri: string): string {
	const path = /^https?:\/\/pkgs\.k8s\.io\/core:\/stable:\/(.*)$/.exec(uri)?.[1];
	return path === undefined
		? uri
		: `https://prod-cdn.packages.k8s.io/repositories/isv:/kubernetes:/core:/stable:/${path}`;
}
