import { parseArguments, UsageError } from './arguments.ts';
import { setEngineFlags } from './engine-flags.ts';
import { repl } from './repl.ts';
import { run } from './run.ts';
import { serve } from './serve.ts';

const USAGE = `Usage:
  sim run [--json] [--world PRESET] [--seed SEED] SCRIPT...   run bash scripts in order in one fresh world
  sim serve --port P --kubeconfig FILE [--world PRESET] [--seed SEED] [--script FILE]   serve a world's Kubernetes API over TLS
  sim repl [--world PRESET] [--seed SEED] [--host HOST]       a terminal of a world in your own
`;

async function main(argv: readonly string[]): Promise<number> {
	const [command, ...rest] = argv;
	switch (command) {
		case 'run':
			return run(parseArguments(rest, { flags: ['json'], options: ['world', 'seed'], positionals: 'some' }));
		case 'serve':
			return serve(
				parseArguments(rest, {
					flags: [],
					options: ['world', 'seed', 'port', 'kubeconfig', 'script'],
					positionals: 'none',
				}),
			);
		case 'repl':
			return repl(parseArguments(rest, { flags: [], options: ['world', 'seed', 'host'], positionals: 'none' }));
		case '--help':
		case '-h':
			process.stdout.write(USAGE);
			return 0;
		default:
			throw new UsageError(command === undefined ? 'a command is needed' : `unknown command "${command}"`);
	}
}

setEngineFlags();
main(process.argv.slice(2)).then(
	(exitCode) => {
		process.exitCode = exitCode;
	},
	(error: unknown) => {
		if (error instanceof UsageError) {
			process.stderr.write(`sim: ${error.message}\n${USAGE}`);
			process.exitCode = 2;
			return;
		}
		throw error;
	},
);
