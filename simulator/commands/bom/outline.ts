import type { BomDocument, BomElement } from './document.ts';

export interface OutlineOptions {
	/** How deep; 0: all of it. */
	readonly depth: number;
	readonly onlyIds: boolean;
	readonly versions: boolean;
	readonly purls: boolean;
	/** Only what leads to elements whose id has this. */
	readonly find: string;
}

const BANNER = `               _      
 ___ _ __   __| |_  __
/ __| '_ \\ / _\` \\ \\/ /
\\__ \\ |_) | (_| |>  < 
|___/ .__/ \\__,_/_/\\_\\
    |_|               
`;

/** Models kubernetes-sigs/bom cmd/document_outline.go and pkg/spdx Document.Outline. */
export function outline(document: BomDocument, options: OutlineOptions): string {
	const { name, describes } = document;
	const packages = describes.filter(({ kind }) => kind === 'package');
	const files = describes.filter(({ kind }) => kind === 'file');
	const out = [BANNER, ` 📂 SPDX Document ${name}`, lines(0)];
	out.push(`${lines(0)}📦 DESCRIBES ${packages.length} Packages`, lines(0));
	for (const each of packages) draw(each, options, out);
	if (packages.length > 0) out.push(lines(0));
	out.push(`${lines(0)}📄 DESCRIBES ${files.length} Files`, lines(0));
	for (const each of files) out.push(`${lines(0, '├')}${nameOf(each, options)}`);
	out.push(lines(0, '└'));
	return `${out.join('\n')}\n`;
}

/** The sticks in front of a line. Models treeLines. */
function lines(depth: number, connector = '│'): string {
	return ` ${' │ '.repeat(depth)} ${connector} `;
}

function draw(top: BomElement, options: OutlineOptions, out: string[]): void {
	out.push(`${lines(0, '├')}${nameOf(top, options)}`);
	drawRelationships(top, options, 1, out);
}

function drawRelationships(element: BomElement, options: OutlineOptions, depth: number, out: string[]): void {
	const { contains } = element;
	const isCut = options.depth > 0 && depth >= options.depth;
	if (options.find === '')
		out.push(`${lines(depth, contains.length === 0 || isCut ? '└' : '│')}🔗 ${contains.length} Relationships`);
	if (isCut) {
		out.push(lines(depth - 1));
		return;
	}
	const shown = contains.filter((each) => options.find === '' || leadsTo(each, options.find));
	for (const [index, each] of shown.entries()) {
		const isLast = index === shown.length - 1;
		const kind = options.onlyIds ? '' : each.kind === 'package' ? 'PACKAGE' : 'FILE';
		const more = each.kind === 'file' && each.name !== '' ? ` (${each.name})` : '';
		out.push(`${lines(depth, isLast ? '└' : '├')}CONTAINS ${kind} ${nameOf(each, options)}${more}`);
		if (each.contains.length > 0) drawRelationships(each, options, depth + 1, out);
		if (isLast) out.push(lines(depth - 1));
	}
}

function leadsTo(element: BomElement, text: string): boolean {
	return (
		element.id.includes(text) || element.name.includes(text) || element.contains.some((each) => leadsTo(each, text))
	);
}

function nameOf(element: BomElement, { onlyIds, versions, purls }: OutlineOptions): string {
	if (onlyIds) return element.id;
	if (element.kind === 'file') return element.name;
	if (purls && element.purl !== '') return element.purl;
	return versions && element.version !== '' ? `${element.name}@${element.version}` : element.name;
}
