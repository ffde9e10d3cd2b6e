import { ALL_CAPABILITIES, NO_CAPABILITIES } from '../../kernel/capabilities.ts';
import type { Credentials } from '../../kernel/process-api.ts';
import type { Accounts } from '../coreutils/accounts.ts';

/** A user whom a process can become. */
export interface TargetUser {
	readonly name: string;
	readonly home: string;
	readonly shell: string;
	readonly credentials: Credentials;
}

/** "root", "#1000". Undefined: no such user. */
export function targetUser(accounts: Accounts, spec: string): TargetUser | undefined {
	const name = spec.startsWith('#') ? accounts.users.get(Number(spec.slice(1))) : spec;
	const uid = name === undefined ? undefined : accounts.uids.get(name);
	const home = name === undefined ? undefined : accounts.homes.get(name);
	if (name === undefined || uid === undefined || home === undefined) return undefined;
	const groups = [...new Set([home.gid, ...(accounts.memberships.get(name) ?? [])])].sort((a, b) => a - b);
	return {
		name,
		home: home.home,
		shell: home.shell === '' ? '/bin/sh' : home.shell,
		// The real user is forgotten: the new identity is whole.
		credentials: {
			uid,
			gid: home.gid,
			groups,
			capabilities: uid === 0 ? ALL_CAPABILITIES : NO_CAPABILITIES,
			realUid: uid,
		},
	};
}
