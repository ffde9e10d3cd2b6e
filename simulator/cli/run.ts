import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Arguments } from './arguments.ts';
import { UsageError } from './arguments.ts';
import { newWorld } from './new-world.ts';

/**
 * Runs scripts in order in one fresh world. The exit status is the last script's. With --json one line a script:
 * {"script","exitCode","stdout","stderr","virtualMs","realMs"}.
 */
export async function run(args: Arguments): Promise<number> {
	const scripts = args.positionals.map((path) => ({ path, script: readScript(path) }));
	const json = args.flags.has('json');
	const world = newWorld(args);
	let exitCode = 0;
	for (const { path, script } of scripts) {
		const startedAt = performance.now();
		const result = world.runScript({
			name: basename(path),
			script,
			...(json
				? {}
				: { onOutput: (stream: 'stdout' | 'stderr', data: Uint8Array) => void process[stream].write(data) }),
		});
		exitCode = result.exitCode;
		if (json) {
			const realMs = Math.round((performance.now() - startedAt) * 10) / 10;
			process.stdout.write(`${JSON.stringify({ script: path, ...result, realMs })}\n`);
		}
	}
	return exitCode;
}

function readScript(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch (error) {
		throw new UsageError(`${path}: ${(error as Error).message}`);
	}
}
