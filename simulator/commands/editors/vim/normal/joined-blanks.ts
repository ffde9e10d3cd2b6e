import type { Editor } from '../editor.ts';

/**
 * What parts a line from one that is joined to it: a blank, two after the end of a sentence with 'joinspaces'.
 * @param whole what is joined so far
 * @param last the line that was joined last, without its indent
 */
export function blanksBetween(editor: Editor, whole: string, last: string): string {
	const end = last.at(-1);
	if (whole === '' || end === '\t') return '';
	const sentence = editor.flag('joinspaces') && '.!?'.includes((end === ' ' ? last.at(-2) : end) ?? ' ');
	return ' '.repeat((end === ' ' ? 0 : 1) + (sentence ? 1 : 0));
}
