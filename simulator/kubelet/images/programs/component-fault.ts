/** Why a component ends before it has begun, and what it writes then. */
export interface ComponentFault {
	/** How far it comes: its log until then is written first. */
	readonly stage: 'flags' | 'options' | 'configuration' | 'running';
	readonly line: FaultLine;
	/** Of the process. */
	readonly status: number;
}

type FaultLine =
	| { readonly as: 'text'; readonly text: string }
	| { readonly as: 'klog'; readonly level: 'E' | 'F'; readonly source: string; readonly text: string }
	| { readonly as: 'json'; readonly caller: string; readonly message: string; readonly fields: object };

/**
 * As commands of components-base end: with what is wrong, all of it.
 * Models component-base/cli Run and apimachinery/pkg/util/errors Aggregate.
 */
export function commandFailed(stage: ComponentFault['stage'], errors: readonly string[]): ComponentFault {
	const [first = ''] = errors;
	const distinct = [...new Set(errors)];
	const text = distinct.length === 1 ? first : `[${distinct.join(', ')}]`;
	return {
		stage,
		line: { as: 'klog', level: 'E', source: 'run.go:72', text: `"command failed" err=${JSON.stringify(text)}` },
		status: 1,
	};
}
