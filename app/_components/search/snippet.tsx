import type { SnippetPart } from '../../_lib/search/search-lessons.ts';

/** A piece of a text with what was looked for marked in it. */
export function Snippet({ parts, lang }: { readonly parts: readonly SnippetPart[]; readonly lang: string }) {
	return (
		<span className="snippet" lang={lang}>
			{parts.map(({ text, found }, index) => {
				const key = `${index}`;
				return found ? <mark key={key}>{text}</mark> : <span key={key}>{text}</span>;
			})}
		</span>
	);
}
