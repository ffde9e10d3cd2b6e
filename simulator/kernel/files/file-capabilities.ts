import { CAPABILITY_NAMES } from '../capabilities.ts';
import { CAPABILITY_ATTRIBUTE, type ExtendedAttributes } from './extended-attributes.ts';

/** A file's sets of capabilities, each as bits in the kernel's order. */
export interface FileCapabilities {
	readonly permitted: bigint;
	readonly inheritable: bigint;
	/** What is permitted has effect at once. */
	readonly isEffective: boolean;
}

const REVISION_2 = 0x0200_0000;
const EFFECTIVE = 1;
const BYTES = 20;

/** The value of "security.capability". Models include/uapi/linux/capability.h vfs_cap_data. */
export function encodeFileCapabilities({ permitted, inheritable, isEffective }: FileCapabilities): Uint8Array {
	const bytes = new Uint8Array(BYTES);
	const view = new DataView(bytes.buffer);
	view.setUint32(0, REVISION_2 | (isEffective ? EFFECTIVE : 0), true);
	[permitted, inheritable, permitted >> 32n, inheritable >> 32n].forEach((word, at) => {
		view.setUint32(4 + at * 4, Number(word & 0xffff_ffffn), true);
	});
	return bytes;
}

export function decodeFileCapabilities(bytes: Uint8Array): FileCapabilities | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (bytes.length < BYTES || (view.getUint32(0, true) & 0xff00_0000) !== REVISION_2) return undefined;
	const word = (at: number): bigint => BigInt(view.getUint32(4 + at * 4, true));
	return {
		permitted: word(0) | (word(2) << 32n),
		inheritable: word(1) | (word(3) << 32n),
		isEffective: (view.getUint32(0, true) & EFFECTIVE) !== 0,
	};
}

/** What whoever executes the file may do; undefined: what they could before. Differs: programs do not raise what is permitted only. */
export function fileCapabilities(attributes: ExtendedAttributes | undefined): ReadonlySet<string> | undefined {
	const value = attributes?.named.get(CAPABILITY_ATTRIBUTE);
	const sets = value === undefined ? undefined : decodeFileCapabilities(value);
	if (sets === undefined) return undefined;
	const bits = sets.isEffective ? sets.permitted : 0n;
	return new Set(CAPABILITY_NAMES.filter((_, at) => ((bits >> BigInt(at)) & 1n) === 1n));
}
