import { humanDuration } from '../../machinery/duration.ts';
import type { KubeObject } from '../../machinery/meta.ts';
import { mustParseTime } from '../../machinery/timestamp.ts';
import type { Column } from '../kind.ts';

/**
 * Columns of `kubectl get`. Models pkg/printers/internalversion AddHandlers.
 *
 * Many of the real columns are described by the documentation of a field. Those are written `field:<type>.<field>`;
 * whoever shows them looks the sentence up in the field descriptions (see schema/field-descriptions.ts).
 */
export function fieldDoc(type: string, field: string): string {
	return `field:${type}.${field}`;
}

interface ColumnOptions<T extends KubeObject> {
	readonly name: string;
	readonly description: string;
	/** Numbers and truth values stay what they are in the table, also in columns that call themselves strings. */
	readonly value: (object: T, nowMs: number) => string | number | boolean;
	/** With `-o wide` only. */
	readonly wide?: boolean;
}

export function textColumn<T extends KubeObject>({ name, description, value, wide }: ColumnOptions<T>): Column<T> {
	return { name, type: 'string', description, priority: wide === true ? 1 : 0, value };
}

export function integerColumn<T extends KubeObject>(
	name: string,
	description: string,
	value: (object: T) => number,
): Column<T> {
	return { name, type: 'integer', description, priority: 0, value };
}

export function booleanColumn<T extends KubeObject>(
	name: string,
	description: string,
	value: (object: T) => boolean,
): Column<T> {
	return { name, type: 'boolean', description, priority: 0, value };
}

const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

export const NAME_COLUMN: Column = {
	name: 'Name',
	type: 'string',
	format: 'name',
	description: fieldDoc(OBJECT_META, 'name'),
	priority: 0,
	value: (object) => object.metadata.name,
};

export const AGE_COLUMN: Column = {
	name: 'Age',
	type: 'string',
	description: fieldDoc(OBJECT_META, 'creationTimestamp'),
	priority: 0,
	value: (object, nowMs) => timeSince(object.metadata.creationTimestamp, nowMs),
};

/** Time since an RFC 3339 time, as ages are shown. Models printers translateTimestampSince. */
export function timeSince(timestamp: string | undefined | null, nowMs: number): string {
	if (timestamp === undefined || timestamp === null || timestamp === '') return '<unknown>';
	return humanDuration(nowMs - mustParseTime(timestamp));
}

/** "True", "False"; "<unset>" when absent. Models printers printBoolPtr. */
export function boolText(value: boolean | undefined): string {
	if (value === undefined) return '<unset>';
	return value ? 'True' : 'False';
}

/** Of the kinds for which the real server has no printer (Role, LimitRange). Models registry/rest defaultTableConvertor. */
export const CREATED_AT_COLUMN: Column = {
	name: 'Created At',
	type: 'date',
	description: fieldDoc(OBJECT_META, 'creationTimestamp'),
	priority: 0,
	value: (object) => object.metadata.creationTimestamp,
};
