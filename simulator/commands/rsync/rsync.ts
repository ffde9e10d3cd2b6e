import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { OptionError, parseOptions } from '../options.ts';
import { readFile } from '../stdio.ts';
import { Exit, type UnixRun, unixCommand } from '../unix-command.ts';
import { fileList } from './file-list.ts';
import { FilterRules } from './filter-rules.ts';
import { listEntries } from './list-entries.ts';
import { RSYNC_HELP } from './rsync-help.ts';
import { keptOf, RSYNC_OPTIONS, type RsyncOptions } from './rsync-options.ts';
import { Transfer } from './transfer.ts';

/** Differs: only between folders of one machine; what is sent and received is estimated. */
export const rsync = unixCommand({
	name: 'rsync',
	paths: ['/usr/bin/rsync'],
	size: 539_984,
	main: (run) => main(run),
});

const SYNTAX = 'rsync error: syntax or usage error (code 1)';

/** Models main.c. */
function* main(run: UnixRun): Task<number> {
	const options = yield* readOptions(run);
	const { values, operands } = options;
	if (values.help === true || (values.human === true && run.args.length === 1)) {
		yield* run.out.write(RSYNC_HELP);
		return 0;
	}
	if (values.version === true) {
		yield* run.out.write(`${RSYNC_HELP.slice(0, RSYNC_HELP.indexOf('\n\nrsync is a file'))}\n`);
		return 0;
	}
	if (operands.length === 0) {
		yield* run.say(`${RSYNC_HELP}${SYNTAX} at main.c(1837) [client=3.2.7]\n`);
		return 1;
	}
	for (const each of operands) refuseRemote(each);
	const kept = keptOf(options);
	const isListing = operands.length === 1 || values.listOnly === true;
	const sources = isListing && operands.length === 1 ? operands : operands.slice(0, -1);
	const rules = yield* rulesOf(run, options);
	let failed = 0;
	const walk = {
		...{ process: run.process, rules, isRecursive: kept.recursive },
		takesFolders: values.dirs === true || isListing,
		keepsLinks: kept.links || isListing,
		followsLinks: values.copyLinks === true,
		say: (text: string) => run.out.write(`${text}\n`),
		fail: (text: string) => {
			failed = 23;
			return run.say(`${text}\n`);
		},
	};
	const entries = yield* fileList(walk, sources);
	if (isListing) yield* listEntries(run, entries, kept.links);
	else {
		const transfer = new Transfer(run, options, kept, rules);
		const status = yield* transfer.run(entries, operands.at(-1) as string, sources.length);
		failed = failed === 0 ? status : failed;
	}
	if (failed === 23) {
		yield* run.say(
			'rsync error: some files/attrs were not transferred (see previous errors) (code 23) at main.c(1338) [sender=3.2.7]\n',
		);
	}
	return failed;
}

function* readOptions(run: UnixRun): Task<RsyncOptions> {
	try {
		return parseOptions(run.args, RSYNC_OPTIONS);
	} catch (error) {
		if (!(error instanceof OptionError)) throw error;
		const name = /'(.*?)'/.exec(error.message)?.[1] ?? '';
		const shown = error.message.startsWith('invalid') ? `-${name}` : name;
		const words = error.message.includes('requires') ? 'option requires an argument' : 'unknown option';
		throw new Exit(1, `rsync: ${shown}: ${words}\n${SYNTAX} at main.c(1780) [client=3.2.7]\n`);
	}
}

function refuseRemote(operand: string): void {
	if (!/^[^/]*:/.test(operand)) return;
	throw new Exit(
		4,
		'rsync: copies to and from other machines are not simulated\nrsync error: requested action not supported (code 4) at main.c(1400) [client=3.2.7]\n',
	);
}

function* rulesOf(run: UnixRun, { given }: RsyncOptions): Task<FilterRules> {
	const rules = new FilterRules();
	for (const { key, value = '' } of given) {
		if (key === 'exclude' || key === 'include') rules.add(value, key === 'include');
		else if (key === 'filter')
			rules.add(
				value.replace(/^(include|exclude)[ _]/, (_, word) => (word === 'include' ? '+ ' : '- ')),
				false,
			);
		else if (key === 'excludeFrom' || key === 'includeFrom') {
			for (const line of yield* linesOf(run, value, key)) rules.add(line, key === 'includeFrom');
		}
	}
	return rules;
}

function* linesOf(run: UnixRun, path: string, key: string): Task<string[]> {
	try {
		const text = decodeUtf8(yield* readFile(run.process, path));
		return text.split('\n').filter((line) => line !== '' && !/^[#;]/.test(line));
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		const what = key === 'excludeFrom' ? 'exclude' : 'include';
		throw new Exit(
			11,
			`rsync: [client] failed to open ${what} file ${path}: No such file or directory (2)\nrsync error: error in file IO (code 11) at exclude.c(1481) [client=3.2.7]\n`,
		);
	}
}
