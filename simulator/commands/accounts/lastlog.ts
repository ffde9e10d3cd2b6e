import { loginSessions } from '../coreutils/who.ts';
import { strftime } from '../strftime.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { readAccountFiles } from './account-files.ts';

/** When each user logged in last. Differs: of sessions that have ended nothing is known. */
export const lastlog = unixCommand({
	name: 'lastlog',
	paths: ['/usr/bin/lastlog'],
	size: 23_016,
	*main({ process, args, out }) {
		const at = args.findIndex((word) => /^(-u|--user)$/.test(word));
		const named = at < 0 ? args.find((word) => word.startsWith('--user='))?.slice(7) : args[at + 1];
		const { users } = yield* readAccountFiles(process);
		if (named !== undefined && !users.some(({ name }) => name === named)) {
			throw new Exit(1, `lastlog: Unknown user or range: ${named}\n`);
		}
		yield* out.write(`${'Username'.padEnd(16)} ${'Port'.padEnd(8)} ${'From'.padEnd(42)} Latest\n`);
		const sessions = loginSessions(process).sort((a, b) => b.startedAtMs - a.startedAtMs);
		for (const { name, uid } of users) {
			if (named !== undefined && named !== name) continue;
			const session = sessions.find((each) => each.uid === uid);
			const when =
				session === undefined ? '**Never logged in**' : strftime('%a %b %e %H:%M:%S +0000 %Y', session.startedAtMs);
			yield* out.write(`${name.padEnd(16)} ${(session?.tty ?? '').padEnd(8)} ${''.padEnd(42)}${when}\n`);
		}
		return 0;
	},
});
