/** One release of Kubernetes: what its binaries say of themselves, and the images that its kubeadm deploys with them. */
export interface KubernetesRelease {
	/** "v1.35.0". */
	readonly version: string;
	/** The day it came out. */
	readonly date: string;
	readonly gitCommit: string;
	readonly buildDate: string;
	readonly goVersion: string;
	readonly coreDns: string;
	readonly etcd: string;
	readonly pause: string;
}

/** Differs: commits and build times of all but v1.35.0 are made up. */
export const KUBERNETES_RELEASES: readonly KubernetesRelease[] = [
	release('v1.36.0', '2026-04-22', '4a1f0c7be9d35a62c8e1b7f0d94c3e5a86b2f719', 'go1.26.1', [
		'v1.13.1',
		'3.6.6-0',
		'3.10.1',
	]),
	release('v1.35.2', '2026-02-26', 'b7d6e94a0f3c58e12a97d4b60c81f2e35d9a7c48', 'go1.25.7', [
		'v1.13.1',
		'3.6.6-0',
		'3.10.1',
	]),
	release('v1.35.1', '2026-02-10', '8fea90b45245ef5c8ad54e7ae044d3d3c22d8500', 'go1.25.6', [
		'v1.13.1',
		'3.6.6-0',
		'3.10.1',
	]),
	release('v1.35.0', '2025-12-17', '66452049f3d692768c39c797b21b793dce80314e', 'go1.25.5', [
		'v1.13.1',
		'3.6.6-0',
		'3.10.1',
	]),
	release('v1.34.3', '2025-12-09', 'df11db1c0f08fab3c0baee1e5ce6efbf816af7f1', 'go1.24.11', [
		'v1.12.1',
		'3.6.5-0',
		'3.10.1',
	]),
	release('v1.34.2', '2025-11-11', '8cc511e399b929453cd98ae65b419c3cc227ec79', 'go1.24.9', [
		'v1.12.1',
		'3.6.5-0',
		'3.10.1',
	]),
	release('v1.34.1', '2025-09-09', '93248f9ae092f571eb870b7664c534bfc7d00f03', 'go1.24.6', [
		'v1.12.1',
		'3.6.4-0',
		'3.10.1',
	]),
	release('v1.34.0', '2025-08-27', 'f28b4c9efbca5c5c0af716d9f2d5702667ee8a45', 'go1.24.5', [
		'v1.12.1',
		'3.6.4-0',
		'3.10.1',
	]),
	release('v1.33.6', '2025-11-11', '1e09fec02ac194c1044224e45e60d249e98cd092', 'go1.24.9', [
		'v1.12.0',
		'3.5.24-0',
		'3.10',
	]),
	release('v1.33.5', '2025-09-09', '421f2fce11d0d2b2ab2a2eb9f5b5ea0f5c7e5a9e', 'go1.24.6', [
		'v1.12.0',
		'3.5.21-0',
		'3.10',
	]),
];

function release(
	version: string,
	date: string,
	gitCommit: string,
	goVersion: string,
	[coreDns, etcd, pause]: readonly [string, string, string],
): KubernetesRelease {
	return { version, date, gitCommit, buildDate: `${date}T12:32:07Z`, goVersion, coreDns, etcd, pause };
}

/** @param version "v1.35.1"; absent or unknown: of a binary that does not say. */
export function kubernetesRelease(version: string | undefined): KubernetesRelease {
	const found = KUBERNETES_RELEASES.find((each) => each.version === version);
	return found ?? (KUBERNETES_RELEASES.find((each) => each.version === DEFAULT_RELEASE) as KubernetesRelease);
}

const DEFAULT_RELEASE = 'v1.35.0';
