import { useLocale } from 'next-intl';
import type { ComponentType } from 'react';
import { isLocale, type Locale } from '../../../_lib/content/localized.ts';
import { DeploymentLayers } from './deployment-layers.tsx';
import { DeploymentStrategies } from './deployment-strategies.tsx';
import { RollingUpdate } from './rolling-update.tsx';

/** The drawings that lessons may name. */
const FIGURES: Readonly<Record<string, ComponentType<{ readonly locale: Locale }>>> = {
	'deployment-layers': DeploymentLayers,
	'rolling-update': RollingUpdate,
	'deployment-strategies': DeploymentStrategies,
};

/** `<Figure name="rolling-update" />`. An unknown name stops the build. */
export function Figure({ name }: { readonly name: string }) {
	const locale = useLocale();
	const Drawing = FIGURES[name];
	if (Drawing === undefined) {
		throw new Error(`<Figure name="${name}" />: there is no such figure; there are ${Object.keys(FIGURES).join(', ')}`);
	}
	return (
		<figure className="figure">
			<Drawing locale={isLocale(locale) ? locale : 'ko'} />
		</figure>
	);
}
