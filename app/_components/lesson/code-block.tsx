import type { ComponentProps } from 'react';
import type { RecordedOutput } from '../../_lib/content/output-schema.ts';
import { CopyButton } from './copy-button.tsx';
import { RunBlock } from './run-block.tsx';
import { RunOutput } from './run-output.tsx';

type PreProps = ComponentProps<'pre'> & {
	readonly 'data-source'?: string;
	/** Which of the text's run blocks it is, from 0. */
	readonly 'data-run'?: string;
	readonly 'data-quiet'?: string;
};

/**
 * The component for fenced blocks of a text. ```bash run: a click types it into the terminal, and beneath stands what
 * the world has answered to it; an output that was recorded for another command is not shown.
 */
export function codeBlock(outputs: readonly RecordedOutput[] = []) {
	return function CodeBlock({ 'data-source': source = '', 'data-run': run, 'data-quiet': quiet, ...pre }: PreProps) {
		const { children, className, style } = pre;
		const text = source.trim();
		if (run === undefined) return <TextBlock text={text} {...pre} />;
		const recorded = quiet === 'true' ? undefined : outputs[Number(run)];
		const output = recorded?.command.trim() === text ? recorded.output.trimEnd() : '';
		return (
			<div className="run" data-output={output !== ''}>
				<RunBlock command={text} className={className} style={style}>
					{children}
				</RunBlock>
				{output !== '' && <RunOutput output={output} />}
			</div>
		);
	};
}

function TextBlock({ text, children, className, style }: PreProps & { readonly text: string }) {
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
