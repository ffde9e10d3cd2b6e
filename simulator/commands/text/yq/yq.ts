import type { Task } from '../../../machinery/task.ts';
import { type CobraCommand, type CobraRun, runCobra } from '../../cobra/cobra.ts';
import { defaultUsage } from '../../cobra/default-usage.ts';
import { bool, type FlagTable, int, string } from '../../flags.ts';
import { unixCommand } from '../../unix-command.ts';
import { runYq } from './yq-run.ts';

/** mikefarah's yq: what tutorials mean by it, and what the exam's hosts have. */
export const yq = unixCommand({
	name: 'yq',
	paths: ['/usr/bin/yq'],
	size: 13_545_624,
	*main(run) {
		return yield* runCobra({ root: ROOT, usage: defaultUsage }, run);
	},
});

const VERSION = 'v4.50.1';

const FLAGS: FlagTable = {
	colors: bool(false, 'force print with colors', { shorthand: 'C' }),
	'exit-status': bool(false, 'set exit status if there are no matches or null or false is returned', {
		shorthand: 'e',
	}),
	expression: string(
		'',
		'forcibly set the expression argument. Useful when yq argument detection thinks your expression is a file.',
	),
	'from-file': string('', 'Load expression from specified file.'),
	'header-preprocess': bool(true, 'Slurp any header comments and separators before processing expression.'),
	indent: int(2, 'sets indent level for output', { shorthand: 'I' }),
	inplace: bool(false, 'update the file in place of first file given.', { shorthand: 'i' }),
	'input-format': string('auto', '[auto|a|yaml|y|json|j|props|p|csv|c|tsv|t|base64|uri] parse format for input.', {
		shorthand: 'p',
	}),
	'no-colors': bool(false, 'force print with no colors', { shorthand: 'M' }),
	'no-doc': bool(false, "Don't print document separators (---)", { shorthand: 'N' }),
	'nul-output': bool(
		false,
		'Use NUL char to separate values. If unwrap scalar is also set, fail if unwrapped scalar contains NUL char.',
		{ shorthand: '0' },
	),
	'null-input': bool(
		false,
		"Don't read input, simply evaluate the expression given. Useful for creating docs from scratch.",
		{ shorthand: 'n' },
	),
	'output-format': string('auto', '[auto|a|yaml|y|json|j|props|p|csv|c|tsv|t|base64|uri|shell|s] output format type.', {
		shorthand: 'o',
	}),
	prettyPrint: bool(false, 'pretty print, shorthand for \'... style = ""\'', { shorthand: 'P' }),
	'split-exp': string(
		'',
		'print each result (or doc) into a file named (exp). [exp] argument must return a string. You can use $index in the expression as the result counter. The necessary directories will be created.',
		{ shorthand: 's' },
	),
	tojson: bool(false, '(deprecated) output as json. Set indent to 0 to print json in one line.', {
		shorthand: 'j',
		deprecated: 'please use -o=json instead',
	}),
	unwrapScalar: bool(
		true,
		'unwrap scalar, print the value with no quotes, colours or comments. Defaults to true for yaml',
		{
			shorthand: 'r',
		},
	),
	verbose: bool(false, 'verbose mode', { shorthand: 'v' }),
	'yaml-compact-seq-indent': bool(
		false,
		"Use compact sequence indentation where '- ' is considered part of the indentation.",
		{ shorthand: 'c' },
	),
};

function* evaluate(run: CobraRun): Task<number> {
	if (run.isOn('version')) {
		yield* run.out.write(`yq (https://github.com/mikefarah/yq/) version ${VERSION}\n`);
		return 0;
	}
	return yield* runYq(run, false, defaultUsage([ROOT, SEQUENCE]));
}

const SEQUENCE: CobraCommand = {
	use: 'eval [expression] [yaml_file1]...',
	aliases: ['e'],
	short: '(default) Apply the expression to each document in each yaml file in sequence',
	example: `
# Reads field under the given path for each file
yq e '.a.b' f1.yml f2.yml

# Prints out the file
yq e sample.yaml

# Creates a new document
yq e -n '.a.b.c = "cat"'

# Updates a file in place
yq e '.a.b = "cool"' -i file.yaml
`,
	run: (run) => runYq(run, false, defaultUsage([ROOT, SEQUENCE])),
};

const ALL: CobraCommand = {
	use: 'eval-all [expression] [yaml_file1]...',
	aliases: ['ea'],
	short: 'Loads _all_ yaml documents of _all_ yaml files and runs expression once',
	example: `
# Merge f2.yml into f1.yml (in place)
yq eval-all --inplace 'select(fileIndex == 0) * select(fileIndex == 1)' f1.yml f2.yml

# Merge all given files
yq ea '. as $item ireduce ({}; . * $item )' file1.yml file2.yml ...
`,
	run: (run) => runYq(run, true, defaultUsage([ROOT, ALL])),
};

const ROOT: CobraCommand = {
	use: 'yq',
	short: 'yq is a lightweight and portable command-line data file processor.',
	long: `yq is a portable command-line data file processor (https://github.com/mikefarah/yq/) 
See https://mikefarah.gitbook.io/yq/ for detailed documentation and examples.`,
	example: `
# read the "stuff" node from "myfile.yml"
yq '.stuff' < myfile.yml

# update myfile.yml in place
yq -i '.stuff = "foo"' myfile.yml

# print contents of sample.json as idiomatic YAML
yq -P -oy sample.json
`,
	flags: { version: bool(false, 'Print version information and quit', { shorthand: 'V' }) },
	persistentFlags: FLAGS,
	subcommands: [SEQUENCE, ALL],
	run: evaluate,
};
