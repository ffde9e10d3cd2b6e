import { SystemError } from '../../../../kernel/process-api.ts';
import type { Task } from '../../../../machinery/task.ts';
import { decodeUtf8 } from '../../../../machinery/utf8.ts';
import { readFile } from '../../../stdio.ts';
import { expandFileWords } from '../files/file-words.ts';
import { optionNamed } from '../options.ts';
import { registerFromString } from '../registers.ts';
import { detectFiletype, setFiletype } from '../syntax/filetypes.ts';
import { VimError } from '../vim-error.ts';
import type { ExCommand, ExKind } from './ex-command.ts';
import { evaluateAll } from './expression.ts';
import { numberOfValue, showValue, textOfValue } from './expression-value.ts';
import { runScript } from './run-script.ts';

function* letVariable({ editor, args }: ExCommand): Task<void> {
	const match = /^((?:[gbwtsvla]:)?[A-Za-z_][\w#]*|&(?:[lg]:)?[a-z]+|@.|\$\w+)\s*([-+.]{0,2}=)\s*(.*)$/s.exec(args);
	if (match === null) {
		if (args === '')
			editor.messages.list(
				[...editor.variables].map(
					([name, value]) => `${name.padEnd(22)}${typeof value === 'number' ? '#' : ' '}${showValue(value)}`,
				),
			);
		else if (!args.includes('='))
			editor.messages.list([`${args.padEnd(22)}${showValue(yield* editor.parts.evaluate(editor, args))}`]);
		else throw new VimError(`E475: Invalid argument: ${args}`);
		return;
	}
	const [, target, sign, source] = match as unknown as [string, string, string, string];
	let value = yield* editor.parts.evaluate(editor, source);
	if (sign !== '=') {
		const old = yield* editor.parts.evaluate(editor, target);
		if (sign === '+=') value = numberOfValue(old) + numberOfValue(value);
		else if (sign === '-=') value = numberOfValue(old) - numberOfValue(value);
		else value = textOfValue(old) + textOfValue(value);
	}
	if (target.startsWith('&')) {
		const name = target.replace(/^&(?:[lg]:)?/, '');
		const kind = optionNamed(name);
		if (kind === undefined) {
			if (name.startsWith('t_')) return;
			throw new VimError(`E355: Unknown option: ${name}`);
		}
		const command = target.startsWith('&l:') ? 'setlocal' : 'set';
		const text = textOfValue(value);
		if (typeof kind.initial === 'boolean')
			yield* editor.parts.exCommand(editor, `${command} ${numberOfValue(value) === 0 ? 'no' : ''}${kind.name}`);
		else yield* editor.parts.exCommand(editor, `${command} ${kind.name}=${text.replace(/[\\\s|"]/g, '\\$&')}`);
	} else if (target.startsWith('@')) editor.registers.write(target.slice(1), registerFromString(textOfValue(value)));
	else if (!target.startsWith('$')) {
		if (editor.variables.size > 5_000) throw new VimError('E342: Out of memory!');
		editor.variables.set(target.replace(/^g:/, ''), value);
	}
}

function* unlet({ editor, args, bang }: ExCommand): Task<void> {
	for (const name of args.split(/\s+/)) {
		if (!editor.variables.delete(name.replace(/^g:/, '')) && !bang)
			throw new VimError(`E108: No such variable: "${name}"`);
	}
	yield* editor.tick();
}

function* echo({ editor, name, args }: ExCommand): Task<void> {
	const values = yield* evaluateAll(editor, args);
	const text = values.map((value) => showValue(value)).join(name === 'echon' ? '' : ' ');
	if (name === 'echoerr') editor.messages.error(text);
	else if (text.includes('\n')) editor.messages.list(text.split('\n'));
	else editor.messages.say(text);
}

function* execute({ editor, args }: ExCommand): Task<void> {
	const values = yield* evaluateAll(editor, args);
	yield* editor.parts.exCommand(editor, values.map(textOfValue).join(' '));
}

function* call({ editor, args }: ExCommand): Task<void> {
	yield* editor.parts.evaluate(editor, args);
}

/** `:autocmd Event pattern command`. */
function* autoCommand({ editor, args, bang }: ExCommand): Task<void> {
	const match = /^(\S+)(?:\s+(\S+)(?:\s+(.*))?)?$/s.exec(args.trim());
	if (match === null) {
		if (bang) editor.autoCommands.remove('*', '');
		else editor.messages.list(editor.autoCommands.list());
		return;
	}
	let [, events, pattern, command] = match as unknown as [string, string, string | undefined, string | undefined];
	if (!/^[A-Z]/.test(events) && events !== '*') {
		// The name of a group stands first.
		const rest = /^(\S+)\s*(.*)$/s.exec(command ?? '') as RegExpExecArray | null;
		[events, pattern, command] = [pattern ?? '*', rest?.[1], rest?.[2]];
	}
	for (const event of events.split(',')) {
		if (bang) editor.autoCommands.remove(event, pattern ?? '');
		const own = (command ?? '').replace(/^(?:(?:\+\+)?(?:once|nested)\s+)+/, '');
		if (own !== '' && pattern !== undefined) editor.autoCommands.add(event, pattern, own);
	}
	yield* editor.tick();
}

function* autoGroup({ editor, args }: ExCommand): Task<void> {
	editor.autoCommands.group = args.toUpperCase() === 'END' ? '' : args;
	yield* editor.tick();
}

function* doAutoCommands({ editor, args }: ExCommand): Task<void> {
	const [event, name] = args.split(/\s+/);
	yield* editor.autoCommands.run(editor, event ?? '', name ?? editor.buffer.name);
}

function* source({ editor, args, name, bang }: ExCommand): Task<void> {
	if (name === 'runtime' || name === 'packadd') return;
	const path = expandFileWords(editor, args);
	try {
		const text = decodeUtf8(yield* readFile(editor.process, path));
		yield* runScript(editor, text.split('\n'), path);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		if (!bang) throw new VimError(`E484: Can't open file ${args}`);
	}
}

function* filetype({ editor, args }: ExCommand): Task<void> {
	const words = args.split(/\s+/).filter((word) => word !== '');
	const on = editor.filetypeOn;
	if (words.length === 0) {
		const shown = (flag: boolean): string => (flag ? 'ON' : 'OFF');
		editor.messages.say(
			`filetype detection:${shown(on.detect)}  plugin:${shown(on.plugin)}  indent:${shown(on.indent)}`,
		);
		return;
	}
	const state = !words.includes('off');
	if (words.includes('plugin')) on.plugin = state;
	if (words.includes('indent')) on.indent = state;
	if (state || words.length === 1) on.detect = state;
	if (state && editor.buffer.loaded && editor.buffer.name !== '') setFiletype(editor, detectFiletype(editor.buffer));
	yield* editor.tick();
}

function* syntax({ editor, args }: ExCommand): Task<void> {
	const word = args.split(/\s+/)[0] ?? '';
	if (word === 'on' || word === 'enable') {
		editor.syntaxOn = true;
		editor.filetypeOn.detect = true;
		if (editor.buffer.loaded && editor.buffer.name !== '' && editor.text('filetype') === '')
			setFiletype(editor, detectFiletype(editor.buffer));
	} else if (word === 'off' || word === 'clear') editor.syntaxOn = false;
	else if (word === '') editor.messages.say('No Syntax items defined for this buffer');
	yield* editor.tick();
}

/** What candidates' vimrcs contain and what has no effect on a text. */
function* ignored({ editor }: ExCommand): Task<void> {
	yield* editor.tick();
}

const SCHEMES = new Set(
	'blue darkblue default delek desert elflord evening habamax industry koehler lunaperche morning murphy pablo peachpuff quiet retrobox ron shine slate sorbet torte wildcharm zaibatsu zellner'.split(
		' ',
	),
);

function* colorScheme({ editor, args }: ExCommand): Task<void> {
	if (args === '') editor.messages.say(textOfValue(editor.variables.get('colors_name') ?? 'default'));
	else if (!SCHEMES.has(args)) throw new VimError(`E185: Cannot find color scheme '${args}'`);
	else editor.variables.set('colors_name', args);
	yield* editor.tick();
}

function* userCommand({ editor, args, bang }: ExCommand): Task<void> {
	const match = /^((?:-\S+\s+)*)([A-Z]\w*)\s+(.*)$/s.exec(args);
	if (match === null) {
		editor.messages.list([
			'    Name              Args Address Complete    Definition',
			...[...editor.userCommands].map(([name, text]) => `    ${name.padEnd(18)}${text}`),
		]);
		return;
	}
	const name = match[2] as string;
	if (editor.userCommands.has(name) && !bang)
		throw new VimError('E174: Command already exists: add ! to replace it: '.replace(/: $/, `: ${name}`));
	if (editor.userCommands.size > 500) throw new VimError('E342: Out of memory!');
	editor.userCommands.set(name, match[3] as string);
	yield* editor.tick();
}

function* noHighlight({ editor }: ExCommand): Task<void> {
	editor.highlightOff = true;
	yield* editor.tick();
}

function* sleep({ editor, args }: ExCommand): Task<void> {
	const match = /^(\d*)\s*(m?)$/.exec(args);
	const amount = match?.[1] === '' || match === null ? 1 : Number(match[1]);
	yield* editor.process.sleep(Math.min(amount * (match?.[2] === 'm' ? 1 : 1_000), 3_600_000));
}

function* redraw({ editor, bang }: ExCommand): Task<void> {
	if (bang) editor.screen.forget();
	yield* editor.tick();
}

function* visual({ editor }: ExCommand): Task<void> {
	editor.mode = 'normal';
	yield* editor.tick();
}

const script = (name: string, least: number, run: ExKind['run'], more: Partial<ExKind> = {}): ExKind => ({
	name,
	least,
	run,
	lines: 'none',
	takesQuote: true,
	...more,
});

export const SCRIPT_COMMANDS: readonly ExKind[] = [
	script('let', 3, letVariable),
	script('const', 4, letVariable),
	script('unlet', 3, unlet),
	script('echo', 2, echo),
	script('echon', 5, echo),
	script('echomsg', 5, echo),
	script('echoerr', 5, echo),
	script('echohl', 5, ignored),
	script('execute', 3, execute),
	script('call', 3, call),
	script('autocmd', 2, autoCommand, { takesBar: true }),
	script('augroup', 3, autoGroup),
	script('doautocmd', 2, doAutoCommands),
	script('source', 2, source),
	script('runtime', 2, source),
	script('packadd', 2, source),
	script('filetype', 5, filetype, { takesQuote: false }),
	script('syntax', 2, syntax, { takesBar: true }),
	script('highlight', 2, ignored, { takesBar: true }),
	script('colorscheme', 4, colorScheme, { takesQuote: false }),
	script('command', 3, userCommand, { takesBar: true }),
	script('nohlsearch', 3, noHighlight, { takesQuote: false }),
	script('sleep', 2, sleep, { takesQuote: false }),
	script('redraw', 4, redraw, { takesQuote: false }),
	script('redrawstatus', 7, redraw, { takesQuote: false }),
	script('visual', 2, visual, { takesQuote: false }),
	script('scriptencoding', 7, ignored),
	script('language', 3, ignored),
	script('behave', 2, ignored),
	script('stopinsert', 5, ignored),
	script('checktime', 6, ignored),
	script('helptags', 5, ignored),
	script('match', 3, ignored, { takesBar: true }),
	script('diffthis', 5, ignored),
	script('diffoff', 5, ignored),
];
