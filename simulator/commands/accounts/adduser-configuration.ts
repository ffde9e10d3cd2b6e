import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { adduserRelease } from './debian-voice.ts';
import { textAt } from './login-defs.ts';

/** What /etc/adduser.conf says, or Debian where it says nothing. */
export interface AdduserConfiguration {
	readonly shell: string;
	readonly homes: string;
	readonly homeMode: number;
	readonly firstId: number;
	readonly lastId: number;
	readonly firstSystemId: number;
	readonly lastSystemId: number;
	readonly extraGroups: readonly string[];
	readonly namePattern: RegExp;
	readonly systemNamePattern: RegExp;
}

/** Models adduser.conf(5). Differs: patterns of names are the packages' own. */
export function* readConfiguration(process: Process): Task<AdduserConfiguration> {
	const found = new Map<string, string>();
	for (const line of (yield* textAt(process, '/etc/adduser.conf')).split('\n')) {
		const [, name, value = ''] = /^\s*([A-Z_]+)\s*=\s*"?([^"#]*?)"?\s*$/.exec(line) ?? [];
		if (name !== undefined) found.set(name, value);
	}
	const number = (name: string, otherwise: number): number => Number(found.get(name) ?? otherwise);
	// Ubuntu's homes can be looked into by the group.
	const mode = adduserRelease(process) >= 135 ? '0750' : adduserRelease(process) >= 122 ? '0700' : '0755';
	return {
		shell: found.get('DSHELL') ?? '/bin/bash',
		homes: found.get('DHOME') ?? '/home',
		homeMode: Number.parseInt(found.get('DIR_MODE') ?? mode, 8),
		firstId: number('FIRST_UID', 1000),
		lastId: number('LAST_UID', 59_999),
		firstSystemId: number('FIRST_SYSTEM_UID', 100),
		lastSystemId: number('LAST_SYSTEM_UID', 999),
		extraGroups: (found.get('EXTRA_GROUPS') ?? 'users').split(/\s+/),
		namePattern: /^[a-z][-a-z0-9_]*\$?$/,
		systemNamePattern: /^[A-Za-z_][-A-Za-z0-9_]*\$?$/,
	};
}
