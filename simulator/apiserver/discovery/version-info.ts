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

/** @param gitVersion "v1.35.0". @param build what else distinguishes the release. */
export function versionInfo(
	gitVersion: string,
	build: { readonly gitCommit: string; readonly buildDate: string; readonly goVersion: string },
): VersionInfo {
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
		gitCommit: build.gitCommit,
		gitTreeState: 'clean',
		buildDate: build.buildDate,
		goVersion: build.goVersion,
		compiler: 'gc',
		platform: 'linux/amd64',
	};
}
