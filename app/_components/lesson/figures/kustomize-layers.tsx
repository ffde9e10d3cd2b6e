import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '베이스, 컴포넌트, 오버레이',
		description:
			'오버레이 dev, staging, prod가 모두 같은 베이스를 가리키고 저마다의 차이만 갖는다. 컴포넌트 metrics는 dev와 prod만 골라 쓴다. 베이스는 누가 자기를 쓰는지 모른다.',
		base: 'Deployment, Service, …',
		component: '골라 쓰는 조각',
		dev: '이름 뒤에 -dev',
		staging: '로그 수준',
		prod: '수, 이미지, 메모리',
	},
	en: {
		title: 'Base, component, overlays',
		description:
			'The overlays dev, staging and prod all point at the same base, and hold only what differs. The component metrics is chosen by dev and prod. The base does not know who uses it.',
		base: 'Deployment, Service, …',
		component: 'a piece to choose',
		dev: 'names end in -dev',
		staging: 'log level',
		prod: 'number, image, memory',
	},
} as const;

const OVERLAYS = ['staging', 'dev', 'prod'] as const;

export function KustomizeLayers({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-kustomize" width={520} height={206} title={t.title} description={t.description}>
			{OVERLAYS.map((name, index) => (
				<Box key={name} x={6 + index * 174} y={8} width={160} height={56} kind="new" title={name} note={t[name]} />
			))}
			<Box x={40} y={142} width={220} height={56} title="base" note={t.base} />
			<Box x={320} y={142} width={180} height={56} kind="ghost" title="metrics" note={t.component} />
			<Arrow path="M86 64 C86 100 100 100 100 138" />
			<Arrow path="M230 64 C220 100 152 100 150 138" />
			<Arrow path="M400 64 C390 112 212 92 200 138" />
			<Arrow path="M290 64 C300 100 366 100 370 138" dashed />
			<Arrow path="M440 64 C440 100 430 100 430 138" dashed />
		</Drawing>
	);
}
