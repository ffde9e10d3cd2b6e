import type { Editor } from '../editor.ts';

/** What parts a line from one that is joined to it: a blank, two after the end of a sentence with 'joinspaces'. */
export function blanksBetween(editor: Editor, text: string): string {
	const end = text.at(-1);
	if (end === undefined || end === '\t') return '';
	const sentence = editor.flag('joinspaces') && '.!?'.includes((end === ' ' ? text.at(-2) : end) ?? ' ');
	return ' '.repeat((end === ' ' ? 0 : 1) + (sentence ? 1 : 0));
}
