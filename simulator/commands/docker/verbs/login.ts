import {
	checkLogin,
	loginFile,
	type RegistryLogin,
	unreachableText,
	withLogin,
} from '../../../hosts/containers/registry-access.ts';
import { isEndpointsFailed, isInternetRegistry, letsIn } from '../../../hosts/containers/registry-accounts.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { bool, string } from '../../flags.ts';
import { LineReader, readAll } from '../../stdio.ts';
import { Exit } from '../../unix-command.ts';
import { complaint, type EngineCommand, type EngineRun, failure } from '../engine-command.ts';
import { loginFiles, loginFor, textAt } from '../logins.ts';

export const login: EngineCommand = {
	names: ['login'],
	usage: '[OPTIONS] [SERVER]',
	short: 'Authenticate to a registry',
	flags: {
		authfile: string('', 'path of the authentication file', { hidden: true }),
		'get-login': bool(false, 'Return the current login user for the registry', { hidden: true }),
		password: string('', 'Password or Personal Access Token (PAT)', { shorthand: 'p' }),
		'password-stdin': bool(false, 'Take the Password or Personal Access Token (PAT) from stdin'),
		'tls-verify': bool(true, 'Require HTTPS and verify certificates when contacting registries', { hidden: true }),
		username: string('', 'Username', { shorthand: 'u' }),
		verbose: bool(false, 'Write more detailed information to stdout', { shorthand: 'v', hidden: true }),
	},
	most: 1,
	*run(run) {
		const registry = (run.operands[0] ?? 'docker.io')
			.replace(/^https?:\/\//, '')
			.replace(/\/.*$/, '')
			.replace(/^(index|registry-1)\.docker\.io$/, 'docker.io');
		if (run.isOn('get-login')) {
			const known = yield* loginFor(run, registry);
			if (known === undefined) throw complaint(run.kind, `not logged into ${registry}`);
			yield* run.out.write(`${known.username}\n`);
			return 0;
		}
		const asked = yield* credentials(run);
		if (!(yield* isLetIn(run, registry, asked))) {
			const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
			throw run.kind === 'docker'
				? failure('docker', `Get "https://${host}/v2/": unauthorized: incorrect username or password`)
				: complaint('podman', `logging into ${JSON.stringify(registry)}: invalid username/password`);
		}
		const [path = ''] = loginFiles(run);
		yield* writeFile(run, path, withLogin(run.engine(), yield* textAt(run, path), registry, asked));
		if (run.kind === 'podman') {
			yield* run.out.write('Login Succeeded!\n');
			return 0;
		}
		yield* run.say(
			`\nWARNING! Your credentials are stored unencrypted in '${path}'.\nConfigure a credential helper to remove this warning. See\nhttps://docs.docker.com/go/credential-store/\n\n`,
		);
		yield* run.out.write('Login Succeeded\n');
		return 0;
	},
};

function* credentials(run: EngineRun): Task<RegistryLogin> {
	const { process } = run;
	let username = run.text('username');
	let password = run.text('password');
	if (run.flags.changed.has('password') && run.kind === 'docker') {
		yield* run.say('WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n');
	}
	if (run.isOn('password-stdin')) {
		if (username === '')
			throw complaint(
				run.kind,
				run.kind === 'docker'
					? 'Must provide --username with --password-stdin'
					: 'must provide --username with --password-stdin',
			);
		password = decodeUtf8(yield* readAll(process, 0)).replace(/\r?\n$/, '');
	}
	if (username !== '' && password !== '') return { username, password };
	if (run.kind === 'docker' && !process.isatty(0))
		throw new Exit(1, 'Error: Cannot perform an interactive login from a non TTY device\n');
	const reader = new LineReader(process, 0);
	if (username === '') {
		yield* run.out.write('Username: ');
		yield* run.out.flush();
		username = (yield* reader.next()) ?? '';
	}
	if (password === '') {
		yield* run.out.write('Password: ');
		yield* run.out.flush();
		const mode = process.isatty(0) ? process.getTerminalMode(0) : undefined;
		if (mode !== undefined) process.setTerminalMode(0, { ...mode, echo: false });
		password = (yield* reader.next()) ?? '';
		if (mode !== undefined) process.setTerminalMode(0, mode);
		yield* run.out.write('\n');
	}
	return { username, password };
}

function* isLetIn(run: EngineRun, registry: string, asked: RegistryLogin): Task<boolean> {
	const engine = run.engine();
	if (isInternetRegistry(engine, registry)) return letsIn(registry, asked);
	try {
		const tlsVerify = run.flags.changed.has('tls-verify') ? run.isOn('tls-verify') : undefined;
		return yield* checkLogin(engine, run.process, registry, asked, tlsVerify);
	} catch (error) {
		if (!isEndpointsFailed(error)) throw error;
		const text = unreachableText(engine, registry, error);
		throw run.kind === 'docker'
			? failure('docker', text)
			: complaint('podman', `authenticating creds for ${JSON.stringify(registry)}: ${text}`);
	}
}

function* writeFile({ process }: EngineRun, path: string, text: string): Task<void> {
	const parts = path.split('/').slice(1, -1);
	for (let length = 1; length <= parts.length; length++) {
		const folder = `/${parts.slice(0, length).join('/')}`;
		if (!process.access(folder, {})) process.mkdir(folder, 0o700);
	}
	const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o600);
	yield* process.write(fd, encodeUtf8(text));
	process.close(fd);
}

export const logout: EngineCommand = {
	names: ['logout'],
	usage: '[SERVER]',
	short: 'Log out from a registry',
	flags: {
		all: bool(false, 'Remove the cached credentials for all registries in the auth file', {
			shorthand: 'a',
			hidden: true,
		}),
	},
	most: 1,
	*run(run) {
		const registry = run.operands[0] ?? 'docker.io';
		const engine = run.engine();
		const path = loginFile(engine, run.process.env.get('HOME') ?? '/root');
		const known = yield* loginFor(run, registry);
		if (known === undefined && run.kind === 'podman') throw complaint('podman', `not logged into ${registry}`);
		if (known === undefined) {
			yield* run.out.write(`Not logged in to ${registry === 'docker.io' ? 'https://index.docker.io/v1/' : registry}\n`);
			return 0;
		}
		try {
			yield* writeFile(run, path, withLogin(engine, yield* textAt(run, path), registry, undefined));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
		const shown = registry === 'docker.io' && run.kind === 'docker' ? 'https://index.docker.io/v1/' : registry;
		yield* run.out.write(
			run.kind === 'docker' ? `Removing login credentials for ${shown}\n` : `Removed login credentials for ${shown}\n`,
		);
		return 0;
	},
};
