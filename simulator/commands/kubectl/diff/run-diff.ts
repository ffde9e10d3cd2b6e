import type { Task } from '../../../machinery/task.ts';
import { CommandError, SilentExit } from '../errors.ts';
import type { Kubectl } from '../kubectl.ts';
import { lookPath } from '../plugins.ts';

/** Two directories with a file for each object: as it is and as it would be. Models diff's Differ. */
export class DiffDirectories {
	readonly #kubectl: Kubectl;
	readonly live: string;
	readonly merged: string;

	constructor(kubectl: Kubectl) {
		this.#kubectl = kubectl;
		this.live = this.#make('LIVE');
		this.merged = this.#make('MERGED');
	}

	#make(prefix: string): string {
		const { process } = this.#kubectl;
		const parent = process.env.get('TMPDIR') ?? '/tmp';
		const path = `${parent.replace(/\/$/, '')}/${prefix}-${process.randomUint32()}`;
		process.mkdir(path, 0o700);
		return path;
	}

	*write(directory: string, name: string, content: string): Task<void> {
		yield* this.#kubectl.io.writeFile(`${directory}/${name}`, content, 0o700);
	}

	remove(): void {
		const { process } = this.#kubectl;
		for (const directory of [this.live, this.merged]) {
			for (const name of process.readdir(directory)) {
				if (name !== '.' && name !== '..') process.unlink(`${directory}/${name}`);
			}
			process.rmdir(directory);
		}
	}

	/** Runs diff, or what $KUBECTL_EXTERNAL_DIFF names. Throws SilentExit(1) when there are differences. */
	*compare(): Task<void> {
		const { process } = this.#kubectl;
		const external = process.env.get('KUBECTL_EXTERNAL_DIFF') ?? '';
		const [program = 'diff', ...options] = external === '' ? ['diff', '-u', '-N'] : external.split(' ');
		const flags = external === '' ? options : options.filter((option) => /^[a-zA-Z0-9-=]+$/.test(option));
		const argv =
			external === '' ? [program, ...flags, this.live, this.merged] : [program, this.live, this.merged, ...flags];
		const path = lookPath(process, program);
		const failed = `failed to run ${JSON.stringify(program)}:`;
		if (path === undefined)
			throw new CommandError(`${failed} exec: ${JSON.stringify(program)}: executable file not found in $PATH`);
		const result = yield* process.wait(process.spawn({ argv, env: process.env, path }));
		if (result?.kind === 'exited' && result.status === 0) return;
		if (result?.kind === 'exited' && result.status === 1) throw new SilentExit(1);
		throw new CommandError(`${failed} exit status ${result?.kind === 'exited' ? result.status : -1}`);
	}
}
