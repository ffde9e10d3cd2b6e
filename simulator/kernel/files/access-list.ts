/** What an entry of an access control list is about. Models include/uapi/linux/posix_acl.h. */
export const ACL_TAGS = {
	owner: 0x01,
	user: 0x02,
	group: 0x04,
	namedGroup: 0x08,
	mask: 0x10,
	other: 0x20,
} as const;

export interface AccessEntry {
	/** One of `ACL_TAGS`. */
	readonly tag: number;
	/** A sum of 4, 2 and 1. */
	readonly permissions: number;
	/** Of a named user or group. */
	readonly id: number;
}

/** In the kernel's order: owner, users, group, groups, mask, others. */
export type AccessList = readonly AccessEntry[];

const VERSION = 2;
const HEADER_BYTES = 4;
const ENTRY_BYTES = 8;
const NOBODY = 0xffff_ffff;

/** The value of "system.posix_acl_access". */
export function encodeAccessList(list: AccessList): Uint8Array {
	const bytes = new Uint8Array(HEADER_BYTES + list.length * ENTRY_BYTES);
	const view = new DataView(bytes.buffer);
	view.setUint32(0, VERSION, true);
	list.forEach(({ tag, permissions, id }, index) => {
		const at = HEADER_BYTES + index * ENTRY_BYTES;
		view.setUint16(at, tag, true);
		view.setUint16(at + 2, permissions, true);
		view.setUint32(at + 4, isNamed(tag) ? id : NOBODY, true);
	});
	return bytes;
}

/** Undefined of what is no valid list. Models fs/posix_acl.c posix_acl_from_xattr and posix_acl_valid. */
export function decodeAccessList(bytes: Uint8Array): AccessList | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (bytes.length < HEADER_BYTES || (bytes.length - HEADER_BYTES) % ENTRY_BYTES !== 0) return undefined;
	if (view.getUint32(0, true) !== VERSION) return undefined;
	const list: AccessEntry[] = [];
	for (let at = HEADER_BYTES; at < bytes.length; at += ENTRY_BYTES) {
		const tag = view.getUint16(at, true);
		list.push({
			tag,
			permissions: view.getUint16(at + 2, true),
			id: isNamed(tag) ? view.getUint32(at + 4, true) : NOBODY,
		});
	}
	return isValid(list) ? list : undefined;
}

/** Owner, group and others once each; a mask at most once, and where somebody is named. */
function isValid(list: AccessList): boolean {
	let last = 0;
	const counts = new Map<number, number>();
	for (const { tag, permissions } of list) {
		if (tag < last || permissions > 7) return false;
		last = tag;
		counts.set(tag, (counts.get(tag) ?? 0) + 1);
	}
	const count = (tag: number): number => counts.get(tag) ?? 0;
	const { owner, user, group, namedGroup, mask, other } = ACL_TAGS;
	const known = [owner, user, group, namedGroup, mask, other].reduce((sum, tag) => sum + count(tag), 0);
	if (known !== list.length || count(owner) !== 1 || count(group) !== 1 || count(other) !== 1) return false;
	return count(mask) === 1 || (count(mask) === 0 && count(user) + count(namedGroup) === 0);
}

export function isNamed(tag: number): boolean {
	return tag === ACL_TAGS.user || tag === ACL_TAGS.namedGroup;
}

/** The list that says no more than a mode does. */
export function listOfMode(mode: number): AccessList {
	return [
		{ tag: ACL_TAGS.owner, permissions: (mode >> 6) & 7, id: NOBODY },
		{ tag: ACL_TAGS.group, permissions: (mode >> 3) & 7, id: NOBODY },
		{ tag: ACL_TAGS.other, permissions: mode & 7, id: NOBODY },
	];
}

/** Whether it has entries that a mode cannot say. */
export function isExtended(list: AccessList): boolean {
	return list.length > 3;
}

/** The nine bits that `ls -l` shows: the mask stands where the group's do. Models posix_acl_equiv_mode. */
export function modeOfList(list: AccessList): number {
	const of = (tag: number): number => list.find((entry) => entry.tag === tag)?.permissions ?? 0;
	const hasMask = list.some(({ tag }) => tag === ACL_TAGS.mask);
	return (of(ACL_TAGS.owner) << 6) | (of(hasMask ? ACL_TAGS.mask : ACL_TAGS.group) << 3) | of(ACL_TAGS.other);
}

/** After chmod. Models fs/posix_acl.c __posix_acl_chmod_masq. */
export function withMode(list: AccessList, mode: number): AccessList {
	const hasMask = list.some(({ tag }) => tag === ACL_TAGS.mask);
	return list.map((entry) => {
		if (entry.tag === ACL_TAGS.owner) return { ...entry, permissions: (mode >> 6) & 7 };
		if (entry.tag === ACL_TAGS.other) return { ...entry, permissions: mode & 7 };
		const shows = entry.tag === (hasMask ? ACL_TAGS.mask : ACL_TAGS.group);
		return shows ? { ...entry, permissions: (mode >> 3) & 7 } : entry;
	});
}

/** What a new file gets of its folder's default list: no more than `mode` allows. Models posix_acl_create_masq. */
export function inheritedList(list: AccessList, mode: number): AccessList {
	return withMode(list, modeOfList(list) & mode);
}

/** Who asks, and whose the file is. */
export interface AccessQuestion {
	readonly uid: number;
	readonly ownerUid: number;
	readonly ownerGid: number;
	isInGroup(gid: number): boolean;
}

/** Whether the list grants all of `want`. Models fs/posix_acl.c posix_acl_permission. */
export function grants(list: AccessList, want: number, who: AccessQuestion): boolean {
	const mask = list.find(({ tag }) => tag === ACL_TAGS.mask)?.permissions ?? 7;
	let isGroupFound = false;
	for (const { tag, permissions, id } of list) {
		const hasAll = (permissions & want) === want;
		switch (tag) {
			case ACL_TAGS.owner:
				if (who.uid === who.ownerUid) return hasAll;
				break;
			case ACL_TAGS.user:
				if (who.uid === id) return (permissions & mask & want) === want;
				break;
			case ACL_TAGS.group:
			case ACL_TAGS.namedGroup:
				if (!who.isInGroup(tag === ACL_TAGS.group ? who.ownerGid : id)) break;
				isGroupFound = true;
				if (hasAll) return (mask & want) === want;
				break;
			case ACL_TAGS.other:
				return !isGroupFound && hasAll;
		}
	}
	return false;
}
