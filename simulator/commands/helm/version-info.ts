/** What `helm version` says. */
export const HELM_VERSION = {
	version: 'v3.19.0',
	gitCommit: '3d8990f0836691f0229297773f3524598f46bda6',
	gitTreeState: 'clean',
	goVersion: 'go1.24.7',
} as const;
