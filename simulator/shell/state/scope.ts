import type { Variable } from './variable.ts';

/** Local variables of one function call, or the temporary environment of one command. */
export interface Scope {
	readonly kind: 'function' | 'temporary';
	readonly variables: Map<string, Variable>;
	/** Some of them do. */
	propagates?: boolean;
	/** None of them does, as in `x=1 eval …`. */
	keeps?: boolean;
}
