import { loginFile, loginOf, type RegistryLogin } from '../../hosts/containers/registry-access.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { readFile } from '../stdio.ts';
import type { EngineRun } from './engine-command.ts';

/** Who the user is to a registry: what --creds says, or what `login` has kept. */
export function* loginFor(run: EngineRun, registry: string): Task<RegistryLogin | undefined> {
	const { creds } = run.flags.values;
	if (typeof creds === 'string' && creds !== '') {
		const [username = '', password = ''] = creds.split(/:(.*)/s);
		return { username, password };
	}
	const texts: string[] = [];
	for (const path of loginFiles(run)) texts.push(yield* textAt(run, path));
	return loginOf(run.engine(), registry, texts);
}

/** Podman looks into docker's file, too. */
export function loginFiles(run: EngineRun): string[] {
	const home = run.process.env.get('HOME') ?? '/root';
	const own = loginFile(run.engine(), home);
	return run.kind === 'docker' ? [own] : [own, `${home}/.docker/config.json`];
}

export function* textAt({ process }: EngineRun, path: string): Task<string> {
	try {
		return decodeUtf8(yield* readFile(process, path));
	} catch (error) {
		if (error instanceof SystemError) return '';
		throw error;
	}
}
