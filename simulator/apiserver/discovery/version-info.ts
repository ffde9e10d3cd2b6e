import type { KubernetesRelease } from '../../machinery/kubernetes-releases.ts';

/** What /version answers. Models apimachinery/pkg/version Info. */
export interface VersionInfo {
	readonly major: string;
	readonly minor: string;
	readonly emulationMajor: string;
	readonly emulationMinor: string;
	readonly minCompatibilityMajor: string;
	readonly minCompatibilityMinor: string;
	readonly gitVersion: string;
	readonly gitCommit: string;
	readonly gitTreeState: string;
	readonly buildDate: string;
	readonly goVersion: string;
	readonly compiler: string;
	readonly platform: string;
}

export function versionInfo(release: KubernetesRelease): VersionInfo {
	const { version: gitVersion, gitCommit, buildDate, goVersion } = release;
	const match = /^v(\d+)\.(\d+)\./.exec(gitVersion);
	if (match === null) throw new Error(`assertion failed: ${gitVersion} is no version`);
	const [, major = '', minor = ''] = match;
	return {
		major,
		minor,
		emulationMajor: major,
		emulationMinor: minor,
		minCompatibilityMajor: major,
		minCompatibilityMinor: String(Number(minor) - 1),
		gitVersion,
		gitCommit,
		gitTreeState: 'clean',
		buildDate,
		goVersion,
		compiler: 'gc',
		platform: 'linux/amd64',
	};
}
