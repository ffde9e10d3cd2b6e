import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { InlineMarkdown } from '../../app/_components/lesson/inline-markdown.tsx';

const html = (text: string) => renderToStaticMarkup(createElement(InlineMarkdown, { text }));

test.each([
	['plain', 'plain'],
	['`kubectl get pods -o jsonpath={.items}` says it', '<code>kubectl get pods -o jsonpath={.items}</code> says it'],
	['``a ` b``', '<code>a ` b</code>'],
	['**not** *so* 2 * 3 * 4', '<strong>not</strong> <em>so</em> 2 * 3 * 4'],
	['**the `kubelet`**', '<strong>the <code>kubelet</code></strong>'],
	['{braces} and <none> stay', '{braces} and &lt;none&gt; stay'],
	[
		'[docs](https://kubernetes.io/docs/)',
		'<a href="https://kubernetes.io/docs/" rel="noreferrer" target="_blank">docs</a>',
	],
	['[no](javascript:alert(1))', '[no](javascript:alert(1))'],
	['one\n\ntwo', '<span class="paragraph">one</span><span class="paragraph">two</span>'],
	[
		'Which?\n```yaml\nkind: Pod\n\n  a: *b*\n```',
		'<span class="paragraph">Which?</span><code class="fenced">kind: Pod\n\n  a: *b*</code>',
	],
])('%j', (text, expected) => {
	expect(html(text)).toBe(expected);
});
