import { decodeUtf8 } from '../../machinery/utf8.ts';
import { readAll } from '../stdio.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { hashPassword } from './password-hash.ts';
import { readShadow, SHADOW_FIELD, writeShadow } from './shadow-file.ts';

const DAY_MS = 86_400_000;

/** Sets passwords by lines of "name:password". Models shadow-utils src/chpasswd.c with PAM. */
export const chpasswd = unixCommand({
	name: 'chpasswd',
	paths: ['/usr/sbin/chpasswd'],
	size: 58_512,
	*main({ process, args, say }) {
		const encrypted = args.some((word) => word === '-e' || word === '--encrypted');
		const unknown = args.find(
			(word) => /^-/.test(word) && !/^(-e|--encrypted|-c|-m|--md5|--crypt-method.*)$/.test(word),
		);
		if (unknown !== undefined) {
			throw new Exit(
				2,
				`chpasswd: ${unknown.startsWith('--') ? `unrecognized option '${unknown}'` : `invalid option -- '${unknown[1]}'`}\n`,
			);
		}
		const lines = yield* readShadow(process);
		if (lines === undefined || process.credentials.uid !== 0) throw new Exit(1, `chpasswd: ${DENIED}`);
		let failed = false;
		for (const [at, line] of decodeUtf8(yield* readAll(process, 0))
			.replace(/\n$/, '')
			.split('\n')
			.entries()) {
			const colon = line.indexOf(':');
			const name = colon < 0 ? line : line.slice(0, colon);
			const fields = lines.find(([each]) => each === name);
			if (colon >= 0 && fields !== undefined) {
				const password = line.slice(colon + 1);
				fields[SHADOW_FIELD.password] = encrypted ? password : hashPassword(process, password);
				fields[SHADOW_FIELD.lastChange] = String(Math.floor(process.now() / DAY_MS));
				continue;
			}
			failed = true;
			if (line === '' && at === 0) continue;
			if (colon < 0) yield* say(`chpasswd: line ${at + 1}: missing new password\n`);
			else {
				yield* say(
					`chpasswd: (user ${name}) pam_chauthtok() failed, error:\nAuthentication token manipulation error\n`,
				);
				yield* say(`chpasswd: (line ${at + 1}, user ${name}) password not changed\n`);
			}
		}
		yield* writeShadow(process, lines);
		return failed ? 1 : 0;
	},
});

const DENIED = 'cannot lock /etc/passwd; try again later.\n';
