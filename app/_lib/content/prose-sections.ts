import GithubSlugger from 'github-slugger';

export interface ProseSection {
	/** Empty: what stands before the first heading. */
	readonly heading: string;
	/** The id that its heading has in the page; empty where there is no heading. */
	readonly anchor: string;
	/** Its text without marks; commands and manifests too. */
	readonly text: string;
	/** The ids of the tasks that stand in it. */
	readonly tasks: readonly string[];
}

/** A lesson's prose as plain text, cut at its headings. */
export function proseSections(mdx: string): readonly ProseSection[] {
	const slugger = new GithubSlugger();
	const sections = [open('', '')];
	let fenced = false;
	for (const line of mdx.split('\n')) {
		const section = sections.at(-1) as OpenSection;
		if (/^\s*```/.test(line)) fenced = !fenced;
		else if (fenced) section.lines.push(line.trim());
		else {
			const [, heading] = /^#{1,6} +(.+?) *#*$/.exec(line) ?? [];
			const [, task] = /<ExerciseTask id="([^"]+)"/.exec(line) ?? [];
			if (heading !== undefined) sections.push(open(plainText(heading), slugger.slug(plainText(heading))));
			else if (task !== undefined) section.tasks.push(task);
			else section.lines.push(plainText(line));
		}
	}
	return sections.map(({ lines, ...section }) => ({ ...section, text: joined(lines) }));
}

/** The ids of a lesson's tasks as they come in its prose. */
export function tasksIn(mdx: string): readonly string[] {
	return proseSections(mdx).flatMap(({ tasks }) => tasks);
}

/** The text of each task of a task sheet, by its id; hints are not part of it. */
export function taskTexts(mdx: string): ReadonlyMap<string, string> {
	const withoutHints = mdx.replace(/<Hint>[\s\S]*?<\/Hint>/g, '');
	const texts = new Map<string, string>();
	for (const [, id = '', text = ''] of withoutHints.matchAll(/<TaskText id="([^"]+)">([\s\S]*?)<\/TaskText>/g)) {
		texts.set(id, joined(text.split('\n').map(plainText)));
	}
	return texts;
}

/** A few lines of Markdown as plain text. */
export function plainProse(text: string): string {
	return joined(text.split('\n').map(plainText));
}

interface OpenSection {
	readonly heading: string;
	readonly anchor: string;
	readonly lines: string[];
	readonly tasks: string[];
}

function open(heading: string, anchor: string): OpenSection {
	return { heading, anchor, lines: [], tasks: [] };
}

/** A line of Markdown without its marks. What stands in backticks stays as it is. */
function plainText(line: string): string {
	return line
		.split(/(`+[^`]*`+)/)
		.map((part) => (part.startsWith('`') ? part.replaceAll('`', '') : withoutMarks(part)))
		.join('')
		.trim();
}

function withoutMarks(text: string): string {
	return text
		.replace(/<\/?[A-Z][^>]*>/g, ' ')
		.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
		.replace(/^\s*(?:[-*+] |\d+\. |> )/, '')
		.replace(/^\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?)?\s*$/, '')
		.replace(/\s*\|\s*/g, ' ')
		.replace(/\*\*?|~~/g, '');
}

function joined(lines: readonly string[]): string {
	return lines.join(' ').replace(/\s+/g, ' ').trim();
}
