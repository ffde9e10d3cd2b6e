import type { UserInfo } from '../request.ts';

/** Who writes and how: what the writing verbs need of the request besides the object. */
export interface WriteContext {
	readonly user: UserInfo;
	readonly dryRun: boolean;
	/** Recorded in managedFields. */
	readonly fieldManager: string;
	/** '' or the subresource through which the object is written. */
	readonly subresource: string;
	/** Grows with what the Warning header will say. */
	readonly warnings: string[];
}
