import type { Editor } from '../editor.ts';

/** What a comment's next line begins with: indent, leader and blanks; '' when the text is none. Models 'comments'. */
export function commentLeader(editor: Editor, text: string): string {
	const indent = (/^[ \t]*/.exec(text) as RegExpExecArray)[0];
	const rest = text.slice(indent.length);
	for (const part of editor.text('comments').split(',')) {
		const colon = part.indexOf(':');
		if (colon < 0) continue;
		const flags = part.slice(0, colon);
		const mark = part.slice(colon + 1);
		if (/[smef]/.test(flags) || mark === '' || !rest.startsWith(mark)) continue;
		const after = (/^[ \t]*/.exec(rest.slice(mark.length)) as RegExpExecArray)[0];
		if (flags.includes('b') && after === '' && rest.length > mark.length) continue;
		return indent + mark + (after === '' && flags.includes('b') ? ' ' : after);
	}
	return '';
}
