import type { NodeInfo } from '../cache/node-info.ts';

/** What each plugin makes of the nodes that would do. */
export interface ScoreSheet {
	readonly nodes: readonly NodeInfo[];
	/** Of all plugins together, weighted, by index of the nodes. */
	readonly totals: readonly number[];
	readonly columns: readonly {
		readonly plugin: string;
		readonly weight: number;
		/** 0 to 100, by index of the nodes. */
		readonly scores: readonly number[];
	}[];
}
