import { decodeUtf8, encodeUtf8 } from '../../machinery/utf8.ts';
import { flag, OptionError, parseOptions, withValue } from '../options.ts';
import { Exit, unixCommand } from '../unix-command.ts';
import { SYSTEMD_VERSION } from './systemd-help.ts';
import { UNIT_TYPES } from './unit-lists.ts';

const HELP = `systemd-escape [OPTIONS...] [NAME...]

Escape strings for usage in systemd unit names.

  -h --help               Show this help
     --version            Show package version
     --suffix=SUFFIX      Unit suffix to append to escaped strings
     --template=TEMPLATE  Insert strings as instance into template
     --instance           With --unescape, show just the instance part
  -u --unescape           Unescape strings
  -m --mangle             Mangle strings
  -p --path               When escaping/unescaping assume the string is a path

See the systemd-escape(1) man page for details.
`;

export const systemdEscape = unixCommand({
	name: 'systemd-escape',
	paths: ['/usr/bin/systemd-escape'],
	size: 18_896,
	help: HELP,
	*main({ args, out }) {
		const parse = () =>
			parseOptions(args, {
				suffix: withValue('suffix'),
				template: withValue('template'),
				instance: flag('instance'),
				unescape: flag('u', 'unescape'),
				mangle: flag('m', 'mangle'),
				path: flag('p', 'path'),
				help: flag('h', 'help'),
				version: flag('version'),
			});
		let options: ReturnType<typeof parse>;
		try {
			options = parse();
		} catch (error) {
			if (error instanceof OptionError) throw new Exit(1, `systemd-escape: ${error.message}\n`);
			throw error;
		}
		const { values, operands } = options;
		if (values.help || values.version) {
			yield* out.write(values.help ? HELP : SYSTEMD_VERSION);
			return 0;
		}
		if (operands.length === 0) throw new Exit(1, 'Not enough arguments.\n');
		if (values.suffix !== undefined && !UNIT_TYPES.includes(values.suffix))
			throw new Exit(1, `Invalid unit suffix type "${values.suffix}".\n`);
		if (values.template !== undefined && !/^[^@]+@\.[a-z]+$/.test(values.template))
			throw new Exit(1, `Template name ${values.template} is not valid.\n`);
		const shown = operands.map((word) => {
			if (values.unescape) return unescaped(word, values.path === true, values.template, values.instance === true);
			if (values.mangle) return mangled(word);
			const name = values.path ? escapePath(word) : escapeName(word);
			if (values.template !== undefined) return values.template.replace('@.', `@${name}.`);
			return values.suffix === undefined ? name : `${name}.${values.suffix}`;
		});
		yield* out.write(`${shown.join(' ')}\n`);
		return 0;
	},
});

/** Bytes that are no letters, digits, ":", "_" or "." become "\\xNN", slashes dashes. Models basic/unit-name.c do_escape. */
export function escapeName(text: string): string {
	let result = '';
	for (const [at, byte] of encodeUtf8(text).entries()) {
		const char = String.fromCharCode(byte);
		if (char === '/') result += '-';
		else if (/[A-Za-z0-9:_.]/.test(char) && !(at === 0 && char === '.')) result += char;
		else result += `\\x${byte.toString(16).padStart(2, '0')}`;
	}
	return result;
}

function escapePath(path: string): string {
	const parts = path.split('/').filter((part) => part !== '' && part !== '.');
	if (parts.includes('..')) throw new Exit(1, `Failed to escape string: Invalid argument\n`);
	return parts.length === 0 ? '-' : escapeName(parts.join('/'));
}

function unescapeName(text: string): string {
	const bytes: number[] = [];
	for (let at = 0; at < text.length; at++) {
		const code = /^\\x([0-9a-fA-F]{2})/.exec(text.slice(at));
		if (code !== null) {
			bytes.push(Number.parseInt(code[1] as string, 16));
			at += 3;
		} else bytes.push(...encodeUtf8(text[at] === '-' ? '/' : (text[at] as string)));
	}
	return decodeUtf8(Uint8Array.from(bytes));
}

function unescaped(word: string, isPath: boolean, template: string | undefined, isInstance: boolean): string {
	let name = word;
	if (template !== undefined || isInstance) {
		const [, before = '', instance, type = ''] = /^([^@]*)@(.*)(\.[a-z]+)$/.exec(word) ?? [];
		if (instance === undefined) throw new Exit(1, `Unit ${word} is missing the instance name.\n`);
		if (template !== undefined && template !== `${before}@${type}`)
			throw new Exit(1, `Unit ${word} template ${before}@${type} does not match specified template ${template}.\n`);
		name = instance;
	}
	if (!isPath) return unescapeName(name);
	return name === '-' ? '/' : `/${unescapeName(name)}`;
}

/** A device's or mount's path becomes its unit, what has no ending a service. Models unit_name_mangle. */
function mangled(word: string): string {
	if (/^\/dev\//.test(word)) return `${escapePath(word)}.device`;
	if (word.startsWith('/')) return `${escapePath(word)}.mount`;
	const name = [...word].map((char) => (/[A-Za-z0-9:_.\\@-]/.test(char) ? char : escapeName(char))).join('');
	return UNIT_TYPES.some((type) => name.endsWith(`.${type}`)) ? name : `${name}.service`;
}
