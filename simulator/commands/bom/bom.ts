import { errorMessage } from '../../kernel/error-message.ts';
import { SystemError } from '../../kernel/process-api.ts';
import type { Task } from '../../machinery/task.ts';
import { formatTime } from '../../machinery/timestamp.ts';
import { decodeUtf8 } from '../../machinery/utf8.ts';
import { type CobraCommand, type CobraRun, runCobra } from '../cobra/cobra.ts';
import { defaultUsage } from '../cobra/default-usage.ts';
import { bool, int, string, stringSlice } from '../flags.ts';
import { readAll, readFile } from '../stdio.ts';
import { type UnixRun, unixCommand } from '../unix-command.ts';
import { type BomElement, elementsOf } from './document.ts';
import { GenerateFailed, generate, LICENSE_LIST } from './generate.ts';
import { outline } from './outline.ts';
import { readDocument } from './read-document.ts';

const RELEASE = 'v0.7.1';

/**
 * Writes bills of materials and shows them. Models kubernetes-sigs/bom.
 * Differs: images have one platform, layers no files; licenses of files are not looked for.
 */
export const bom = unixCommand({
	name: 'bom',
	paths: [],
	size: 31_408_128,
	main: (run) => runCobra({ root: ROOT, usage: defaultUsage, onError: fail }, run),
});

function* fail(run: UnixRun, message: string): Task<number> {
	const { process } = run;
	const line = `time="${formatTime(process.now())}" level=fatal msg=${JSON.stringify(message)}`;
	yield* run.say(process.isatty(2) ? `FATA ${message}\n` : `${line}\n`);
	return 1;
}

function* made(run: CobraRun): Task<number> {
	try {
		return yield* generate(run, releaseOf(run));
	} catch (error) {
		if (!(error instanceof GenerateFailed)) throw error;
		return yield* fail(run, `generating doc: ${error.message}`);
	}
}

function* documentText(run: CobraRun, path: string): Task<string> {
	return decodeUtf8(path === '-' ? yield* readAll(run.process, 0) : yield* readFile(run.process, path));
}

function* shown(run: CobraRun): Task<number> {
	const [path] = run.operands;
	if (path === undefined) return yield* fail(run, 'opening doc: open : no such file or directory');
	let text: string;
	try {
		text = yield* documentText(run, path);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return yield* fail(
			run,
			`opening doc: opening document ${path}: open ${path}: ${errorMessage(error.errno).toLowerCase()}`,
		);
	}
	const document = readDocument(text);
	if (document === undefined) return yield* fail(run, 'opening doc: detecting document format: unknown SBOM encoding');
	yield* run.out.write(
		outline(document, {
			depth: Math.max(0, run.number('depth')),
			onlyIds: run.isOn('spdx-ids'),
			versions: run.isOn('version'),
			purls: run.isOn('purl'),
			find: run.text('find'),
		}),
	);
	return 0;
}

/** `bom document query FILE 'name:log4j'`. Models kubernetes-sigs/bom pkg/query: name, purl, depth and all. */
function* asked(run: CobraRun): Task<number> {
	const [path, expression = ''] = run.operands;
	if (path === undefined) return yield* fail(run, 'you should only specify one file');
	let text: string;
	try {
		text = yield* documentText(run, path);
	} catch (error) {
		if (!(error instanceof SystemError)) throw error;
		return yield* fail(run, `opening document ${path}: open ${path}: ${errorMessage(error.errno).toLowerCase()}`);
	}
	const document = readDocument(text);
	if (document === undefined) return yield* fail(run, 'opening document: unknown SBOM encoding');
	const found = document.describes
		.flatMap((each) => [...elementsOf(each)])
		.filter((each) => expression.split(/\s+/).every((word) => matches(each, word)));
	const fields = run.list('fields');
	for (const each of found) yield* run.out.write(` ${fields.map((field) => fieldOf(each, field)).join(' ')}\n`);
	return 0;
}

function matches(element: BomElement, word: string): boolean {
	const [, key = 'name', value = word] = /^(\w+):(.*)$/.exec(word) ?? [];
	if (word === '' || key === 'all' || key === 'depth') return true;
	if (key === 'purl') return element.kind === 'package' && element.purl.includes(value.replaceAll('*', ''));
	return element.name.includes(value);
}

function fieldOf(element: BomElement, field: string): string {
	switch (field) {
		case 'version':
			return element.kind === 'package' ? element.version : '';
		case 'license':
			return element.kind === 'package' ? element.license : '';
		case 'supplier':
			return element.kind === 'package' ? element.supplier : '';
		case 'url':
		case 'purl':
			return element.kind === 'package' ? element.purl : '';
		default:
			return element.name;
	}
}

function releaseOf({ process }: CobraRun): string {
	return process.release ?? RELEASE;
}

const ROOT: CobraCommand = {
	use: 'bom',
	short: 'A tool for working with SPDX manifests',
	long: 'bom (Bill of Materials)\n\nbom is a little utility that lets software authors generate\nSPDX manifests to describe the contents of a release.',
	persistentFlags: {
		'log-level': string(
			'info',
			"the logging verbosity, either 'panic', 'fatal', 'error', 'warning', 'info', 'debug', 'trace'",
		),
	},
	subcommands: [
		{
			use: 'generate',
			short: 'bom generate → Create SPDX SBOMs',
			flags: {
				'analyze-images': bool(false, 'go deeper into images using the available analyzers', { shorthand: 'a' }),
				archive: stringSlice('list of archives to add as packages (supports tar, tar.gz)'),
				config: string('', 'path to yaml SBOM configuration file', { shorthand: 'c' }),
				dirs: stringSlice('list of directories to include in the manifest as packages', { shorthand: 'd' }),
				file: stringSlice('list of files to include', { shorthand: 'f' }),
				format: string('tag-value', 'format of the document (supports tag-value, json)'),
				ignore: stringSlice('list of regexp patterns to ignore when scanning directories'),
				image: stringSlice('list of images', { shorthand: 'i' }),
				'image-archive': stringSlice('list of docker archive tarballs to include in the manifest'),
				license: string('', 'SPDX license identifier to declare in the SBOM', { shorthand: 'l' }),
				'license-list-version': string('', 'version of the SPDX list to use', { defaultText: `v${LICENSE_LIST}` }),
				name: string('', 'name for the document, in contrast to URLs, intended for humans'),
				namespace: string('', 'an URI that servers as namespace for the SPDX doc', { shorthand: 'n' }),
				'no-gitignore': bool(false, "don't use exclusions from .gitignore files"),
				'no-gomod': bool(false, "don't perform go.mod analysis, sbom will not include data about go packages"),
				'no-transient': bool(false, "don't include transient go dependencies, only direct deps from go.mod"),
				output: string('', 'path to the file where the document will be written (defaults to STDOUT)', {
					shorthand: 'o',
				}),
				provenance: string('', 'path to export the SBOM as an in-toto provenance statement'),
				'scan-images': bool(true, 'scan container images to look for OS information (currently debian only)'),
			},
			run: made,
		},
		{
			use: 'document',
			short: 'bom document → Work with SPDX documents',
			subcommands: [
				{
					use: 'outline SPDX_FILE|URL',
					short: 'bom document outline → Draw structure of a SPDX document',
					flags: {
						depth: int(-1, 'recursion level', { shorthand: 'd' }),
						find: string('', 'Find node in the SBOM', { shorthand: 'f' }),
						purl: bool(false, 'show package urls instead of name@version'),
						'spdx-ids': bool(false, 'use SPDX identifiers in tree nodes instead of names'),
						version: bool(true, 'show versions along with package names'),
					},
					run: shown,
				},
				{
					use: 'query SPDX_FILE|URL "query expression"',
					short: 'bom document query → Search for information in an SBOM',
					flags: {
						fields: {
							...stringSlice('fields to display, comma separated: name,version,license,supplier,originator,url'),
							default: ['name', 'version'],
						},
					},
					run: asked,
				},
			],
		},
		{
			use: 'version',
			short: 'Prints the version',
			*run(run) {
				yield* run.out.write(`GitVersion:    ${releaseOf(run)}\n`);
				return 0;
			},
		},
	],
};
