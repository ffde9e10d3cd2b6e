import type { JsonObject } from '../../machinery/patch/json-object.ts';
import type { ParsedFlags } from '../flags.ts';
import { bool } from '../flags.ts';
import type { Placed } from './help.ts';
import { pathOf } from './help.ts';
import type { Kubectl } from './kubectl.ts';

/** `kubectl rollout history` shows it. */
export const CHANGE_CAUSE = 'kubernetes.io/change-cause';

export const RECORD_FLAG = bool(
	false,
	'Record current kubectl command in the resource annotation. If set to false, do not record the command. If set to true, record the command. If not set, default to updating the existing annotation value only if one already exists.',
	{ deprecated: '--record will be removed in the future' },
);

/** "kubectl set image deployment/web nginx=nginx:1.28 --record=true". Models genericclioptions parseCommandArguments. */
export function changeCauseOf(placed: Placed, parsed: ParsedFlags): string {
	const flags = parsed.given.map(({ name, text }) => ` --${name}=${text}`).join('');
	return `${[pathOf(placed), ...parsed.args].join(' ')}${flags}`;
}

/** Writes the command line into the object when `--record` says so; true, so that it can end a change. */
export function recordCause(kubectl: Kubectl, object: JsonObject): true {
	if (kubectl.changeCause === undefined) return true;
	const metadata = (object.metadata ?? {}) as JsonObject;
	const annotations = { ...(metadata.annotations as JsonObject | undefined), [CHANGE_CAUSE]: kubectl.changeCause };
	object.metadata = { ...metadata, annotations };
	return true;
}

/** The same for objects that are not changed in place. */
export function withRecordedCause<T extends object>(kubectl: Kubectl, object: T): T {
	if (kubectl.changeCause === undefined) return object;
	const copy = { ...object };
	recordCause(kubectl, copy as unknown as JsonObject);
	return copy;
}
