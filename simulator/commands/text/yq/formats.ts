import { decodeBase64, encodeBase64 } from '../../../machinery/base64.ts';
import { quoteJson } from '../../../machinery/format-json.ts';
import { percentDecode } from '../../../machinery/http/url.ts';
import { parseJsonStreamInSteps } from '../../../machinery/parse-json.ts';
import type { Task } from '../../../machinery/task.ts';
import { decodeUtf8, encodeUtf8 } from '../../../machinery/utf8.ts';
import { floatText, realTag } from './arithmetic.ts';
import { printedLeading, splitLeading } from './leading-content.ts';
import { exploded } from './operate-nodes.ts';
import { readYaml, readYamlInSteps } from './read-yaml.ts';
import { integerOf, numberOf } from './resolve-tag.ts';
import { writeYamlInSteps } from './write-yaml.ts';
import type { Pause } from './yaml-comments.ts';
import { isTruthy, YamlNode, YqError } from './yaml-node.ts';

export interface OutputForm {
	readonly format: string;
	readonly indent: number;
	/** A scalar is printed as its text alone. */
	readonly unwrap: boolean;
	readonly separators: boolean;
	readonly compact: boolean;
}

const NAMES: ReadonlyMap<string, string> = new Map(
	'yaml y yml,json j,props p properties,csv c,tsv t,base64,uri,sh,shell s'
		.split(',')
		.flatMap((names) => names.split(' ').map((name) => [name, names.split(' ')[0] as string] as const)),
);
/** Formats that the real one has and this one does not. */
const ABSENT: ReadonlySet<string> = new Set(['xml', 'x', 'toml', 'hcl', 'h', 'lua', 'l', 'ini', 'i', 'kyaml', 'ky']);

/** Its full name. Throws YqError for one that there is not. Differs: xml, toml, hcl, lua, ini and kyaml are refused. */
export function formatOf(name: string, direction: 'input' | 'output'): string {
	const found = NAMES.get(name);
	if (found !== undefined) return found;
	if (ABSENT.has(name)) throw new YqError(`no support for ${name} ${direction} format`);
	throw new YqError(`unknown format '${name}' please use [yaml|json|props|csv|tsv|xml|base64|uri|shell|lua|ini]`);
}

/** What is printed before a document of another than the one before. */
export function separatorOf(form: OutputForm): string {
	return form.format === 'yaml' && form.separators ? '---\n' : '';
}

export function leadingOf(form: OutputForm, content: string): string {
	return form.format === 'yaml' || form.format === 'props' ? printedLeading(content, form.separators) : '';
}

/** Throws YqError. */
export function* encodeNode(node: YamlNode, form: OutputForm, pause: Pause): Task<string> {
	if (form.format === 'yaml') return yield* encodeYaml(node, form, pause);
	const plain = node.copy();
	exploded(plain);
	if (form.format === 'json') {
		if (plain.kind === 'scalar' && form.unwrap) return `${plain.value}\n`;
		return `${yield* jsonText(plain, ' '.repeat(form.indent), '', pause)}\n`;
	}
	if (form.format === 'props') return plain.kind === 'scalar' ? `${plain.value}\n` : properties(plain, form.unwrap);
	if (form.format === 'csv' || form.format === 'tsv') return separated(plain, form.format === 'csv' ? ',' : '\t');
	if (form.format === 'shell') return shellVariables(plain);
	if (realTag(plain) !== '!!str') {
		throw new YqError(
			`cannot encode ${plain.tag} as ${form.format === 'base64' ? 'base64' : 'URI'}, can only operate on strings. Please first pipe through another encoding operator to convert the value to a string`,
		);
	}
	if (form.format === 'base64') return encodeBase64(encodeUtf8(plain.value));
	return form.format === 'uri' ? escapedUri(plain.value) : shellQuoted(plain.value);
}

function* encodeYaml(node: YamlNode, form: OutputForm, pause: Pause): Task<string> {
	if (node.kind === 'scalar' && form.unwrap) {
		return node.leading === '' || node.value !== '' ? `${node.value}\n` : '';
	}
	// What is below the document is printed by itself.
	const { foot } = node;
	node.foot = '';
	const indent = Math.min(Math.max(form.indent, 2), 9);
	const text = yield* writeYamlInSteps(node, { indent, compact: form.compact }, pause);
	node.foot = foot;
	return text + printedLeading(foot === '' ? '' : `${foot}\n`, form.separators);
}

function* jsonText(node: YamlNode, step: string, pad: string, pause: Pause): Task<string> {
	if (node.kind === 'scalar') return jsonScalar(node);
	const inner = pad + step;
	const [open, close] = node.kind === 'mapping' ? '{}' : '[]';
	const items: string[] = [];
	for (let at = 0; at < node.content.length; at++) {
		const isMember = node.kind === 'mapping';
		const name = isMember ? `${quoted((node.content[at++] as YamlNode).value)}:${step === '' ? '' : ' '}` : '';
		items.push(name + (yield* jsonText(node.content[at] as YamlNode, step, inner, pause)));
		if (items.length % NODES_A_PAUSE === 0) yield* pause(NODES_A_PAUSE);
	}
	if (items.length === 0) return `${open}${close}`;
	if (step === '') return `${open}${items.join(',')}${close}`;
	return `${open}\n${inner}${items.join(`,\n${inner}`)}\n${pad}${close}`;
}

const NODES_A_PAUSE = 128;

function jsonScalar(node: YamlNode): string {
	const tag = realTag(node);
	if (tag === '!!null') return 'null';
	if (tag === '!!bool') return String(isTruthy(node));
	if (tag === '!!int') return String(integerOf(node.value) ?? node.value);
	if (tag === '!!float') {
		const value = numberOf(node.value);
		if (!Number.isFinite(value)) throw new YqError(`json: unsupported value: ${floatText(value)}`);
		return /^-?\d+(\.\d+)?$/.test(node.value) ? node.value : floatText(value);
	}
	return quoted(node.value);
}

/** Without the escapes for HTML. */
function quoted(text: string): string {
	return quoteJson(text).replace(/\\u00(3c|3e|26)/g, (_, code: string) =>
		String.fromCharCode(Number.parseInt(code, 16)),
	);
}

function properties(node: YamlNode, unwrap: boolean): string {
	const lines: string[] = [];
	const walk = (own: YamlNode, path: string, comments: readonly string[]): void => {
		const all = [...comments, own.head, own.line].filter((text) => text !== '');
		if (own.kind === 'mapping') {
			for (const [key, value] of own.pairs()) {
				walk(value, path === '' ? key.value : `${path}.${key.value}`, [key.head, key.line]);
			}
		} else if (own.kind === 'sequence') {
			for (const [at, item] of own.content.entries()) walk(item, path === '' ? String(at) : `${path}.${at}`, []);
		} else {
			const value = unwrap || !own.value.includes(' ') ? own.value : JSON.stringify(own.value);
			if (lines.length > 0 && all.length > 0) lines.push('');
			for (const comment of all) lines.push(...comment.split('\n').map((line) => `# ${line.replace(/^#+ ?/, '')}`));
			lines.push(`${path.replace(/[ :=]/g, '\\$&')} = ${value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`);
		}
	};
	walk(node, '', []);
	return lines.map((line) => `${line}\n`).join('');
}

function separated(node: YamlNode, comma: string): string {
	if (node.kind === 'scalar') return `${node.value}\n`;
	if (node.kind !== 'sequence') throw new YqError(`csv encoding only works for arrays, got: ${node.tag}`);
	const [first] = node.content;
	if (first === undefined) return '';
	if (first.kind === 'scalar') return row(node.content, comma);
	if (first.kind === 'mapping') {
		const header = [...first.pairs()].map(([key]) => key);
		const rows = node.content.map((item) => {
			if (item.kind !== 'mapping') {
				throw new YqError(
					`csv object encoding only works for arrays of flat objects (string key => string/numbers/boolean value), child[${item.key?.value}] is a ${item.tag}`,
				);
			}
			return row(
				header.map((key) => item.get(key.value) ?? YamlNode.scalar('!!null', '')),
				comma,
			);
		});
		return row(header, comma) + rows.join('');
	}
	return node.content.map((item) => row(item.content, comma)).join('');
}

function row(cells: readonly YamlNode[], comma: string): string {
	const texts = cells.map((cell, at) => {
		if (cell.kind !== 'scalar') {
			throw new YqError(
				`csv encoding only works for arrays of scalars (string/numbers/booleans), child[${at}] is a ${cell.tag}`,
			);
		}
		const needsQuotes = cell.value.includes(comma) || /["\r\n]|^[ \t]/.test(cell.value) || cell.value === '\\.';
		return needsQuotes ? `"${cell.value.replaceAll('"', '""')}"` : cell.value;
	});
	return `${texts.join(comma)}\n`;
}

function shellVariables(node: YamlNode): string {
	const lines: string[] = [];
	const walk = (own: YamlNode, path: string): void => {
		if (own.kind === 'mapping') {
			for (const [key, value] of own.pairs()) walk(value, path === '' ? key.value : `${path}_${key.value}`);
		} else if (own.kind === 'sequence') {
			for (const [at, item] of own.content.entries()) walk(item, path === '' ? String(at) : `${path}_${at}`);
		} else {
			const name = path
				.normalize('NFKD')
				.replace(/[\u0000-\u001f\u0080-\uffff]/g, '')
				.replace(/\W/g, '_');
			lines.push(`${/^\d/.test(name) ? '_' : ''}${name === '' ? 'value' : name}=${assignable(own.value)}\n`);
		}
	};
	walk(node, '');
	return lines.join('');
}

/** A value behind `=`: quoted whole where anything in it needs it. */
function assignable(text: string): string {
	return /[^\w@%+=:,./-]/.test(text) ? `'${text.replaceAll("'", `'"'"'`)}'` : text;
}

function shellQuoted(text: string): string {
	let out = '';
	let open = false;
	for (const char of text) {
		if (char === "'") {
			if (open) out += "'";
			open = false;
			out += "\\'";
			continue;
		}
		if (!open && !/[\w@%+=:,./-]/.test(char)) {
			out += "'";
			open = true;
		}
		out += char;
	}
	return open ? `${out}'` : out;
}

function escapedUri(text: string): string {
	return encodeURIComponent(text)
		.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
		.replaceAll('%20', '+');
}

/** The documents of a text. Throws YqError, YamlError, JsonSyntaxError. */
export function* decodeText(text: string, format: string, pause: Pause): Task<YamlNode[]> {
	switch (format) {
		case 'yaml':
			return yield* readYamlInSteps(text, pause);
		case 'json':
			return yield* decodeJson(text, pause);
		case 'props':
			return [readProperties(text)];
		case 'csv':
		case 'tsv':
			return [readSeparated(text, format === 'csv' ? ',' : '\t')];
		case 'base64':
			return [YamlNode.text(decodeUtf8(decodeBase64(text.trim())))];
		case 'uri':
			return [YamlNode.text(percentDecode(text.replaceAll('+', ' ').replace(/%(?![0-9a-fA-F]{2})/g, '%25')) ?? '')];
		default:
			throw new YqError(`no support for ${format} input format`);
	}
}

/** The documents with what comes before the first. */
export function* decodeDocuments(text: string, format: string, pause: Pause): Task<YamlNode[]> {
	if (format !== 'yaml') return yield* decodeText(text, format, pause);
	const { leading, rest } = splitLeading(text);
	const nodes = yield* readYamlInSteps(rest, pause);
	if (nodes.length === 0 && leading !== '') nodes.push(YamlNode.scalar('!!null', ''));
	if (nodes[0] !== undefined) nodes[0].leading = leading;
	return nodes;
}

function* decodeJson(text: string, pause: Pause): Task<YamlNode[]> {
	// The order of keys is kept by reading it as the YAML that it is.
	const { error } = yield* parseJsonStreamInSteps(text, (length) => pause(length / CHARACTERS_A_STEP));
	if (error !== undefined) throw error;
	const nodes: YamlNode[] = [];
	for (const piece of yield* jsonPieces(text, pause)) {
		for (const node of yield* readYamlInSteps(piece, pause)) {
			node.document = nodes.length;
			nodes.push(node);
			yield* plain(node, pause);
		}
		yield* pause(1);
	}
	return nodes;
}

const CHARACTERS_A_STEP = 64;
const STRIDE = 8_192;

/** JSON texts follow each other without separators. */
function* jsonPieces(text: string, pause: Pause): Task<string[]> {
	const pieces: string[] = [];
	let depth = 0;
	let inText = false;
	let from = 0;
	for (let at = 0; at < text.length; at++) {
		const char = text[at] as string;
		if (at % STRIDE === 0) yield* pause(STRIDE / CHARACTERS_A_STEP);
		if (inText) {
			if (char === '\\') at++;
			else if (char === '"') inText = false;
		} else if (char === '"') inText = true;
		else if (char === '{' || char === '[') depth++;
		else if (char === '}' || char === ']') depth--;
		const ended = depth === 0 && !inText && (/[}\]"]/.test(char) || /\s/.test(text[at + 1] ?? ' '));
		if (!ended) continue;
		if (text.slice(from, at + 1).trim() !== '') pieces.push(text.slice(from, at + 1).replaceAll('\t', ' '));
		from = at + 1;
	}
	return pieces;
}

function* plain(node: YamlNode, pause: Pause): Task<void> {
	node.style = '';
	if (node.content.length === 0) return;
	yield* pause(1 + (node.content.length >> 4));
	for (const child of node.content) yield* plain(child, pause);
}

function readProperties(text: string): YamlNode {
	const root = YamlNode.collection('mapping');
	for (const line of text.replace(/\\\n\s*/g, '').split('\n')) {
		if (line.trim() === '' || /^\s*[#!]/.test(line)) continue;
		const match = /^\s*((?:\\.|[^\s:=\\])+)\s*[:=]?\s*(.*)$/.exec(line);
		if (match === null) continue;
		put(root, (match[1] as string).replace(/\\(.)/g, '$1').split('.'), match[2] as string);
	}
	return root;
}

function put(root: YamlNode, steps: readonly string[], text: string): void {
	let node = root;
	for (const [at, step] of steps.entries()) {
		const last = at === steps.length - 1;
		const isIndex = /^\d+$/.test(steps[at + 1] ?? '');
		const fresh = last ? snippet(text) : YamlNode.collection(isIndex ? 'sequence' : 'mapping');
		if (node.kind === 'sequence') {
			while (node.content.length <= Number(step)) node.addItem(fresh);
			node = node.content[Number(step)] as YamlNode;
		} else node = node.get(step) ?? node.addPair(YamlNode.text(step), fresh)[1];
	}
}

/** A text as the YAML that it looks like. */
function snippet(text: string): YamlNode {
	try {
		const [node] = readYaml(text);
		return node === undefined || node.tag === '!!str' ? YamlNode.text(text) : node;
	} catch {
		return YamlNode.text(text);
	}
}

function readSeparated(text: string, comma: string): YamlNode {
	const [header, ...rows] = cellsOf(text, comma);
	const result = YamlNode.collection('sequence');
	for (const cells of rows) {
		const item = YamlNode.collection('mapping');
		for (const [at, name] of (header ?? []).entries()) item.addPair(YamlNode.text(name), snippet(cells[at] ?? ''));
		result.addItem(item);
	}
	return result;
}

function cellsOf(text: string, comma: string): string[][] {
	const rows: string[][] = [];
	let cells: string[] = [];
	let cell = '';
	let inQuotes = false;
	for (let at = 0; at < text.length; at++) {
		const char = text[at] as string;
		if (inQuotes) {
			if (char !== '"') cell += char;
			else if (text[at + 1] === '"') {
				cell += '"';
				at++;
			} else inQuotes = false;
		} else if (char === '"' && cell === '') inQuotes = true;
		else if (char === comma) {
			cells.push(cell);
			cell = '';
		} else if (char === '\n') {
			rows.push([...cells, cell.replace(/\r$/, '')]);
			cells = [];
			cell = '';
		} else cell += char;
	}
	if (cell !== '' || cells.length > 0) rows.push([...cells, cell]);
	return rows;
}
