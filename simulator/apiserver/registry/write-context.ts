import type { Wait } from '../../machinery/task.ts';
import type { ApiRequest, UserInfo } from '../request.ts';

/** Who writes and how: what the writing verbs need of the request besides the object. */
export interface WriteContext {
	readonly user: UserInfo;
	readonly dryRun: boolean;
	/** Recorded in managedFields. */
	readonly fieldManager: string;
	/** "CreateOptions", and where they stand; absent where the server itself writes. */
	readonly optionsKind?: string;
	readonly query?: ApiRequest['query'];
	/** Of a delete, where they need not stand in the query. */
	readonly deleteOptions?: object;
	/** '' or the subresource through which the object is written. */
	readonly subresource: string;
	/** Grows with what the Warning header will say. */
	readonly warnings: string[];
	/** Between two steps of a write that is about something large; absent: it is done at once. */
	readonly rest?: Wait | undefined;
}
