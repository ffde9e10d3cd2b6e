import type { ComponentProps } from 'react';
import type { MdxComponents } from '../../_lib/content/mdx-component.ts';
import type { RecordedOutput } from '../../_lib/content/output-schema.ts';
import { Callout } from './callout.tsx';
import { codeBlock } from './code-block.tsx';
import { Figure } from './figures/figure.tsx';

/** What the prose of lessons and task sheets may use, by its name in MDX; `outputs` are those of its run blocks. */
export function proseComponents(outputs: readonly RecordedOutput[] = []): MdxComponents {
	return { Callout, Figure, pre: codeBlock(outputs), a: ProseLink, table: ProseTable };
}

function ProseLink({ href = '', children, ...rest }: ComponentProps<'a'>) {
	const away = /^https?:/.test(href) ? { rel: 'noreferrer', target: '_blank' } : {};
	return (
		<a href={href} {...away} {...rest}>
			{children}
		</a>
	);
}

function ProseTable(props: ComponentProps<'table'>) {
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must be able to.
		<div className="table-scroll" tabIndex={0}>
			<table {...props} />
		</div>
	);
}
