import type { Entry } from '../../store/entry.ts';

/** A condition of a transaction, as the JSON gateway has it; zeros are left out. */
export interface Comparison {
	readonly key?: string;
	/** Absent: EQUAL. */
	readonly result?: string;
	/** Absent: VERSION. */
	readonly target?: string;
	readonly version?: string | number;
	readonly create_revision?: string | number;
	readonly mod_revision?: string | number;
	/** base64 */
	readonly value?: string;
	readonly lease?: string | number;
}

export interface Operation {
	readonly request_range?: object;
	readonly request_put?: object;
	readonly request_delete_range?: object;
}

/**
 * Models server/etcdserver/apply applyCompare: a key that is not there has zeros, and no value at all.
 * @param value of the entry, base64.
 */
export function isTrue(asked: Comparison, entry: Entry | undefined, value: string | undefined): boolean {
	const { target = 'VERSION', result = 'EQUAL' } = asked;
	switch (target) {
		case 'VALUE':
			return (
				value !== undefined && fits(result, value < (asked.value ?? '') ? -1 : value > (asked.value ?? '') ? 1 : 0)
			);
		case 'CREATE':
			return fits(result, (entry?.createRevision ?? 0) - Number(asked.create_revision ?? 0));
		case 'MOD':
			return fits(result, (entry?.modRevision ?? 0) - Number(asked.mod_revision ?? 0));
		case 'LEASE':
			return fits(result, -Number(asked.lease ?? 0));
		default:
			return fits(result, (entry?.version ?? 0) - Number(asked.version ?? 0));
	}
}

function fits(result: string, difference: number): boolean {
	switch (result) {
		case 'GREATER':
			return difference > 0;
		case 'LESS':
			return difference < 0;
		case 'NOT_EQUAL':
			return difference !== 0;
		default:
			return difference === 0;
	}
}
