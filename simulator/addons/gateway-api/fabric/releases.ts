export const FABRIC_IMAGE = 'ghcr.io/nginx/nginx-gateway-fabric';

/** The newest first. */
export const FABRIC_RELEASES: readonly (readonly [version: string, date: string])[] = [
	['2.4.0', '2026-01-20'],
	['2.3.0', '2025-12-18'],
	['2.2.2', '2025-12-05'],
	['2.2.1', '2025-11-13'],
	['2.2.0', '2025-10-22'],
	['2.1.4', '2025-10-09'],
	['2.1.2', '2025-09-25'],
	['2.1.1', '2025-09-03'],
	['2.1.0', '2025-08-14'],
	['2.0.2', '2025-07-11'],
	['2.0.1', '2025-06-17'],
	['2.0.0', '2025-06-05'],
];

/** Which bundle of the Gateway API a release is for; the newest first. Of the oldest ones there is no more than that. */
export const GATEWAY_API_OF: readonly (readonly [version: string, bundle: string])[] = [
	...FABRIC_RELEASES.map(([version]) => [version, bundleOf(version)] as const),
	['1.6.2', 'v1.2.1'],
	['1.6.1', 'v1.2.1'],
	['1.6.0', 'v1.2.1'],
	['1.5.1', 'v1.2.0'],
	['1.5.0', 'v1.2.0'],
	['1.4.0', 'v1.1.0'],
];

function bundleOf(version: string): string {
	if (version.startsWith('2.0.') || version.startsWith('2.1.')) return 'v1.3.0';
	return version.startsWith('2.2.') ? 'v1.4.0' : 'v1.4.1';
}
