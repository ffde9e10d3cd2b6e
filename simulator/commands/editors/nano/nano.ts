import type { Process } from '../../../kernel/process-api.ts';
import { SystemError } from '../../../kernel/process-api.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import type { Command } from '../../command.ts';
import { readAll, readFile } from '../../stdio.ts';
import { NanoBuffer } from './nano-buffer.ts';
import { location, runKey } from './nano-commands.ts';
import { pasteText, typeText } from './nano-editing.ts';
import { emergencySave, openBuffer } from './nano-files.ts';
import { goTo } from './nano-go-to.ts';
import { MAIN_HELP } from './nano-keys.ts';
import type { FileWord } from './nano-options.ts';
import { NanoOptions, parseNanoArguments, readNanorc } from './nano-options.ts';
import { paintEdit, paintHelp, paintStatus, paintTitle } from './nano-paint.ts';
import { NanoScreen } from './nano-screen.ts';
import { searchFor } from './nano-search.ts';
import { NanoState } from './nano-state.ts';

/** GNU nano 7.2 as Debian and Ubuntu have it. */
export const nano: Command = {
	name: 'nano',
	paths: ['/usr/bin/nano', '/usr/bin/pico', '/usr/bin/rnano', '/usr/bin/editor'],
	size: 283_144,
	program: run,
};

function* run(process: Process): Task<number> {
	const options = new NanoOptions();
	const args = parseNanoArguments(process.argv.slice(1), options);
	if ('print' in args) {
		yield* process.write(args.status === 0 ? 1 : 2, encodeUtf8(args.print));
		return args.status;
	}
	yield* readRcFiles(process, options);
	parseNanoArguments(process.argv.slice(1), options);
	if ((process.argv[0] as string).endsWith('rnano')) options.flags.add('restricted');
	const input = args.files.some(({ path }) => path === '-') && !process.isatty(0) ? yield* terminal(process) : 0;
	if (input === undefined || !process.isatty(input) || !process.isatty(1)) {
		yield* process.write(2, encodeUtf8('Standard input is not a terminal\n'));
		return 1;
	}
	const screen = new NanoScreen(process, input);
	const state = new NanoState(process, options, screen);
	const standardInput = input === 0 ? undefined : decodeUtf8(yield* readAll(process, 0));
	yield* screen.start();
	try {
		yield* open(state, args.files, standardInput);
		yield* mainLoop(state);
		if (screen.hangup) yield* emergencySave(state);
	} finally {
		yield* screen.stop();
	}
	for (const { text } of options.mistakes) yield* process.write(2, encodeUtf8(`${text}\n`));
	return screen.hangup ? 1 : 0;
}

function* terminal(process: Process): Task<number | undefined> {
	try {
		return yield* process.open('/dev/tty', { read: true });
	} catch (error) {
		if (error instanceof SystemError) return undefined;
		throw error;
	}
}

function* readRcFiles(process: Process, options: NanoOptions): Task<void> {
	if (options.has('ignorercfiles')) return;
	const home = process.credentials.uid === 0 ? '/root' : process.env.get('HOME');
	const named = options.rcFile;
	const paths = named === undefined ? ['/etc/nanorc', ...(home === undefined ? [] : [`${home}/.nanorc`])] : [named];
	for (const path of paths) {
		try {
			readNanorc(options, path, decodeUtf8(yield* readFile(process, path)));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
		}
	}
}

function* open(state: NanoState, files: readonly FileWord[], standardInput: string | undefined): Task<void> {
	for (const { path, line, column, search } of files) {
		const before = state.buffers.length;
		if (path === '-' && standardInput !== undefined) {
			const buffer = new NanoBuffer();
			buffer.load(standardInput.split('\n'));
			buffer.modified = standardInput !== '';
			state.buffers.push(buffer);
			state.index = state.buffers.length - 1;
			state.say(`Read ${buffer.lastLine} ${buffer.lastLine === 1 ? 'line' : 'lines'}`);
		} else if (path !== '') yield* openBuffer(state, path);
		if (state.buffers.length > before && (line !== undefined || column !== undefined)) goTo(state, line, column);
		if (state.buffers.length > before && search !== undefined) yield* searchFor(state, search);
	}
	if (state.buffers.length === 0) state.buffers.push(new NanoBuffer());
	state.index = 0;
	const { name, lastLine } = state.buffer;
	if (state.buffers.length > 1) state.say(`${name} -- ${lastLine} ${lastLine === 1 ? 'line' : 'lines'}`);
	if (
		name === '' &&
		state.buffers.length === 1 &&
		!state.buffer.modified &&
		!state.options.has('nohelp') &&
		standardInput === undefined
	)
		state.say('Welcome to nano.  For basic help, type Ctrl+G.');
	const mistaken = state.options.mistakes[0];
	if (mistaken !== undefined) state.say(`Mistakes in '${mistaken.file}'`);
}

function* mainLoop(state: NanoState): Task<void> {
	const { screen } = state;
	while (!state.done && !screen.hangup) {
		screen.resized = false;
		state.several ||= state.buffers.length > 1;
		paintTitle(state);
		// As nano does: while keys are waiting the text is not drawn.
		if (!screen.hasWaiting) paintEdit(state);
		if (state.options.has('constantshow') && state.message === '' && !screen.hasWaiting) location(state);
		paintHelp(state, MAIN_HELP);
		paintStatus(state);
		const key = yield* screen.key();
		if (key === '') continue;
		state.countKey();
		state.spotlight = undefined;
		yield* oneKey(state, key);
	}
}

function* oneKey(state: NanoState, key: string): Task<void> {
	const { options, screen } = state;
	if (key === 'PasteStart') {
		const text = yield* screen.pasted();
		if (options.has('view')) state.say('Key is invalid in view mode');
		else pasteText(state, text);
	} else if ([...key].length === 1) {
		state.keepCut = false;
		if (options.has('view')) state.say('Key is invalid in view mode');
		else typeText(state, key);
	} else {
		if (!(yield* runKey(state, key))) state.say(/^[M^]/.test(key) ? `Unbound key: ${key}` : 'Unbound key');
		return;
	}
	state.buffer.want = state.buffer.column(state.tabsize);
}
