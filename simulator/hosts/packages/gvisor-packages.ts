import type { PackageFacts } from './package-stanza.ts';

/** Of the sandbox as its packages, downloads and program say it. */
export const GVISOR_RELEASE = '20251110.0';

/** What gVisor's own repository has. */
export const GVISOR_PACKAGES: readonly PackageFacts[] = [
	{
		name: 'runsc',
		version: GVISOR_RELEASE,
		section: 'contrib/devel',
		size: 31_402_118,
		installedKib: 94_022,
		maintainer: 'The gVisor Authors <gvisor-dev@googlegroups.com>',
		homepage: 'https://gvisor.dev/',
		description: 'gVisor container sandbox runtime',
		filename: `pool/${GVISOR_RELEASE}/binary-amd64/runsc.deb`,
	},
];
