import { kubernetesPackages } from './kubernetes-packages.ts';
import { packageStanza } from './package-stanza.ts';
import { UBUNTU_PACKAGES } from './ubuntu-packages.ts';

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
	if (!/^https?:\/\/(archive|security)\.ubuntu\.com\/ubuntu$/.test(uri)) return undefined;
	if (!/^noble(-updates|-security|-backports)?$/.test(suite)) return undefined;
	return suite === 'noble' && component === 'main' ? UBUNTU_PACKAGES.map(packageStanza).join('\n') : '';
}

/** Where files come from in the end: pkgs.k8s.io sends its clients on. */
export function mirrorOf(uri: string): string {
	const path = /^https?:\/\/pkgs\.k8s\.io\/core:\/stable:\/(.*)$/.exec(uri)?.[1];
	return path === undefined
		? uri
		: `https://prod-cdn.packages.k8s.io/repositories/isv:/kubernetes:/core:/stable:/${path}`;
}
