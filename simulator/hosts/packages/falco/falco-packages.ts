import type { PackageFacts } from '../package-stanza.ts';

export const FALCO_RELEASE = '0.43.0';

/** What Falco's own repository has. */
export const FALCO_PACKAGES: readonly PackageFacts[] = [
	FALCO_RELEASE,
	...'0.42.1 0.42.0 0.41.3 0.41.2 0.41.1 0.41.0 0.40.0 0.39.2 0.39.1 0.39.0 0.38.2 0.38.1 0.38.0 0.37.1 0.37.0'.split(
		' ',
	),
	...'0.36.2 0.36.1 0.35.1 0.34.1 0.33.1 0.32.2 0.31.1 0.30.0'.split(' '),
].map((version) => ({
	name: 'falco',
	version,
	section: 'utils',
	size: 31_247_806,
	installedKib: 129_434,
	maintainer: 'cncf-falco-dev@lists.cncf.io',
	homepage: 'https://www.falco.org',
	description: 'Falco - Container Native Runtime Security',
	filename: `packages/deb/stable/falco-${version}-x86_64.deb`,
}));
