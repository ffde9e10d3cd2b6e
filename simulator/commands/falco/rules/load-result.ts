import type { Mark } from '../../../machinery/yaml/yaml-error.ts';
import type { Position } from '../condition/expression.ts';

/** "LOAD_ERR_VALIDATE" and what it means in general. */
const ERRORS = {
	LOAD_ERR_FILE_READ: 'File read error',
	LOAD_ERR_YAML_PARSE: 'YAML parse error',
	LOAD_ERR_YAML_VALIDATE: 'Error validating internal structure of YAML file',
	LOAD_ERR_COMPILE_CONDITION: 'Error compiling condition',
	LOAD_ERR_COMPILE_OUTPUT: 'Error compiling output',
	LOAD_ERR_VALIDATE: 'Error validating rule/macro/list/exception objects',
} as const;

const WARNINGS = {
	LOAD_UNKNOWN_SOURCE: 'Unknown event source',
	LOAD_UNSAFE_NA_CHECK: 'Unsafe <NA> comparison in condition',
	LOAD_NO_EVTTYPE: 'Condition has no event-type restriction',
	LOAD_UNKNOWN_FILTER: 'Unknown field or event-type in condition or output',
	LOAD_UNUSED_MACRO: 'Unused macro',
	LOAD_UNUSED_LIST: 'Unused list',
	LOAD_UNKNOWN_ITEM: 'Unknown rules file item',
	LOAD_DEPRECATED_ITEM: 'Used deprecated item',
	LOAD_APPEND_NO_VALUES: 'Overriding/appending with no values',
	LOAD_EXCEPTION_NAME_NOT_UNIQUE: 'Multiple exceptions defined with the same name',
	LOAD_INVALID_MACRO_NAME: 'Invalid macro name',
	LOAD_INVALID_LIST_NAME: 'Invalid list name',
	LOAD_COMPILE_CONDITION: 'Warning in rule condition',
	LOAD_DEPRECATED_FIELD: 'Used deprecated field',
} as const;

export type ErrorCode = keyof typeof ERRORS;
export type WarningCode = keyof typeof WARNINGS;

/** What something in a rules file is called in messages. */
export type ItemType =
	| 'value for'
	| 'exceptions'
	| 'exception'
	| 'exception values'
	| 'exception value'
	| 'rules content'
	| 'rules content item'
	| 'required_engine_version'
	| 'required plugin versions'
	| 'required plugin versions entry'
	| 'list'
	| 'list item'
	| 'macro'
	| 'macro condition'
	| 'rule'
	| 'rule condition'
	| 'condition expression'
	| 'rule output'
	| 'rule priority'
	| 'overrides';

interface Location {
	readonly name: string;
	readonly mark: Mark;
	readonly type: ItemType;
	readonly item: string;
}

/** Where in the rules something is wrong: from the file down to it. Models engine/rule_loader.cpp context. */
export class LoadContext {
	readonly locations: readonly Location[];
	/** Shown in place of the file's text. */
	readonly content: string | undefined;

	private constructor(locations: readonly Location[], content?: string) {
		this.locations = locations;
		this.content = content;
	}

	static ofFile(name: string): LoadContext {
		return new LoadContext([{ name, mark: { index: 0, line: 0, column: 0 }, type: 'rules content', item: '' }]);
	}

	within(mark: Mark, type: ItemType, item = ''): LoadContext {
		const name = this.locations[0]?.name ?? '';
		return new LoadContext([...this.locations, { name, mark, type, item }]);
	}

	/** A place in a condition, whose own text is shown. */
	inCondition(condition: string, at: Position): LoadContext {
		const last = this.locations.at(-1)?.mark ?? { index: 0, line: 0, column: 0 };
		const short = condition.length > 20 ? `${condition.slice(0, 17)}...` : condition;
		const name = `"${short.replace(/[\r\n]/g, ' ')}"`;
		const mark = { index: at.index + last.index, line: at.line + last.line, column: at.column + last.column };
		return new LoadContext([...this.locations, { name, mark, type: 'condition expression', item: '' }], condition);
	}

	toString(): string {
		return this.locations
			.map(({ type, item, name, mark }, index) => {
				const subject = item === '' ? type : `${type} '${item}'`;
				return `${index === 0 ? 'In ' : '    '}${subject}: (${name}:${mark.line}:${mark.column})\n`;
			})
			.join('');
	}

	/** The line that it is about, with a mark below it. */
	snippet(contents: ReadonlyMap<string, string>): string {
		const last = this.locations.at(-1) as Location;
		const text = this.content ?? contents.get(last.name);
		if (text === undefined) return `<No context for file + ${last.name}>\n`;
		if (text === '') return '<No context available>\n';
		let at = last.mark.index;
		while (at > 0 && (at >= text.length || text[at] === '\n')) at--;
		let from = at;
		while (from > 0 && text[from] !== '\n' && at - from < SNIPPET_HALF) from--;
		let to = at;
		while (to < text.length - 1 && text[to] !== '\n' && to - at < SNIPPET_HALF) to++;
		if (text[from] === '\n') from++;
		if (text[to] === '\n') to--;
		let shown = text.slice(from, to + 1);
		if (shown === '') return '<No context available>\n';
		if (at - from >= SNIPPET_HALF) shown = `...${shown.slice(3)}`;
		if (to - at >= SNIPPET_HALF) shown = `${shown.slice(0, -3)}...`;
		return `${shown}\n${at - from <= shown.length ? `${' '.repeat(at - from)}^\n` : ''}`;
	}
}

/** Of 160 characters of context. */
const SNIPPET_HALF = 80;

export class RuleLoadError extends Error {
	readonly code: ErrorCode;
	readonly context: LoadContext;
	constructor(code: ErrorCode, message: string, context: LoadContext) {
		super(message);
		this.code = code;
		this.context = context;
	}
}

interface Note {
	readonly code: string;
	readonly meaning: string;
	readonly message: string;
	readonly context: LoadContext;
}

/** What loading one file has come to. */
export class LoadResult {
	readonly name: string;
	readonly errors: Note[] = [];
	readonly warnings: Note[] = [];
	schemaValidation = 'ok';

	constructor(name: string) {
		this.name = name;
	}

	get isSuccessful(): boolean {
		return this.errors.length === 0;
	}

	addError({ code, message, context }: RuleLoadError): void {
		this.errors.push({ code, meaning: ERRORS[code], message, context });
	}

	addWarning(code: WarningCode, message: string, context: LoadContext): void {
		this.warnings.push({ code, meaning: WARNINGS[code], message, context });
	}

	/** In full. Models rule_loader::result::as_verbose_string. */
	toText(contents: ReadonlyMap<string, string>): string {
		const { warnings, errors } = this;
		const state = !this.isSuccessful ? 'Invalid' : warnings.length > 0 ? 'Ok, with warnings' : 'Ok';
		const notes = (title: string, all: readonly Note[]): string =>
			all.length === 0 ? '' : `\n${all.length} ${title}:\n${all.map((note) => noteText(note, contents)).join('')}`;
		return `${this.name}: ${state}${notes('Errors', errors)}${notes('Warnings', warnings)}`;
	}

	toJson(contents: ReadonlyMap<string, string>): unknown {
		const json = ({ code, meaning, message, context }: Note): unknown => ({
			code,
			codedesc: meaning,
			context: {
				locations: context.locations.map(({ item, type, mark, name }) => ({
					item_name: item,
					item_type: type,
					position: { column: mark.column, line: mark.line, name, offset: mark.index },
				})),
				snippet: context.snippet(contents),
			},
			message,
		});
		const isValid = this.schemaValidation === 'ok';
		return {
			errors: this.errors.map(json),
			name: this.name,
			schema_valid: isValid,
			schema_warnings: isValid ? [] : [this.schemaValidation],
			successful: this.isSuccessful,
			warnings: this.warnings.map(json),
		};
	}
}

function noteText({ code, meaning, message, context }: Note, contents: ReadonlyMap<string, string>): string {
	return `${context}------\n${context.snippet(contents)}------\n${code} (${meaning}): ${message}\n`;
}
