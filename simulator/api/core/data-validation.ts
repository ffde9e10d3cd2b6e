import { decodeBase64 } from '../../machinery/base64.ts';
import type { FieldError } from '../../machinery/field-error.ts';
import { forbiddenField, invalidValue, required, tooLong } from '../../machinery/field-error.ts';
import { jsonEqual } from '../../machinery/json-equal.ts';
import { configMapKey } from '../../machinery/names.ts';
import { JsonSyntaxError, parseJson } from '../../machinery/parse-json.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { utf8Length, validateImmutable } from '../validation/object-meta.ts';
import type { ConfigMap, Secret } from './types/object.ts';

const DATA_BYTES_MAX = 1024 * 1024;

/** Bytes that a base64 text stands for; null is none, and stays null in a map as it does in Go. */
function decodedLength(base64: string | null): number {
	if (base64 === null) return 0;
	const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
	return (base64.length / 4) * 3 - padding;
}

/** Models pkg/apis/core/validation ValidateConfigMap. */
export function validateConfigMap({ data = {}, binaryData = {} }: ConfigMap): FieldError[] {
	const errors: FieldError[] = [];
	let bytes = 0;
	for (const [key, value] of Object.entries(data)) {
		for (const complaint of configMapKey(key)) errors.push(invalidValue(`data[${key}]`, key, complaint));
		if (Object.hasOwn(binaryData, key)) {
			errors.push(invalidValue(`data[${key}]`, key, 'duplicate of key present in binaryData'));
		}
		bytes += utf8Length(value);
	}
	for (const [key, value] of Object.entries(binaryData)) {
		for (const complaint of configMapKey(key)) errors.push(invalidValue(`binaryData[${key}]`, key, complaint));
		bytes += decodedLength(value);
	}
	// The path is empty in the real server too.
	if (bytes > DATA_BYTES_MAX) errors.push(tooLong('[]', DATA_BYTES_MAX));
	return errors;
}

interface Sealed {
	readonly immutable?: boolean;
	readonly data?: { [key: string]: string };
	readonly binaryData?: { [key: string]: string };
}

/** What is immutable stays, and stays immutable. Models ValidateConfigMapUpdate, ValidateSecretUpdate. */
export function validateSealed(now: Sealed, old: Sealed): FieldError[] {
	if (old.immutable !== true) return [];
	const errors: FieldError[] = [];
	const because = 'field is immutable when `immutable` is set';
	if (now.immutable !== true) errors.push(forbiddenField('immutable', because));
	for (const field of ['data', 'binaryData'] as const) {
		if (!jsonEqual(now[field] ?? {}, old[field] ?? {})) errors.push(forbiddenField(field, because));
	}
	return errors;
}

/** Models ValidateSecretUpdate's look at the type. */
export function validateSecretChange(secret: Secret, old: Secret): FieldError[] {
	return [...validateImmutable(secret.type ?? '', old.type ?? '', 'type'), ...validateSealed(secret, old)];
}

const ACCOUNT_NAME = 'kubernetes.io/service-account.name';

/** Models ValidateSecret: keys, size, and what each known type must hold. */
export function validateSecret({ data = {}, type, metadata }: Secret): FieldError[] {
	const errors: FieldError[] = [];
	let bytes = 0;
	for (const [key, value] of Object.entries(data)) {
		for (const complaint of configMapKey(key)) errors.push(invalidValue(`data[${key}]`, key, complaint));
		bytes += decodedLength(value);
	}
	if (bytes > DATA_BYTES_MAX) errors.push(tooLong('data', DATA_BYTES_MAX));
	const need = (...keys: readonly string[]): void => {
		for (const key of keys) if (!Object.hasOwn(data, key)) errors.push(required(`data[${key}]`));
	};
	switch (type) {
		case 'kubernetes.io/service-account-token':
			if (!metadata.annotations?.[ACCOUNT_NAME]) errors.push(required(`metadata.annotations[${ACCOUNT_NAME}]`));
			break;
		case 'kubernetes.io/dockercfg':
			need('.dockercfg');
			errors.push(...validateJsonObject(data, '.dockercfg'));
			break;
		case 'kubernetes.io/dockerconfigjson':
			need('.dockerconfigjson');
			errors.push(...validateJsonObject(data, '.dockerconfigjson'));
			break;
		case 'kubernetes.io/basic-auth':
			if (!Object.hasOwn(data, 'username') && !Object.hasOwn(data, 'password')) need('username', 'password');
			break;
		case 'kubernetes.io/ssh-auth':
			if (!data['ssh-privatekey']) errors.push(required('data[ssh-privatekey]'));
			break;
		case 'kubernetes.io/tls':
			need('tls.crt', 'tls.key');
			break;
	}
	return errors;
}

function validateJsonObject(data: { [key: string]: string }, key: string): FieldError[] {
	const value = data[key];
	if (value === undefined) return [];
	const complaint = jsonObjectComplaint(decodeUtf8(decodeBase64(value)));
	return complaint === undefined ? [] : [invalidValue(`data[${key}]`, '<secret contents redacted>', complaint)];
}

/** What Go's encoding/json says of text that is not an object. */
function jsonObjectComplaint(text: string): string | undefined {
	let value: unknown;
	try {
		value = parseJson(text);
	} catch (error) {
		if (error instanceof JsonSyntaxError) return error.message;
		throw error;
	}
	if (value === null || (typeof value === 'object' && !Array.isArray(value))) return undefined;
	const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
	return `json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`;
}
