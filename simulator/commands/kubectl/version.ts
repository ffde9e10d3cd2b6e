import { kubernetesRelease } from '../../machinery/kubernetes-releases.ts';

/** What `kubectl version` says of the client. Models k8s.io/component-base/version Get. */
export interface ClientVersion {
	readonly major: string;
	readonly minor: string;
	readonly gitVersion: string;
	readonly gitCommit: string;
	readonly gitTreeState: string;
	readonly buildDate: string;
	readonly goVersion: string;
	readonly compiler: string;
	readonly platform: string;
}

/** @param release of the process: `process.release`. */
export function clientVersion(release: string | undefined): ClientVersion {
	const { version, gitCommit, buildDate, goVersion } = kubernetesRelease(release);
	const [major = '', minor = ''] = version.slice(1).split('.');
	return {
		major,
		minor,
		gitVersion: version,
		gitCommit,
		gitTreeState: 'clean',
		buildDate,
		goVersion,
		compiler: 'gc',
		platform: 'linux/amd64',
	};
}

export const KUSTOMIZE_VERSION = 'v5.7.1';

/** @param release of the process. */
export function userAgent(release: string | undefined): string {
	const { version, gitCommit } = kubernetesRelease(release);
	return `kubectl/${version} (linux/amd64) kubernetes/${gitCommit.slice(0, 7)}`;
}
