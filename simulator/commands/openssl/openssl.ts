import type { Task } from '../../machinery/task.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { base64, dgst, HASH_COMMANDS, rand } from './data-commands.ts';
import { ec, ecparam } from './ec-commands.ts';
import { genpkey, genrsa, pkey, rsa } from './key-commands.ts';
import { passwd } from './passwd-command.ts';
import { req } from './req.ts';
import { sClient } from './s-client.ts';
import { verify } from './verify.ts';
import { x509 } from './x509.ts';

const VERSION = 'OpenSSL 3.0.13 30 Jan 2024 (Library: OpenSSL 3.0.13 30 Jan 2024)';

type Subcommand = (run: UnixRun, words: readonly string[]) => Task<number>;

const COMMANDS: ReadonlyMap<string, Subcommand> = new Map<string, Subcommand>([
	['base64', (run, words) => base64(run, words)],
	['dgst', (run, words) => dgst(run, words)],
	['ec', ec],
	['ecparam', ecparam],
	['enc', (run, words) => base64(run, words, 'enc')],
	['genpkey', genpkey],
	['genrsa', genrsa],
	['passwd', passwd],
	['pkey', pkey],
	['rand', rand],
	['req', req],
	['rsa', rsa],
	['s_client', sClient],
	['verify', verify],
	['version', version],
	['x509', x509],
	...[...HASH_COMMANDS].map((name): [string, Subcommand] => [name, (run, words) => dgst(run, words, name)]),
]);

/** openssl(1) of Ubuntu 24.04. Differs: RSA keys of 2048 bits and ECDSA keys over P-256, without passphrases, and the commands listed above. */
export const openssl = unixCommand({
	name: 'openssl',
	paths: ['/usr/bin/openssl'],
	size: 1_004_624,
	main: (run) => main(run),
});

function* main(run: UnixRun): Task<number> {
	const [name, ...words] = run.args;
	if (name === undefined || name === 'help' || name === '--help') {
		yield* run.say(`help:\n\nStandard commands\n${[...COMMANDS.keys()].map((each) => `${each}\n`).join('')}`);
		return 0;
	}
	const command = COMMANDS.get(name);
	if (command === undefined) throw new Exit(1, `Invalid command '${name}'; type "help" for a list.\n`);
	return yield* command(run, words);
}

function* version(run: UnixRun): Task<number> {
	yield* run.out.write(`${VERSION}\n`);
	return 0;
}
