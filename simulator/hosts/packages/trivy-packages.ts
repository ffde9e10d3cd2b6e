import type { PackageFacts } from './package-stanza.ts';

export const TRIVY_RELEASE = '0.67.2';

/** What Aqua Security's repository has. */
export const TRIVY_PACKAGES: readonly PackageFacts[] = [TRIVY_RELEASE, '0.66.0', '0.65.0', '0.57.1', '0.50.1'].map(
	(version) => ({
		name: 'trivy',
		version,
		section: 'default',
		size: 45_402_118,
		installedKib: 153_600,
		maintainer: 'aquasecurity',
		homepage: 'https://github.com/aquasecurity/trivy',
		description: 'A Fast Vulnerability Scanner for Containers',
		filename: `pool/trivy/trivy_${version}_Linux-64bit.deb`,
	}),
);
