import { VimError } from '../vim-error.ts';

/** Vim's patterns as a tree. Models regexp.txt; the parser is `parse-vim-pattern.ts`. */
export type PatternNode =
	| { readonly type: 'char'; readonly char: string }
	| {
			readonly type: 'set';
			readonly test: CharTest;
			readonly newline: boolean;
			/** 'ignorecase' does not count: `\u`, `\l`. */
			readonly exact?: boolean;
	  }
	| { readonly type: 'sequence'; readonly items: readonly PatternNode[] }
	| { readonly type: 'choice'; readonly options: readonly PatternNode[] }
	| { readonly type: 'group'; readonly index: number | undefined; readonly body: PatternNode }
	| {
			readonly type: 'repeat';
			readonly body: PatternNode;
			readonly min: number;
			readonly max: number;
			readonly greedy: boolean;
	  }
	| { readonly type: 'assert'; readonly what: AssertKind; readonly number: number; readonly compare: string }
	| { readonly type: 'backReference'; readonly index: number }
	/** `\@=`, `\@!`, `\@<=`, `\@<!`, `\@>` and what stands before `\&`. */
	| {
			readonly type: 'look';
			readonly how: 'ahead' | 'behind' | 'atomic';
			readonly negated: boolean;
			readonly body: PatternNode;
	  };

export type AssertKind =
	| 'lineStart'
	| 'lineEnd'
	| 'wordStart'
	| 'wordEnd'
	| 'matchStart'
	| 'matchEnd'
	| 'fileStart'
	| 'fileEnd'
	| 'cursor'
	| 'visual'
	| 'line'
	| 'column'
	| 'virtualColumn';

export type CharTest = (code: number) => boolean;

export interface VimPattern {
	readonly root: PatternNode;
	/** `\c` or `\C` in it. */
	readonly caseRule: 'ignore' | 'match' | undefined;
	/** Whether it can match a line break. */
	readonly multiLine: boolean;
	readonly hasUpperCase: boolean;
}

/** What is wrong with a pattern, in vim's words ("E54: Unmatched \("). */
export class PatternError extends VimError {}
