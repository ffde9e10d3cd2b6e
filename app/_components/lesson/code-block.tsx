import type { ComponentProps } from 'react';
import { CopyButton } from './copy-button.tsx';
import { RunBlock } from './run-block.tsx';

type PreProps = ComponentProps<'pre'> & { readonly 'data-source'?: string; readonly 'data-run'?: string };

/** A fenced block of the prose. ```bash run: a click types it into the terminal. */
export function CodeBlock({ 'data-source': source = '', 'data-run': run, children, className, style }: PreProps) {
	const text = source.trim();
	if (run === 'true') {
		return (
			<RunBlock command={text} className={className} style={style}>
				{children}
			</RunBlock>
		);
	}
	return (
		<div className="code-block">
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must be able to. */}
			<pre className={className} style={style} tabIndex={0}>
				{children}
			</pre>
			<CopyButton text={text} />
		</div>
	);
}
