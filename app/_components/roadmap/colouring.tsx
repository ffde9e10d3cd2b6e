'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useSetting } from '../site/use-setting.ts';

interface ColouringProps {
	/** Ids and names of the exams. */
	readonly exams: readonly { readonly id: string; readonly name: string }[];
	/** The map and its legends, which look at `data-colouring` by CSS. */
	readonly children: ReactNode;
}

/** The same map in other colours: by learning path, or by the domains of an exam. */
export function Colouring({ exams, children }: ColouringProps) {
	const t = useTranslations('roadmap');
	const [kept, choose] = useSetting('colouring', 'path');
	const choices = [{ id: 'path', name: t('byPath') }, ...exams];
	const chosen = choices.some(({ id }) => id === kept) ? kept : 'path';
	return (
		<div className="roadmap-view" data-colouring={chosen}>
			<fieldset className="segments">
				<legend>{t('colouring')}</legend>
				{choices.map(({ id, name }) => (
					<label key={id}>
						<input type="radio" name="colouring" value={id} checked={chosen === id} onChange={() => choose(id)} />
						<span>{name}</span>
					</label>
				))}
			</fieldset>
			{children}
		</div>
	);
}
