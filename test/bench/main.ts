/**
 * `npm run bench`: a JSON line with the machine's facts, then one a figure; `npm run bench -- NAME…` takes only those.
 * Each is taken in a process of its own, so that one's garbage and warm code are not another's.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { SERVER_LIMITS } from '../../app/_server/limits.ts';
import { setEngineFlags } from '../../simulator/cli/engine-flags.ts';
import { FIGURES } from './figures.ts';
import { machineFacts } from './machine-facts.ts';

const MEASURE = '--measure';

async function main(args: readonly string[]): Promise<number> {
	if (args[0] === MEASURE) return measure(args[1] as string);
	const unknown = args.filter((name) => !FIGURES.some((figure) => figure.name === name));
	if (unknown.length > 0) {
		const names = FIGURES.map((figure) => figure.name).join(', ');
		process.stderr.write(`no figure "${unknown.join('", "')}": there are ${names}\n`);
		return 2;
	}
	print(machineFacts());
	let failed = 0;
	for (const { name } of FIGURES) {
		if (args.length > 0 && !args.includes(name)) continue;
		if ((await measureApart(name)) === 0) continue;
		failed++;
		print({ name, notRun: 'NOT RUN: measuring it failed, see stderr' });
	}
	return failed === 0 ? 0 : 1;
}

function measureApart(name: string): Promise<number> {
	const script = fileURLToPath(import.meta.url);
	// Room for what is new as in a worker of the server; of three parts of it V8 wants to know one.
	const young = `--max-semi-space-size=${SERVER_LIMITS.workerYoungMegabytes / 3}`;
	const flags = ['--expose-gc', '--enable-source-maps', young];
	const child = spawn(process.execPath, [...flags, script, MEASURE, name], { stdio: ['ignore', 'inherit', 'inherit'] });
	return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}

async function measure(name: string): Promise<number> {
	setEngineFlags();
	const figure = FIGURES.find((each) => each.name === name);
	if (figure === undefined) throw new Error(`assertion failed: no figure ${name}`);
	for (const line of await figure.measure()) {
		print('notRun' in line ? { ...line, notRun: `NOT RUN: ${line.notRun}` } : line);
	}
	return 0;
}

function print(line: object): void {
	process.stdout.write(`${JSON.stringify(line)}\n`);
}

process.exit(await main(process.argv.slice(2)));
