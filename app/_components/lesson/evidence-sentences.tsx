import { useTranslations } from 'next-intl';
import type { Evidence } from '../../../simulator/sandbox/world-api.ts';

/** Sentences may name any of these; what a link does not say is empty (bounds, namespace: "none"). */
const VALUES: Readonly<Record<string, string>> = {
	...Object.fromEntries(
		(
			'path name expected actual kind count apiVersion ready desired updated message reason pod container ' +
			'exitCode restarts image service selector key pods port target declared url error status command output user verb ' +
			'resource actions'
		)
			.split(' ')
			.map((name) => [name, '']),
	),
	namespace: 'none',
	min: 'none',
	max: 'none',
};

/** Scripts that a check runs may be long: a sentence has their beginning. */
const SCRIPT_LETTERS = 160;

function clipped(values: Evidence['values']): Evidence['values'] {
	const short = (text: string) => (text.length > SCRIPT_LETTERS ? `${text.slice(0, SCRIPT_LETTERS)} …` : text);
	const { actions, command } = values;
	return {
		...values,
		...(actions !== undefined && { actions: short(actions) }),
		...(command !== undefined && { command: short(command) }),
	};
}

interface EvidenceSentencesProps {
	readonly evidence: readonly Evidence[];
	/** Opens what a sentence speaks of; without it names are only told. */
	readonly open?: (object: NonNullable<Evidence['object']>) => void;
}

/** Why a check fails, cause by cause, as sentences. */
export function EvidenceSentences({ evidence, open }: EvidenceSentencesProps) {
	const t = useTranslations();
	return (
		<ol className="evidence">
			{evidence.map(({ code, values, object }, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a chain is drawn anew as a whole.
				<li key={index}>
					<span>
						{t.rich(`evidence.${code}` as Parameters<typeof t.rich>[0], {
							...VALUES,
							...clipped(values),
							c: (chunks) => <code>{chunks}</code>,
						})}
					</span>{' '}
					{object !== undefined && open !== undefined && (
						<button type="button" className="object-link" onClick={() => open(object)}>
							{object.kind}/{object.name}
						</button>
					)}
				</li>
			))}
		</ol>
	);
}
