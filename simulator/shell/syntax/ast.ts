import type { ArithmeticNode } from './arithmetic-parser.ts';

/**
 * The shell's own syntax tree. Immutable once parsed: functions, subshells and worlds share it. `slow` marks what
 * contains a command or process substitution and so may have to wait; everything else expands without a generator.
 */
export type Command =
	| SimpleCommand
	| Pipeline
	| AndOr
	| GroupCommand
	| IfCommand
	| ForCommand
	| ArithmeticForCommand
	| WhileCommand
	| CaseCommand
	| TestCommand
	| ArithmeticCommand
	| FunctionDefinition
	| CoprocCommand;

export interface List {
	readonly items: readonly ListItem[];
	/** A very long one is parsed group by group, when they are reached; asking for its `items` parses them all. */
	readonly groups?: ListGroups | undefined;
}

export interface ListGroups {
	/** As written. */
	readonly text: string;
	readonly count: number;
	at(index: number): readonly ListItem[];
}

export interface ListItem {
	readonly command: Command;
	readonly background: boolean;
	/** A line's end, not a semicolon, divides it from the next. */
	readonly endsLine: boolean;
}

export interface SimpleCommand {
	readonly type: 'simple';
	readonly line: number;
	readonly assignments: readonly Assignment[];
	readonly words: readonly Word[];
	readonly redirects: readonly Redirect[];
	/** Some word or assignment is slow. */
	readonly slow: boolean;
}

export interface Pipeline {
	readonly type: 'pipeline';
	readonly line: number;
	readonly negated: boolean;
	readonly timed: 'no' | 'bash' | 'posix';
	readonly commands: readonly Command[];
	/** `|&` after this command. */
	readonly withStderr: readonly boolean[];
}

export interface AndOr {
	readonly type: 'andOr';
	readonly line: number;
	readonly commands: readonly Command[];
	/** One less than the commands. */
	readonly operators: readonly ('&&' | '||')[];
}

interface Compound {
	readonly line: number;
	readonly redirects: readonly Redirect[];
}

export interface GroupCommand extends Compound {
	readonly type: 'brace' | 'subshell';
	readonly body: List;
	/** Of the closing brace or parenthesis. */
	readonly endLine: number;
}

export interface IfCommand extends Compound {
	readonly type: 'if';
	readonly branches: readonly { readonly test: List; readonly body: List }[];
	readonly otherwise: List | undefined;
}

export interface ForCommand extends Compound {
	readonly type: 'for' | 'select';
	readonly name: string;
	/** Undefined: the positional parameters. */
	readonly words: readonly Word[] | undefined;
	readonly body: List;
}

export interface ArithmeticForCommand extends Compound {
	readonly type: 'arithmeticFor';
	readonly initialize: ArithmeticText;
	readonly test: ArithmeticText;
	readonly update: ArithmeticText;
	readonly body: List;
}

export interface WhileCommand extends Compound {
	readonly type: 'while' | 'until';
	readonly test: List;
	readonly body: List;
}

export interface CaseCommand extends Compound {
	readonly type: 'case';
	readonly word: Word;
	readonly items: readonly CaseItem[];
}

export interface CaseItem {
	readonly patterns: readonly Word[];
	readonly body: List;
	readonly terminator: ';;' | ';&' | ';;&';
}

export interface TestCommand extends Compound {
	readonly type: 'test';
	readonly expression: TestExpression;
}

export interface ArithmeticCommand extends Compound {
	readonly type: 'arithmetic';
	readonly text: ArithmeticText;
}

export interface FunctionDefinition {
	readonly type: 'function';
	readonly line: number;
	readonly name: string;
	readonly body: Command;
	/** Where bash takes the body to begin: at the brace that it read last as a function's, that of an inner one too. */
	readonly bodyLine: number;
}

export interface CoprocCommand {
	readonly type: 'coproc';
	readonly line: number;
	readonly name: string;
	readonly body: Command;
}

export type TestExpression =
	| { readonly type: 'unary'; readonly operator: string; readonly operand: Word }
	| { readonly type: 'binary'; readonly operator: string; readonly left: Word; readonly right: Word }
	| { readonly type: 'and' | 'or'; readonly operands: readonly TestExpression[] }
	| { readonly type: 'not'; readonly operand: TestExpression }
	| { readonly type: 'paren'; readonly operand: TestExpression };

/** Text that is expanded as in double quotes and then evaluated. */
export interface ArithmeticText {
	readonly text: string;
	readonly parts: readonly Part[];
	readonly slow: boolean;
	/** Of a subscript with quotes: as the word that a key of an associative array is. */
	readonly asKey?: readonly Part[];
	/** No expansion in it. */
	readonly constant: boolean;
	/** The tree of a constant text; undefined also when it is wrong, which is said when it is evaluated. */
	readonly compiled: ArithmeticNode | undefined;
}

export interface Assignment {
	readonly name: string;
	readonly index: Word | undefined;
	readonly append: boolean;
	readonly value: Word | ArrayLiteral;
	readonly text: string;
	readonly slow: boolean;
}

export interface ArrayLiteral {
	readonly type: 'array';
	readonly elements: readonly ArrayElement[];
}

export interface ArrayElement {
	readonly index: Word | undefined;
	readonly append: boolean;
	readonly value: Word;
}

export interface Word {
	readonly type: 'word';
	/** As written. */
	readonly text: string;
	readonly parts: readonly Part[];
	readonly slow: boolean;
	/** Set when the word needs no expansion at all: what it stands for. */
	readonly literal: string | undefined;
	/** The word has braces that may expand; `parts` are those of the word without brace expansion. */
	readonly braces: boolean;
	/** Set on arguments that look like `name=value`, for declaration builtins. */
	readonly assignment?: Assignment | undefined;
}

export type Part =
	| LiteralPart
	| QuotedGroup
	| ParameterPart
	| CommandPart
	| ArithmeticPart
	| ProcessPart
	| SubscriptPart
	| { readonly type: 'tilde'; readonly user: string; readonly inWord: boolean; readonly slow: false };

export interface LiteralPart {
	readonly type: 'literal';
	readonly value: string;
	/** Protected from splitting and globbing. */
	readonly quoted: boolean;
	readonly slow: false;
}

/** Double quotes. */
export interface QuotedGroup {
	readonly type: 'quoted';
	readonly parts: readonly Part[];
	readonly slow: boolean;
}

/** `[…]` in an expression. */
export interface SubscriptPart {
	readonly type: 'subscript';
	readonly parts: readonly Part[];
	readonly slow: boolean;
}

export interface CommandPart {
	readonly type: 'command';
	readonly source: string;
	readonly backquoted: boolean;
	readonly quoted: boolean;
	readonly slow: true;
	/** Line of the source's first line, relative to the word's. */
	readonly lineOffset: number;
}

export interface ArithmeticPart {
	readonly type: 'arithmetic';
	readonly arithmetic: ArithmeticText;
	readonly quoted: boolean;
	readonly slow: boolean;
}

export interface ProcessPart {
	readonly type: 'process';
	readonly direction: '<' | '>';
	readonly source: string;
	readonly slow: true;
}

export interface ParameterPart {
	readonly type: 'parameter';
	/** As written, for "bad substitution". */
	readonly text: string;
	/** Variable name, digits, or one of `@*#?-$!_0`. */
	readonly name: string;
	/** `${#x}`. */
	readonly length: boolean;
	/** `${!x}`. */
	readonly indirect: boolean;
	/** `${x[…]}`; '@' and '*' as such. */
	readonly index: ArithmeticText | undefined;
	readonly operation: ParameterOperation | undefined;
	readonly quoted: boolean;
	readonly slow: boolean;
	/** Not a valid expansion: fails when it is reached. */
	readonly bad: boolean;
	/** What is said of it then, if not that it is a bad substitution. */
	readonly problem?: string;
	/** What POSIX mode takes it for: `${!#}` begins with `$!` there. */
	readonly posix?: ParameterPart;
}

export type ParameterOperation =
	| {
			readonly type: 'default';
			readonly operator: '-' | '=' | '+' | '?';
			readonly colon: boolean;
			readonly operand: readonly Part[];
	  }
	| { readonly type: 'remove'; readonly operator: '#' | '##' | '%' | '%%'; readonly pattern: readonly Part[] }
	| {
			readonly type: 'replace';
			readonly all: boolean;
			readonly anchor: '' | '#' | '%';
			readonly pattern: readonly Part[];
			readonly replacement: readonly Part[];
			/** What it was in double quotes up to bash 4.2, where that differs. */
			readonly formerReplacement: readonly Part[] | undefined;
			readonly hasReplacement: boolean;
	  }
	| { readonly type: 'slice'; readonly offset: ArithmeticText; readonly length: ArithmeticText | undefined }
	| {
			readonly type: 'case';
			readonly operator: '^' | '^^' | ',' | ',,' | '~' | '~~';
			readonly pattern: readonly Part[];
	  }
	| { readonly type: 'transform'; readonly operator: string }
	/** `${!prefix@}`. */
	| { readonly type: 'names'; readonly operator: '@' | '*' };

export interface Redirect {
	readonly operator: '<' | '>' | '>>' | '>|' | '<>' | '<&' | '>&' | '&>' | '&>>' | '<<<' | '<<' | '<<-';
	readonly fd: number | undefined;
	/** `{name}>file`. */
	readonly variable: string | undefined;
	/** The file or descriptor; for a here-document, its body. */
	readonly target: Word;
	/** The delimiter as written, for printing. */
	readonly delimiter: string;
	readonly slow: boolean;
}
