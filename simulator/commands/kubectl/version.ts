/** The client's own version: what `kubectl version` says. */
export const CLIENT_VERSION = {
	major: '1',
	minor: '35',
	gitVersion: 'v1.35.0',
	gitCommit: '66452049f3d692768c39c797b21b793dce80314e',
	gitTreeState: 'clean',
	buildDate: '2025-12-17T12:41:05Z',
	goVersion: 'go1.25.5',
	compiler: 'gc',
	platform: 'linux/amd64',
} as const;

export const KUSTOMIZE_VERSION = 'v5.7.1';

export const USER_AGENT = `kubectl/${CLIENT_VERSION.gitVersion} (${CLIENT_VERSION.platform}) kubernetes/${CLIENT_VERSION.gitCommit.slice(0, 7)}`;
