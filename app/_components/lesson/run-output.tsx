import { useTranslations } from 'next-intl';

/** Beyond these a block scrolls on some screen, and then the keyboard must reach it. */
const LINES_SEEN = 12;
const COLUMNS_SEEN = 36;

/** What the world answers to a run block, as it was recorded. Printed matter: nothing in it can be clicked or edited. */
export function RunOutput({ output }: { readonly output: string }) {
	const t = useTranslations('lesson');
	const lines = output.split('\n');
	const scrolls = lines.length > LINES_SEEN || lines.some((line) => line.length > COLUMNS_SEEN);
	return (
		// biome-ignore lint/a11y/useSemanticElements: a fieldset is for what one fills in.
		<div className="run-output" role="group" aria-label={t('output')}>
			<pre tabIndex={scrolls ? 0 : undefined}>{output}</pre>
		</div>
	);
}
