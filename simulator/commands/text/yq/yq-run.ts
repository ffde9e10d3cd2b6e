import { SystemError } from '../../../kernel/process-api.ts';
import { JsonSyntaxError } from '../../../machinery/parse-json.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { YamlError } from '../../../machinery/yaml/yaml-error.ts';
import type { CobraRun } from '../../cobra/cobra.ts';
import { concatenate, readAll, readFile } from '../../stdio.ts';
import { type Context, Evaluator, RFC3339 } from './evaluator.ts';
import { decodeDocuments, encodeNode, formatOf, leadingOf, type OutputForm, separatorOf } from './formats.ts';
import { goReason } from './go-reason.ts';
import { startsWithSeparator } from './leading-content.ts';
import { OPERATORS } from './operators.ts';
import { type Expression, parseExpression } from './parse-expression.ts';
import { isTruthy, YamlNode, YqError } from './yaml-node.ts';

/** Models pkg/yqlib PrettyPrintExp. */
const PRETTY =
	'(... | (select(tag != "!!str"), select(tag == "!!str") | select(test("(?i)^(y|yes|n|no|on|off)$") | not))  ) style=""';

/** `yq eval` and `yq eval-all`. @param together all documents of all files are one input. */
export function* runYq(run: CobraRun, together: boolean, usage: string): Task<number> {
	try {
		return yield* new YqRun(run, together, usage).start();
	} catch (error) {
		const reason =
			error instanceof YqError || error instanceof YamlError
				? error.message
				: error instanceof SystemError
					? goReason(error)
					: undefined;
		if (reason === undefined) throw error;
		yield* run.say(`Error: ${reason}\n`);
		return 1;
	}
}

class YqRun {
	readonly #run: CobraRun;
	readonly #together: boolean;
	readonly #usage: string;
	#expression = '';
	#files: string[] = [];
	#inputFormat = 'yaml';
	#form: OutputForm = { format: 'yaml', indent: 2, unwrap: true, separators: true, compact: false };
	#evaluator: Evaluator;
	#split: Expression | undefined;
	#printed = false;
	#first = true;
	#lastDocument = 0;
	#lastFile = 0;
	#index = 0;
	/** What goes to the file when it is edited in place. */
	#kept: string[] | undefined;

	constructor(run: CobraRun, together: boolean, usage: string) {
		this.#run = run;
		this.#together = together;
		this.#usage = usage;
		this.#evaluator = new Evaluator(run.process, OPERATORS, run.number('indent'));
	}

	*start(): Task<number> {
		const { isOn, text } = this.#run;
		yield* this.#readArguments();
		this.#check();
		this.#chooseFormats();
		if (text('split-exp') !== '') this.#split = parseExpression(text('split-exp'));
		if (this.#files.length === 0 && !isOn('null-input')) {
			yield* this.#run.say(`${this.#usage}\n`);
			return 0;
		}
		if (isOn('inplace')) this.#kept = [];
		const source = isOn('prettyPrint')
			? `${this.#expression === '' ? '' : `${this.#expression} | `}${PRETTY}`
			: this.#expression;
		yield* this.#evaluateAll(parseExpression(source));
		if (this.#kept !== undefined) yield* this.#replace(this.#files[0] as string, this.#kept.join(''));
		if (isOn('exit-status') && !this.#printed) throw new YqError('no matches found');
		return 0;
	}

	/** Which word is the expression, which are files. Models cmd/utils.go processArgs. */
	*#readArguments(): Task<void> {
		const { process, operands, isOn, text } = this.#run;
		const args = [...operands];
		const isFile = (name: string | undefined): boolean => name !== undefined && this.#isFile(name);
		const piped = !process.isatty(0);
		if (!isOn('null-input') && piped && args.length <= 1 && !isFile(args[0]) && !args.includes('-')) args.push('-');
		this.#expression = text('expression');
		let from = text('from-file');
		if (from === '' && isFile(args[0]) && args[0]?.endsWith('.yq')) from = args.shift() as string;
		if (from !== '') {
			try {
				this.#expression = decodeUtf8(yield* readFile(process, from)).replaceAll('\r\n', '\n');
			} catch (error) {
				if (!(error instanceof SystemError)) throw error;
				throw new YqError(`open ${from}: ${goReason(error)}`);
			}
		}
		if (this.#expression === '' && args[0] !== undefined && args[0] !== '-' && !isFile(args[0])) {
			this.#expression = args.shift() as string;
		}
		this.#files = args;
	}

	#isFile(name: string): boolean {
		try {
			return this.#run.process.stat(name).type !== 'directory';
		} catch (error) {
			if (error instanceof SystemError) return false;
			throw error;
		}
	}

	#check(): void {
		const { isOn, text } = this.#run;
		if (isOn('inplace') && (this.#files.length === 0 || this.#files[0] === '-')) {
			throw new YqError('write in place flag only applicable when giving an expression and at least one file');
		}
		if (isOn('inplace') && text('split-exp') !== '') throw new YqError('write in place cannot be used with split file');
		if (isOn('null-input') && this.#files.length > 0) {
			throw new YqError('cannot pass files in when using null-input flag');
		}
	}

	#chooseFormats(): void {
		const { text, isOn, number, flags } = this.#run;
		const automatic = (name: string): boolean => name === '' || name === 'auto' || name === 'a';
		let output = isOn('tojson') ? 'json' : text('output-format');
		let input = text('input-format');
		if (automatic(input)) {
			input = formatOfFile(this.#files[0] ?? '');
			if (automatic(output)) output = input;
		} else if (automatic(output)) output = 'yaml';
		this.#inputFormat = formatOf(input, 'input');
		const format = formatOf(output, 'output');
		const unwrap = flags.changed.has('unwrapScalar') ? isOn('unwrapScalar') : format === 'yaml' || format === 'props';
		const compact = isOn('yaml-compact-seq-indent');
		this.#form = { format, indent: number('indent'), unwrap, separators: !isOn('no-doc'), compact };
	}

	*#evaluateAll(expression: Expression | undefined): Task<void> {
		const inputs: YamlNode[] = [];
		let count = 0;
		for (const [fileIndex, name] of this.#files.entries()) {
			const documents = yield* this.#decode(name, yield* this.#readInput(name));
			for (const [document, node] of documents.entries()) {
				node.document = document;
				node.fileName = name;
				node.fileIndex = fileIndex;
				count++;
				if (this.#together) inputs.push(node);
				else yield* this.#print(yield* this.#evaluator.evaluate(expression, contextOf([node])));
			}
		}
		if (count === 0) {
			const blank = YamlNode.scalar('!!null', '');
			blank.together = this.#together;
			yield* this.#print(yield* this.#evaluator.evaluate(expression, contextOf([blank])));
		} else if (this.#together) {
			for (const [document, node] of inputs.entries()) {
				node.together = true;
				if (document > 0) node.leading = '';
			}
			yield* this.#print(yield* this.#evaluator.evaluate(expression, contextOf(inputs)));
		}
	}

	*#readInput(name: string): Task<string> {
		const { process } = this.#run;
		if (name === '-') return decodeUtf8(concatenate([yield* readAll(process, 0)]));
		try {
			return decodeUtf8(yield* readFile(process, name));
		} catch (error) {
			if (!(error instanceof SystemError)) throw error;
			if (error.errno === 'EISDIR') throw new YqError(`bad file '${name}': read ${name}: is a directory`);
			throw new YqError(`open ${name}: ${goReason(error)}`);
		}
	}

	*#decode(name: string, text: string): Task<YamlNode[]> {
		try {
			return yield* decodeDocuments(text, this.#inputFormat, this.#evaluator.pause);
		} catch (error) {
			if (!(error instanceof YamlError || error instanceof YqError || error instanceof JsonSyntaxError)) throw error;
			throw new YqError(`bad file '${name}': ${error.message}`);
		}
	}

	*#print(nodes: readonly YamlNode[]): Task<void> {
		for (const node of nodes) {
			const { document, fileIndex } = node.root;
			yield* this.#run.process.tick();
			if (this.#first) {
				this.#lastDocument = document;
				this.#lastFile = fileIndex;
				this.#first = false;
			}
			let text = '';
			const other = document !== this.#lastDocument || fileIndex !== this.#lastFile;
			if (other && !startsWithSeparator(node.leading)) text += separatorOf(this.#form);
			text += leadingOf(this.#form, node.leading);
			text += yield* encodeNode(node, this.#form, this.#evaluator.pause);
			if (this.#run.isOn('nul-output')) text = `${text.replace(/\r?\n$/, '')}\0`;
			this.#printed ||= isTruthy(node);
			yield* this.#emit(text, node);
			this.#lastDocument = document;
			this.#lastFile = fileIndex;
		}
	}

	*#emit(text: string, node: YamlNode): Task<void> {
		if (this.#kept !== undefined) this.#kept.push(text);
		else if (this.#split === undefined) yield* this.#run.out.write(text);
		else {
			const variables = new Map([['index', [YamlNode.scalar('!!int', String(this.#index++))]]]);
			const context: Context = { nodes: [node], variables, readOnly: true, layout: RFC3339 };
			const [name] = yield* this.#evaluator.evaluate(this.#split, context);
			const extension = this.#form.format === 'yaml' ? 'yml' : this.#form.format;
			const base = name?.value ?? '';
			yield* this.#replace(/\.[a-z]+$/i.test(base) ? base : `${base}.${extension}`, text);
		}
	}

	*#replace(path: string, text: string): Task<void> {
		const { process } = this.#run;
		const fd = yield* process.open(path, { write: true, create: true, truncate: true }, 0o644);
		yield* process.write(fd, encodeUtf8(text));
		process.close(fd);
	}
}

function contextOf(nodes: readonly YamlNode[]): Context {
	return { nodes, variables: new Map(), readOnly: false, layout: RFC3339 };
}

const EXTENSIONS: ReadonlyMap<string, string> = new Map([
	['yaml', 'yaml'],
	['yml', 'yaml'],
	['json', 'json'],
	['properties', 'props'],
	['csv', 'csv'],
	['tsv', 'tsv'],
	['xml', 'xml'],
	['toml', 'toml'],
]);

function formatOfFile(name: string): string {
	const extension = /\.([^./]+)$/.exec(name)?.[1] ?? '';
	return EXTENSIONS.get(extension.toLowerCase()) ?? 'yaml';
}
