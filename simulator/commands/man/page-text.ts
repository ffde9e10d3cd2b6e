import { displayWidth } from '../coreutils/ls-layout.ts';
import type { ManualPage } from './manual-pages.ts';

const TITLES: { readonly [section: string]: string } = {
	'1': 'User Commands',
	'1ssl': 'OpenSSL',
	'5': 'File Formats Manual',
	'8': "System Manager's Manual",
};

/** What a page is set with: its width, and how words are made bold. */
export interface Typesetting {
	readonly columns: number;
	readonly bold: (text: string) => string;
}

/**
 * A page of what a program says of itself: name, synopsis, then its options. Models help2man(1), with whose pages those of
 * coreutils are made. Differs: lines are not adjusted to both margins, words not hyphenated.
 */
export function pageText(page: ManualPage, help: string, setting: Typesetting): string {
	const { usage, rest } = parts(help, page);
	const { bold } = setting;
	const lines = [
		header(page, setting.columns),
		'',
		bold('NAME'),
		...filled(`${page.name} - ${page.about}`, 7, setting.columns),
		'',
		bold('SYNOPSIS'),
		...usage.flatMap((line) => filled(line, 7, setting.columns)),
		...(rest.length === 0 ? [] : ['', bold('DESCRIPTION'), ...described(rest, setting)]),
		'',
		header(page, setting.columns),
	];
	return `${lines.join('\n')}\n`;
}

function header({ name, section }: ManualPage, columns: number): string {
	const side = `${name.toUpperCase()}(${section})`;
	const title = TITLES[section] ?? TITLES[section[0] as string] ?? '';
	const left = Math.max(1, Math.floor((columns - title.length) / 2) - side.length);
	const right = Math.max(1, columns - 2 * side.length - left - title.length);
	return side + ' '.repeat(left) + title + ' '.repeat(right) + side;
}

/** The lines below "Usage:", without that word, and what comes after them. */
function parts(help: string, page: ManualPage): { usage: string[]; rest: string[] } {
	const lines = help.replaceAll('\t', '        ').replace(/\s+$/, '').split('\n');
	// systemd's tools begin with how they are called.
	const start = lines.findIndex((line) => /^\s*usage\b/i.test(line) || line.startsWith(`${page.name} [OPTIONS`));
	if (start < 0 || page.synopsis !== undefined) return { usage: [page.synopsis ?? `${page.name} [options]`], rest: [] };
	const usage: string[] = [];
	const first = (lines[start] as string).replace(/^\s*usage\s*(?:is)?:?\s*/i, '');
	if (first !== '') usage.push(first);
	let at = start + 1;
	for (; at < lines.length; at++) {
		const line = lines[at] as string;
		const isMore = /^\s+(?:or:)?\s*\S/.test(line) && !/^\s+-/.test(line);
		if (!isMore) break;
		usage.push(line.trim().replace(/^or:\s*/i, ''));
	}
	return { usage: usage.length === 0 ? [page.name] : usage, rest: [...lines.slice(0, start), ...lines.slice(at)] };
}

/** Headings, options with what they do, and text. */
function described(lines: readonly string[], setting: Typesetting): string[] {
	const out: string[] = [];
	let paragraph: string[] = [];
	const end = (): void => {
		if (paragraph.length > 0) out.push(...filled(paragraph.join(' '), 7, setting.columns), '');
		paragraph = [];
	};
	for (let at = 0; at < lines.length; at++) {
		const line = lines[at] as string;
		const option = /^\s{1,12}(-\S.*?)(?:\s{2,}(\S.*))?$/.exec(line);
		if (option !== null) {
			end();
			const about: string[] = option[2] === undefined ? [] : [option[2]];
			while (/^\s{9,}\S/.test(lines[at + 1] ?? '') && !/^\s{1,12}-/.test(lines[at + 1] as string))
				about.push((lines[++at] as string).trim());
			out.push(`       ${setting.bold(option[1] as string)}`, ...filled(about.join(' '), 14, setting.columns), '');
		} else if (line.trim() === '') end();
		else if (/^ ?\S.*:$/.test(line)) {
			end();
			out.push(`   ${setting.bold(line.trim().slice(0, -1))}`);
		} else if (/^\s/.test(line)) {
			// Tables and examples stay as they are.
			end();
			out.push(`       ${line}`);
			if ((lines[at + 1] ?? '').trim() === '') out.push('');
		} else paragraph.push(line);
	}
	end();
	while (out.at(-1) === '') out.pop();
	return out;
}

function filled(text: string, indent: number, columns: number): string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(/ +/)) {
		if (word === '') continue;
		if (line !== '' && indent + displayWidth(line) + 1 + displayWidth(word) > columns) {
			lines.push(' '.repeat(indent) + line);
			line = word;
		} else line = line === '' ? word : `${line} ${word}`;
	}
	if (line !== '') lines.push(' '.repeat(indent) + line);
	return lines;
}
