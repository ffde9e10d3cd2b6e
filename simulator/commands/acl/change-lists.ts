import { ACL_TAGS, type AccessEntry, type AccessList, isNamed } from '../../kernel/files/access-list.ts';
import type { Process, Stat } from '../../kernel/process-api.ts';
import { accessList, defaultList } from './acl-files.ts';
import { NO_ID, sorted, type WrittenEntry } from './acl-text.ts';

/** One thing that setfacl is asked to do. */
export type AclStep =
	| { readonly kind: 'modify' | 'remove' | 'set'; readonly entries: readonly WrittenEntry[] }
	| { readonly kind: 'clear' | 'clear-default'; readonly entries?: undefined };

/** Lists after all steps; undefined: it stays as it is. */
export interface ChangedLists {
	access: AccessList | undefined;
	default: AccessList | undefined;
}

/** Models setfacl's do_set. @param mask whether the mask is made to let through all that is granted. */
export function changedLists(
	process: Process,
	path: string,
	stat: Stat,
	steps: readonly AclStep[],
	mask: 'always' | 'usual' | 'never',
): ChangedLists {
	const before = { access: accessList(process, path, stat), default: defaultList(process, path, stat) };
	const now: ChangedLists = { access: undefined, default: undefined };
	const hasMask = { access: false, default: false };
	const replaced = new Set<string>();
	for (const step of steps) {
		if (step.kind === 'clear') now.access = withoutNames(now.access ?? before.access);
		else if (step.kind === 'clear-default') now.default = [];
		else {
			for (const entry of step.entries ?? []) {
				const key = entry.isDefault ? 'default' : 'access';
				if (entry.tag === ACL_TAGS.mask) hasMask[key] = true;
				let list = now[key] ?? before[key];
				if (step.kind === 'set' && !replaced.has(key)) {
					replaced.add(key);
					list = [];
				}
				now[key] = step.kind === 'remove' ? without(list, entry) : withEntry(list, entry, stat);
			}
		}
	}
	for (const key of ['access', 'default'] as const) {
		const list = now[key];
		if (list === undefined || list.length === 0) continue;
		const whole = key === 'default' ? completed(list, now.access ?? before.access) : list;
		now[key] = sorted(masked(whole, hasMask[key], mask));
	}
	return now;
}

/** What only lists can say is gone. */
function withoutNames(list: AccessList): AccessList {
	return list.filter(({ tag }) => !isNamed(tag) && tag !== ACL_TAGS.mask);
}

const isSame = (a: AccessEntry | WrittenEntry, b: AccessEntry | WrittenEntry): boolean =>
	a.tag === b.tag && (!isNamed(a.tag) || a.id === b.id);

function without(list: AccessList, entry: WrittenEntry): AccessList {
	return list.filter((each) => !isSame(each, entry));
}

function withEntry(list: AccessList, entry: WrittenEntry, stat: Stat): AccessList {
	const { tag, id, permissions = 0, isConditional } = entry;
	const executes =
		isConditional &&
		(stat.type === 'directory' || list.some((each) => each.tag !== ACL_TAGS.mask && each.permissions & 1));
	const made = { tag, id: isNamed(tag) ? id : NO_ID, permissions: permissions | (executes ? 1 : 0) };
	const at = list.findIndex((each) => isSame(each, entry));
	return at < 0 ? sorted([...list, made]) : list.with(at, made);
}

/** A default list has what a file's has: what was not said is as the folder's own. */
function completed(list: AccessList, access: AccessList): AccessList {
	const missing = access.filter(
		({ tag }) => !isNamed(tag) && tag !== ACL_TAGS.mask && !list.some((each) => each.tag === tag),
	);
	return sorted([...list, ...missing]);
}

function masked(list: AccessList, isGiven: boolean, mask: 'always' | 'usual' | 'never'): AccessList {
	const old = list.find(({ tag }) => tag === ACL_TAGS.mask);
	const needs = list.some(({ tag }) => isNamed(tag)) || old !== undefined;
	if (mask !== 'always') {
		if (!needs || isGiven) return list;
		if (mask === 'never' && old !== undefined) return list;
	}
	// A new one lets through what the group may, unless it is to be made for all.
	if (mask === 'never') {
		const group = list.find(({ tag }) => tag === ACL_TAGS.group);
		return sorted([...list, { tag: ACL_TAGS.mask, permissions: group?.permissions ?? 0, id: NO_ID }]);
	}
	const counts = ({ tag }: AccessEntry): boolean => isNamed(tag) || tag === ACL_TAGS.group;
	const permissions = list.filter(counts).reduce((all, entry) => all | entry.permissions, 0);
	return sorted([...list.filter(({ tag }) => tag !== ACL_TAGS.mask), { tag: ACL_TAGS.mask, permissions, id: NO_ID }]);
}
