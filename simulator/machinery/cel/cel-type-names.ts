import {
	BOOL,
	BYTES,
	type CheckType,
	DOUBLE,
	DURATION,
	DYN,
	INT,
	listOf,
	mapOf,
	NULL,
	opaque,
	optionalTypeOf,
	STRING,
	struct,
	TIMESTAMP,
	UINT,
} from './check-type.ts';

/** Types of Kubernetes that only its functions know. Models apiserver/pkg/cel. */
export const QUANTITY = struct('kubernetes.Quantity');
export const SEMVER = struct('kubernetes.Semver');
export const URL_TYPE = struct('kubernetes.URL');
export const FORMAT = struct('kubernetes.NamedFormat');
export const IP = opaque('net.IP');
export const CIDR = opaque('net.CIDR');

/** What names in an expression are types. */
export const TYPE_NAMES: ReadonlyMap<string, CheckType> = new Map(
	[
		...[BOOL, INT, UINT, DOUBLE, STRING, BYTES, NULL, TIMESTAMP, DURATION, listOf(DYN), mapOf(DYN, DYN)],
		...[optionalTypeOf(DYN), QUANTITY, SEMVER, URL_TYPE, FORMAT, IP, CIDR],
	].map((type) => [type.name, type]),
);
