import type { Process } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { encodeUtf8 } from '../../machinery/utf8.ts';
import { echoWords } from '../coreutils/echo.ts';
import type { PrintfWords } from '../coreutils/printf.ts';
import { printfProgram } from '../coreutils/printf.ts';
import { TestError, TestExpression } from '../coreutils/test-expression.ts';
import type { AppletProgram } from './applet.ts';
import { BANNER } from './applet.ts';
import { TEXT_USAGES } from './usage-text.ts';

/** echo, printf and test outside the shell. */
export const echo: AppletProgram = {
	name: 'echo',
	usage: 'echo [-neE] [ARG]...\n',
	program: (process) => echoWords(process, process.argv.slice(1)),
};

const WORDS: PrintfWords = {
	usage: () => `${BANNER}\n\nUsage: ${TEXT_USAGES.printf}`,
	usageStatus: 1,
	invalid: (text) => `invalid number '${text}'`,
	badFormat: (source) => `${source}: invalid format`,
};

export const printf: AppletProgram = {
	name: 'printf',
	usage: TEXT_USAGES.printf,
	program: (process) => printfProgram(process, WORDS),
};

function* testMain(process: Process, close: string | undefined): Task<number> {
	const [name = 'test', ...all] = process.argv;
	let words = all;
	if (close !== undefined) {
		if (words.at(-1) !== close) {
			yield* process.write(2, encodeUtf8(`${name}: missing ${close}\n`));
			return 2;
		}
		words = words.slice(0, -1);
	}
	try {
		return new TestExpression(process, words).evaluate() ? 0 : 1;
	} catch (error) {
		if (!(error instanceof TestError)) throw error;
		const [, number] = /^invalid integer ‘(.*)’$/.exec(error.message) ?? [];
		const [, operator] = /^‘(.*)’: (?:unary|binary) operator expected$/.exec(error.message) ?? [];
		const text =
			number !== undefined
				? `${number}: bad number`
				: operator !== undefined
					? `${operator}: unknown operand`
					: 'syntax error';
		yield* process.write(2, encodeUtf8(`${name}: ${text}\n`));
		return 2;
	}
}

export const tests: readonly AppletProgram[] = [
	{ name: 'test', usage: 'test EXPRESSION\n', program: (process) => testMain(process, undefined) },
	{ name: '[', usage: '[ EXPRESSION ]\n', program: (process) => testMain(process, ']') },
	{ name: '[[', usage: '[[ EXPRESSION ]]\n', program: (process) => testMain(process, ']]') },
];
