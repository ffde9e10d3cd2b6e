import { DEFAULT_LIMITS } from './limits.ts';
import type { Json } from './meta.ts';
import { nothing, runToCompletion, type Task } from './task.ts';

/**
 * One field of an object that is wrong, in the server's words.
 * Models apimachinery/pkg/util/validation/field Error.
 */
export type FieldErrorType =
	| 'FieldValueNotFound'
	| 'FieldValueRequired'
	| 'FieldValueDuplicate'
	| 'FieldValueInvalid'
	| 'FieldValueNotSupported'
	| 'FieldValueForbidden'
	| 'FieldValueTooLong'
	| 'FieldValueTooMany'
	| 'InternalError'
	| 'FieldValueTypeInvalid';

const TITLES: Record<FieldErrorType, string> = {
	FieldValueNotFound: 'Not found',
	FieldValueRequired: 'Required value',
	FieldValueDuplicate: 'Duplicate value',
	FieldValueInvalid: 'Invalid value',
	FieldValueNotSupported: 'Unsupported value',
	FieldValueForbidden: 'Forbidden',
	FieldValueTooLong: 'Too long',
	FieldValueTooMany: 'Too many',
	InternalError: 'Internal error',
	FieldValueTypeInvalid: 'Invalid value',
};

/** A value that the message leaves out. Models field.OmitValueType. */
export const OMITTED = Symbol('omitted');

export class FieldError {
	readonly type: FieldErrorType;
	/** "spec.template.spec.containers[0].image". */
	readonly field: string;
	readonly badValue: unknown;
	readonly detail: string;

	constructor(type: FieldErrorType, field: string, badValue: unknown, detail: string) {
		this.type = type;
		this.field = field;
		this.badValue = badValue;
		this.detail = detail;
	}

	/** Without the field: `Invalid value: "x": must be …`. */
	body(): string {
		const title = TITLES[this.type];
		const head =
			WITHOUT_VALUE.has(this.type) || this.badValue === OMITTED ? title : `${title}: ${goValue(this.badValue)}`;
		return this.detail === '' ? head : `${head}: ${this.detail}`;
	}

	message(): string {
		return `${this.field}: ${this.body()}`;
	}
}

const WITHOUT_VALUE = new Set<FieldErrorType>([
	'FieldValueRequired',
	'FieldValueForbidden',
	'FieldValueTooLong',
	'InternalError',
]);

/** A value as Go's field errors print it: strings quoted, scalars bare, objects as JSON. */
export function goValue(value: unknown): string {
	if (value === null || value === undefined) return 'null';
	if (typeof value === 'string') return JSON.stringify(value);
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	// An unsigned number in Go, which %#v prints in hexadecimal.
	if (typeof value === 'bigint') return `0x${value.toString(16)}`;
	if (value instanceof Uint8Array) return `[]byte{${Array.from(value, (byte) => `0x${byte.toString(16)}`).join(', ')}}`;
	return JSON.stringify(value);
}

// One function a kind of error; `detail` is the part after the value.

export const required = (field: string, detail = ''): FieldError =>
	new FieldError('FieldValueRequired', field, '', detail);
export const invalidValue = (field: string, value: unknown, detail: string): FieldError =>
	new FieldError('FieldValueInvalid', field, value, detail);
export const duplicate = (field: string, value: unknown): FieldError =>
	new FieldError('FieldValueDuplicate', field, value, '');
export const notFoundValue = (field: string, value: unknown): FieldError =>
	new FieldError('FieldValueNotFound', field, value, '');
export const forbiddenField = (field: string, detail: string): FieldError =>
	new FieldError('FieldValueForbidden', field, '', detail);
export const tooLong = (field: string, maxLength: number): FieldError =>
	new FieldError('FieldValueTooLong', field, '', `may not be more than ${maxLength} bytes`);
export const tooMany = (field: string, actual: number, max: number): FieldError =>
	new FieldError('FieldValueTooMany', field, actual, `must have at most ${max} ${max === 1 ? 'item' : 'items'}`);
export const notSupported = (field: string, value: Json | undefined, supported: readonly string[]): FieldError =>
	new FieldError(
		'FieldValueNotSupported',
		field,
		value,
		`supported values: ${supported.map((each) => JSON.stringify(each)).join(', ')}`,
	);

/** Several errors as one message: one alone bare, several in brackets, equal messages once. */
export function aggregateMessage(errors: readonly FieldError[]): string {
	return runToCompletion(aggregateMessageInSteps(errors, nothing));
}

/**
 * The same of as many errors as a user makes. Differs: those beyond the limit are left out.
 * @param pause called after so many of them.
 */
export function* aggregateMessageInSteps(
	errors: readonly FieldError[],
	pause: (errors: number) => Task<void>,
): Task<string> {
	const messages = new Set<string>();
	const parts: string[] = [];
	let length = 0;
	for (let from = 0; from < errors.length && length < COMPLAINTS_MAX; from += ERRORS_A_STEP) {
		if (from > 0) yield* pause(ERRORS_A_STEP);
		const fresh: string[] = [];
		for (const error of errors.slice(from, from + ERRORS_A_STEP)) {
			if (length >= COMPLAINTS_MAX) break;
			const message = error.message();
			length += message.length;
			if (messages.has(message)) continue;
			messages.add(message);
			fresh.push(message);
		}
		if (fresh.length > 0) parts.push(fresh.join(', '));
	}
	const all = parts.join(', ');
	return messages.size === 1 ? all : `[${all}]`;
}

/** Characters of all that is complained of at once. */
export const COMPLAINTS_MAX = DEFAULT_LIMITS.complaintLength;
/** Put into words between two pauses. */
const ERRORS_A_STEP = 1_000;
