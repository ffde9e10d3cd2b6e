import { type AccessList, decodeAccessList, encodeAccessList, isExtended, modeOfList } from './access-list.ts';

/** What a file has besides its inode's fields; most have nothing. Never changed: replaced. */
export interface ExtendedAttributes {
	/** "user.comment" and what it holds; lists of access stand below. */
	readonly named: ReadonlyMap<string, Uint8Array>;
	/** Says more than the mode; its bits are the mode's. */
	readonly access?: AccessList | undefined;
	/** Of a directory: what is made in it gets this. */
	readonly default?: AccessList | undefined;
	/** As lsattr shows them: a sum of `FILE_FLAGS`. */
	readonly flags: number;
}

/** Models include/uapi/linux/fs.h. */
export const FILE_FLAGS = {
	secureDelete: 0x1,
	undelete: 0x2,
	compressed: 0x4,
	synchronous: 0x8,
	immutable: 0x10,
	appendOnly: 0x20,
	noDump: 0x40,
	noAccessTime: 0x80,
	journalled: 0x4000,
	noTailMerging: 0x8000,
	directorySync: 0x1_0000,
	topDirectory: 0x2_0000,
	extents: 0x8_0000,
	noCopyOnWrite: 0x80_0000,
	directAccess: 0x200_0000,
	projectInherits: 0x2000_0000,
	caseFolded: 0x4000_0000,
} as const;

export const NO_ATTRIBUTES: ExtendedAttributes = { named: new Map(), flags: 0 };

export const ACCESS_ATTRIBUTE = 'system.posix_acl_access';
export const DEFAULT_ATTRIBUTE = 'system.posix_acl_default';
export const CAPABILITY_ATTRIBUTE = 'security.capability';

/** Undefined when nothing is left, so that plain files stay plain. */
export function packed(attributes: ExtendedAttributes): ExtendedAttributes | undefined {
	const { named, access, default: inherited, flags } = attributes;
	return named.size === 0 && access === undefined && inherited === undefined && flags === 0 ? undefined : attributes;
}

export function attributeValue(attributes: ExtendedAttributes | undefined, name: string): Uint8Array | undefined {
	if (name === ACCESS_ATTRIBUTE || name === DEFAULT_ATTRIBUTE) {
		const list = name === ACCESS_ATTRIBUTE ? attributes?.access : attributes?.default;
		return list === undefined ? undefined : encodeAccessList(list);
	}
	return attributes?.named.get(name);
}

/** In the order that the kernel lists them. */
export function attributeNames({ named, access, default: inherited }: ExtendedAttributes): string[] {
	return [
		...(access === undefined ? [] : [ACCESS_ATTRIBUTE]),
		...(inherited === undefined ? [] : [DEFAULT_ATTRIBUTE]),
		...named.keys(),
	];
}

/** Undefined of a list that is none. What a mode says as well is not kept; `mode` is what the file's bits become. */
export function withAccessList(
	attributes: ExtendedAttributes,
	name: typeof ACCESS_ATTRIBUTE | typeof DEFAULT_ATTRIBUTE,
	value: Uint8Array,
): { readonly attributes: ExtendedAttributes; readonly mode: number | undefined } | undefined {
	const list = decodeAccessList(value);
	if (list === undefined) return undefined;
	if (name === DEFAULT_ATTRIBUTE) return { attributes: { ...attributes, default: list }, mode: undefined };
	return { attributes: { ...attributes, access: isExtended(list) ? list : undefined }, mode: modeOfList(list) };
}

/** Bytes that they take beside the inode. */
export function attributeBytes(attributes: ExtendedAttributes | undefined): number {
	if (attributes === undefined) return 0;
	let bytes = 0;
	for (const name of attributeNames(attributes)) {
		bytes += name.length + (attributeValue(attributes, name)?.length ?? 0) + ENTRY_BYTES;
	}
	return bytes;
}

const ENTRY_BYTES = 16;

/** Without what a change of the file's content or owner takes away. Models security/commoncap.c cap_inode_killpriv. */
export function withoutCapabilities(attributes: ExtendedAttributes | undefined): ExtendedAttributes | undefined {
	if (attributes?.named.has(CAPABILITY_ATTRIBUTE) !== true) return attributes;
	const named = new Map(attributes.named);
	named.delete(CAPABILITY_ATTRIBUTE);
	return packed({ ...attributes, named });
}
