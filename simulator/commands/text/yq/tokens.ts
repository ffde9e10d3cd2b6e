import { YqError } from './yaml-node.ts';

/** What a word of an expression does. */
export interface Operation {
	/** Its key in the table of operators. */
	readonly name: string;
	readonly args: 0 | 1 | 2;
	readonly precedence: number;
	/** A path that follows directly goes on from its result: `keys[0]`. */
	readonly traversable: boolean;
	/** As it was written. */
	readonly text: string;
	/** What the word says besides: a path's key, a literal's value. */
	readonly value: string;
	/** Options of `*`, `flatten(1)`, `to_json(0)`. */
	readonly option: string;
	/** `|=`. */
	readonly relative: boolean;
}

export type Token =
	| { readonly type: '(' | ')' | '[' | ']' | '{' | '}' | '.['; readonly text: string }
	| { readonly type: 'operation'; readonly text: string; readonly operation: Operation };

interface Rule {
	readonly pattern: RegExp;
	readonly make: (text: string) => Token | undefined;
}

export function operation(name: string, args: 0 | 1 | 2, precedence: number, rest: Partial<Operation> = {}): Operation {
	return { name, args, precedence, traversable: false, text: name, value: '', option: '', relative: false, ...rest };
}

const literal = (source: string, type: '(' | ')' | '[' | ']' | '{' | '}' | '.['): Rule => ({
	pattern: new RegExp(source, 'y'),
	make: (text) => ({ type, text }),
});

const skipped = (source: string): Rule => ({ pattern: new RegExp(source, 'y'), make: () => undefined });

const rule = (source: string, make: (text: string) => Operation): Rule => ({
	pattern: new RegExp(source, 'y'),
	make: (text) => ({ type: 'operation', text, operation: { ...make(text), text } }),
});

/** "name args precedence [t]|pattern": in the order in which they are tried. Models pkg/yqlib lexer_participle.go, operation.go. */
const words = (table: string): Rule[] =>
	table
		.trim()
		.split('\n')
		.map((line) => {
			const [head = '', source = ''] = line.split(/ *\| */, 2) as [string, string];
			const [name = '', args = '0', precedence = '50', traversable] = head.split(' ');
			const pattern = source === '' ? name : source.replaceAll('/', '|');
			return rule(pattern, () =>
				operation(name, Number(args) as 0 | 1 | 2, Number(precedence), { traversable: traversable === 't' }),
			);
		});

const valued = (source: string, tag: string): Rule =>
	rule(source, (text) => operation('value', 0, 50, { value: text, option: tag }));

const parameterOf = (text: string): string => text.slice(text.indexOf('(') + 1, -1);

const RULES: readonly Rule[] = [
	rule('line_?comment|lineComment', () => operation('comment', 0, 50, { option: 'line' })),
	rule('head_?comment|headComment', () => operation('comment', 0, 50, { option: 'head' })),
	rule('foot_?comment|footComment', () => operation('comment', 0, 50, { option: 'foot' })),
	literal('\\(', '('),
	literal('\\)', ')'),
	literal('\\.\\[', '.['),
	literal('\\[', '['),
	literal('\\]\\??', ']'),
	literal('\\{', '{'),
	literal('\\}', '}'),
	rule('\\.\\.\\.', () => operation('descend', 0, 50, { option: 'keys' })),
	rule('\\.\\.', () => operation('descend', 0, 50)),
	rule('\\$[a-zA-Z_\\-0-9]+', (text) => operation('variable', 0, 55, { value: text.slice(1), traversable: true })),
	rule('as', () => operation('bind', 2, 40)),
	rule('ref', () => operation('bind', 2, 40, { option: 'ref' })),
	rule(':\\s*', () => operation('createMap', 2, 15)),
	...words(`
length 0 50
line 0 50
column 0 50
eval 1 52 t
to_number 0 50 | to_?number
map_values 1 52 t | map_?values
map 1 52 t
filter 1 52 t
pick 1 52 t
omit 1 52 t`),
	rule('flatten\\([0-9]+\\)', (text) => operation('flatten', 0, 52, { option: parameterOf(text), traversable: true })),
	...words(`
flatten 0 52 t
format_datetime 1 50
now 0 50
tz 1 50
from_unix 0 50 | from_?unix
to_unix 0 50 | to_?unix
with_dtf 1 50
error 1 50
shuffle 0 52 t
sort_keys 1 52 t | sortKeys/sort_?keys
array_to_map 0 50 | array_?to_?map
root 0 50`),
	rule('to_?(?:yaml|xml|json)\\([0-9]+\\)', (text) =>
		operation('encode', 0, 50, { value: text.replace(/^to_?|\(.*$/g, ''), option: parameterOf(text) }),
	),
	...codecs(`
decode yaml|from_?yaml/@yamld/from_?json/@jsond
encode yaml 2|to_?yaml/@yaml
encode json 2|to_?json
encode json 0|@json
decode props|from_?props/@propsd
encode props 2|to_?props/@props
decode xml|from_?xml/@xmld
encode xml 2|to_?xml
encode xml 0|@xml
decode csv|from_?csv/@csvd
encode csv 0|to_?csv/@csv
decode tsv|from_?tsv/@tsvd
encode tsv 0|to_?tsv/@tsv
decode base64|@base64d
encode base64 0|@base64
decode uri|@urid
encode uri 0|@uri
encode sh 0|@sh`),
	...words(`
load_base64 1 52 | load_?base64
load_props 1 52 | load_?props
load_str 1 52 | load_?str/str_?load
load 1 52 t
system 1 50
split_doc 0 52 t | splitDoc/split_?doc
select 1 52 t
has 1 50
unique_by 1 52 t | unique_?by
unique 0 52 t
group_by 1 52 t | group_?by
explode 1 52 t
or 2 20
and 2 20
not 0 50
ireduce 2 35
join 1 50
sub 1 50
match 1 50
capture 1 50
test 1 50
sort_by 1 52 t | sort_?by
sort 0 52 t
first 1 52 t
reverse 0 52 t
any_c 1 50
any 0 50
all_c 1 50
all 0 50
contains 1 50
split 1 52 t
parents 0 50`),
	rule('parent\\(-?[0-9]+\\)', (text) => operation('parent', 0, 50, { option: parameterOf(text), traversable: true })),
	...words(`
parent 0 50 t
keys 0 52 t
key 0 50
is_key 0 50 | is_?key
filename 0 50 | file_?name/fileName
file_index 0 50 | file_?index/fileIndex/fi
path 0 52 t
set_path 1 50 | set_?path
del_paths 1 52 t | del_?paths
to_entries 0 52 t | to_?entries/toEntries
from_entries 0 50 | from_?entries/fromEntries
with_entries 1 50 | with_?entries/withEntries
with 1 52 t
collect 1 50
del 1 40
style 0 50
tag 0 50 | tag/type
kind 0 50
anchor 0 50
alias 0 50`),
	rule('comments\\s*=', () => operation('setComment', 2, 40, { option: 'all' })),
	rule('comments\\s*\\|=', () => operation('setComment', 2, 40, { option: 'all', relative: true })),
	rule(';', () => operation('block', 2, 10)),
	rule('\\/\\/', () => operation('alternative', 2, 42)),
	...words(`
document_index 0 50 | documentIndex/document_?index/di
upcase 0 50 | upcase/ascii_?upcase
downcase 0 50 | downcase/ascii_?downcase
trim 0 50
to_string 0 50 | to_?string`),
	valued('0[xX][0-9A-Fa-f]+', '!!int'),
	valued('-?[1-9](\\.\\d+)?[Ee][-+]?\\d+', '!!float'),
	valued('-?\\d+(\\.\\d+)', '!!float'),
	valued('-?\\d+', '!!int'),
	valued('[Tt][Rr][Uu][Ee]', '!!bool'),
	valued('[Ff][Aa][Ll][Ss][Ee]', '!!bool'),
	valued('[Nn][Uu][Ll][Ll]|~', '!!null'),
	rule('"([^"\\\\]*(\\\\.[^"\\\\]*)*)"', (text) => operation('text', 0, 50, { value: unescaped(text.slice(1, -1)) })),
	rule('strenv\\([^\\)]+\\)', (text) =>
		operation('env', 0, 52, { value: parameterOf(text), option: 'text', traversable: true }),
	),
	rule('env\\([^\\)]+\\)', (text) => operation('env', 0, 52, { value: parameterOf(text), traversable: true })),
	rule('envsubst\\((?:ne|nu|ff| |,)+\\)', (text) => operation('envsubst', 0, 50, { option: parameterOf(text) })),
	...words('envsubst 0 50'),
	rule('\\s*==\\s*', () => operation('equals', 2, 40)),
	rule('\\s*!=\\s*', () => operation('equals', 2, 40, { option: 'not' })),
	rule('\\s*>=\\s*', () => operation('compare', 2, 40, { option: '>=' })),
	rule('\\s*<=\\s*', () => operation('compare', 2, 40, { option: '<=' })),
	rule('\\s*>\\s*', () => operation('compare', 2, 40, { option: '>' })),
	rule('\\s*<\\s*', () => operation('compare', 2, 40, { option: '<' })),
	...words(`
min 0 40
max 0 40`),
	rule('\\|=[c]*', (text) => operation('assign', 2, 40, { option: text.slice(2), relative: true })),
	rule('=[c]*', (text) => operation('assign', 2, 40, { option: text.slice(1) })),
	skipped('[ \\t\\n]+'),
	rule('\\."[^ "]+"\\??', (text) => path(text.replace(/^\."|"(\??)$/g, '$1'))),
	rule('\\.[^ ;}{:[\\],|.[(=)\\n!]+\\??', (text) => path(text.slice(1))),
	rule('\\|', () => operation('pipe', 2, 30)),
	rule('\\.', () => operation('self', 0, 55, { traversable: false })),
	rule(',', () => operation('union', 2, 10)),
	rule('\\*=[+|?cdn]*', (text) => operation('multiplyAssign', 2, 42, { option: text.slice(2) })),
	rule('\\*[+|?cdn]*', (text) => operation('multiply', 2, 42, { option: text.slice(1) })),
	rule('\\/', () => operation('divide', 2, 42)),
	rule('%', () => operation('modulo', 2, 42)),
	rule('\\+=', () => operation('addAssign', 2, 40)),
	rule('\\+', () => operation('add', 2, 42)),
	rule('-=', () => operation('subtractAssign', 2, 40)),
	rule('-', () => operation('subtract', 2, 42)),
	skipped('#.*'),
	...words('pivot 0 52 t'),
];

function codecs(table: string): Rule[] {
	return table
		.trim()
		.split('\n')
		.map((line) => {
			const [head = '', source = ''] = line.split('|');
			const [name = '', format = '', option = ''] = head.split(' ');
			return rule(source.replaceAll('/', '|'), () => operation(name, 0, 50, { value: format, option }));
		});
}

function path(text: string): Operation {
	const optional = text.endsWith('?');
	const value = optional ? text.slice(0, -1) : text;
	return operation('child', 0, 55, { value, option: optional ? '?' : '', traversable: true });
}

const TEXT_ESCAPES: ReadonlyMap<string, string> = new Map([
	['\\"', '"'],
	['\\n', '\n'],
	['\\t', '\t'],
	['\\r', '\r'],
	['\\f', '\f'],
	['\\v', '\v'],
	['\\b', '\b'],
	['\\a', '\x07'],
	['\\\\', '\\'],
]);

function unescaped(text: string): string {
	// An interpolation's backslash stays: `text` looks for it.
	return text.replace(/\\[\s\S]/g, (found) => TEXT_ESCAPES.get(found) ?? found);
}

/** Throws YqError. */
export function tokenize(expression: string): Token[] {
	const tokens: Token[] = [];
	let at = 0;
	while (at < expression.length) {
		const found = firstMatch(expression, at);
		if (found === undefined) {
			const before = expression.slice(0, at).split('\n');
			const place = `${before.length}:${[...(before.at(-1) as string)].length + 1}`;
			throw new YqError(`${place}: invalid input text ${JSON.stringify(truncated(expression.slice(at)))}`);
		}
		const token = found.rule.make(found.text);
		if (token !== undefined) tokens.push(token);
		at += found.text.length;
	}
	return tokens;
}

/** Models participle lexer: what is shown of the rest. */
function truncated(text: string): string {
	return text.length > 16 ? `${text.slice(0, 16)}...` : text;
}

function firstMatch(expression: string, at: number): { rule: Rule; text: string } | undefined {
	for (const each of RULES) {
		each.pattern.lastIndex = at;
		const text = each.pattern.exec(expression)?.[0];
		if (text !== undefined && text !== '') return { rule: each, text };
	}
	return undefined;
}
