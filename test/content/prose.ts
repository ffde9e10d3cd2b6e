import type { Nodes, Parents, Root } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkMdx from 'remark-mdx';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

/** A text of content/ as MDX sees it: what the checks of its structure and of its words look at. */
export interface Prose {
	/** Headings, figures, callouts, tasks and run blocks in their order, as "## …"-like words that are the same in both languages. */
	readonly structure: readonly string[];
	readonly runBlocks: readonly RunBlock[];
	/** Names of `<Figure>`. */
	readonly figures: readonly string[];
	/** Kinds of `<Callout>`. */
	readonly callouts: readonly string[];
	/** ids of `<ExerciseTask>` or `<TaskText>`. */
	readonly tasks: readonly string[];
	/** How many `<Hint>`s stand in each `<TaskText>`. */
	readonly hints: ReadonlyMap<string, number>;
	readonly links: readonly string[];
	/** What a reader reads: no code, no addresses. */
	readonly words: readonly { readonly text: string; readonly line: number }[];
}

export interface RunBlock {
	readonly command: string;
	readonly line: number;
	/** Its output is not shown. */
	readonly quiet: boolean;
}

/** The elements that the prose may use. */
const ELEMENTS = new Set(['Figure', 'Callout', 'ExerciseTask', 'TaskText', 'Hint']);

const parser = unified().use(remarkParse).use(remarkGfm).use(remarkMdx);

/** Reads a text. Throws Error with the parser's words, the place first. */
export function readProse(name: string, source: string): Prose {
	let tree: Root;
	try {
		tree = parser.parse(source);
	} catch (error) {
		const { line, column, reason } = error as { line?: number; column?: number; reason?: string };
		throw new Error(`${name}:${line ?? 1}:${column ?? 1}: ${reason ?? (error as Error).message}`, { cause: error });
	}
	const prose = {
		structure: [] as string[],
		runBlocks: [] as RunBlock[],
		figures: [] as string[],
		callouts: [] as string[],
		tasks: [] as string[],
		hints: new Map<string, number>(),
		links: [] as string[],
		words: [] as { text: string; line: number }[],
	};
	visit(tree, name, prose, undefined);
	return prose;
}

type Mutable = {
	-readonly [Key in keyof Prose]: Prose[Key] extends readonly (infer Each)[] ? Each[] : Map<string, number>;
};

function visit(node: Nodes, name: string, prose: Mutable, task: string | undefined): void {
	const line = node.position?.start.line ?? 1;
	let inside = task;
	switch (node.type) {
		case 'heading':
			prose.structure.push(`${'#'.repeat(node.depth)} heading`);
			break;
		case 'code': {
			const words = (node.meta ?? '').split(/\s+/);
			if (!words.includes('run')) prose.structure.push(`\`\`\`${node.lang ?? ''}`);
			else {
				const command = node.value.trim();
				prose.runBlocks.push({ command, line, quiet: words.includes('quiet') });
				prose.structure.push(`\`\`\`bash ${words.join(' ')}: ${command.split('\n')[0]}`);
			}
			break;
		}
		case 'link':
			prose.links.push(node.url);
			break;
		case 'text':
			// Korean particles follow at once: **a (b)**를 is not bold to Markdown.
			if (node.value.includes('**'))
				throw new Error(`${name}:${line}: ** that make nothing bold: ${node.value.trim()}`);
			prose.words.push({ text: node.value, line });
			break;
		case 'mdxJsxFlowElement':
		case 'mdxJsxTextElement': {
			const element = node.name ?? '';
			if (!ELEMENTS.has(element)) throw new Error(`${name}:${line}: there is no <${element}>`);
			const attributes = new Map(
				node.attributes.map((each) => (each.type === 'mdxJsxAttribute' ? [each.name, String(each.value)] : ['', ''])),
			);
			inside = element === 'TaskText' ? attributes.get('id') : task;
			note(prose, element, attributes, inside);
			break;
		}
		default:
	}
	for (const child of (node as Partial<Parents>).children ?? []) visit(child as Nodes, name, prose, inside);
}

function note(
	prose: Mutable,
	element: string,
	attributes: ReadonlyMap<string, string>,
	task: string | undefined,
): void {
	switch (element) {
		case 'Figure':
			prose.figures.push(attributes.get('name') ?? '');
			break;
		case 'Callout':
			prose.callouts.push(attributes.get('kind') ?? '');
			break;
		case 'ExerciseTask':
		case 'TaskText':
			prose.tasks.push(attributes.get('id') ?? '');
			break;
		case 'Hint':
			prose.hints.set(task ?? '', (prose.hints.get(task ?? '') ?? 0) + 1);
			break;
		default:
	}
	prose.structure.push(`<${element} ${[...attributes.values()].join(' ')}>`.replace(' >', '>'));
}
