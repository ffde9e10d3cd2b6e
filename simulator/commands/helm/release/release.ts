import type { Dict } from '../../../machinery/sprig/define.ts';
import type { Chart } from '../chart/chart.ts';

export type ReleaseStatus =
	| 'unknown'
	| 'deployed'
	| 'uninstalled'
	| 'superseded'
	| 'failed'
	| 'uninstalling'
	| 'pending-install'
	| 'pending-upgrade'
	| 'pending-rollback';

export type HookEvent =
	| 'pre-install'
	| 'post-install'
	| 'pre-delete'
	| 'post-delete'
	| 'pre-upgrade'
	| 'post-upgrade'
	| 'pre-rollback'
	| 'post-rollback'
	| 'test';

export interface HookExecution {
	/** Virtual times; undefined: never. */
	startedAtMs: number | undefined;
	completedAtMs: number | undefined;
	phase: '' | 'Unknown' | 'Running' | 'Succeeded' | 'Failed';
}

/** Models helm.sh/helm/v3/pkg/release Hook. */
export interface Hook {
	readonly name: string;
	readonly kind: string;
	readonly path: string;
	readonly manifest: string;
	readonly events: readonly HookEvent[];
	readonly lastRun: HookExecution;
	readonly weight: number;
	deletePolicies: readonly string[];
	readonly outputLogPolicies: readonly string[];
}

export interface ReleaseInfo {
	firstDeployedMs: number;
	lastDeployedMs: number;
	deletedMs: number | undefined;
	description: string;
	status: ReleaseStatus;
	notes: string;
}

/** Models helm.sh/helm/v3/pkg/release Release. */
export interface Release {
	readonly name: string;
	readonly namespace: string;
	readonly info: ReleaseInfo;
	readonly chart: Chart;
	/** What the user gave. */
	readonly config: Dict;
	manifest: string;
	hooks: readonly Hook[];
	version: number;
	/** Of the record, but for Helm's own. */
	labels: ReadonlyMap<string, string>;
}

export function isPending({ info }: Release): boolean {
	return info.status.startsWith('pending-');
}

/** Oldest first. */
export function byRevision(a: Release, b: Release): number {
	return a.version - b.version;
}
