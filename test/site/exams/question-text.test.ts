import { expect, test } from 'vitest';
import { type QuestionBlock, questionBlocks } from '../../../app/_components/exam/question-text.tsx';

const check = (text: string, blocks: readonly QuestionBlock[]) => expect(questionBlocks(text)).toEqual(blocks);

test('a question’s text is cut into paragraphs, lists, code and tables', () => {
	check('One\nline.\n\nAnother.', [
		{ kind: 'paragraph', text: 'One\nline.' },
		{ kind: 'paragraph', text: 'Another.' },
	]);
	check('Do:\n- `a`\n- b\n  goes on\n\nEnd', [
		{ kind: 'paragraph', text: 'Do:' },
		{ kind: 'list', ordered: false, items: ['`a`', 'b goes on'] },
		{ kind: 'paragraph', text: 'End' },
	]);
	check('1. one\n2) two', [{ kind: 'list', ordered: true, items: ['one', 'two'] }]);
	check('So:\n```yaml\nkind: Pod\n\nspec: {}\n```\nend', [
		{ kind: 'paragraph', text: 'So:' },
		{ kind: 'code', text: 'kind: Pod\n\nspec: {}' },
		{ kind: 'paragraph', text: 'end' },
	]);
	check('  ```\n  a:\n    b\n  ```', [{ kind: 'code', text: 'a:\n  b' }]);
	check('| a | b |\n|---|---|\n| 1 | `x` |\n', [{ kind: 'table', head: ['a', 'b'], rows: [['1', '`x`']] }]);
});

test('a fence that is never closed ends with the text', () => {
	check('```\nx', [{ kind: 'code', text: 'x' }]);
});
