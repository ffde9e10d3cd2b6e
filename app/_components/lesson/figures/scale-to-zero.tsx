import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '파드가 없을 때 요청이 가는 길',
		description:
			'파드가 없을 때 게이트웨이는 요청을 액티베이터로 보낸다. 액티베이터는 요청을 붙든 채 오토스케일러에 알리고, 오토스케일러가 디플로이먼트를 0에서 1로 늘린다. 파드가 준비되면 액티베이터가 요청을 넘긴다. 그 뒤의 요청은 게이트웨이에서 파드로 바로 간다.',
		gateway: '게이트웨이',
		request: '요청',
		activator: '액티베이터',
		activatorNote: '요청을 붙든다',
		autoscaler: '오토스케일러',
		scale: '0 → 1',
		pod: '파드',
		podNote: 'queue-proxy + 앱',
		one: '1. 아무도 없다',
		two: '2. 알린다',
		three: '3. 늘린다',
		four: '4. 넘긴다',
		later: '그 뒤로는 바로',
	},
	en: {
		title: 'The way of a request when there is no Pod',
		description:
			'When there is no Pod, the gateway sends the request to the activator. The activator holds it and tells the autoscaler, which scales the Deployment from 0 to 1. When the Pod is ready, the activator passes the request on. Later requests go from the gateway to the Pod directly.',
		gateway: 'gateway',
		request: 'request',
		activator: 'activator',
		activatorNote: 'holds the request',
		autoscaler: 'autoscaler',
		scale: '0 → 1',
		pod: 'Pod',
		podNote: 'queue-proxy + app',
		one: '1. nobody there',
		two: '2. tells',
		three: '3. scales',
		four: '4. passes on',
		later: 'later: directly',
	},
} as const;

export function ScaleToZero({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-scale-to-zero" width={520} height={254} title={t.title} description={t.description}>
			<Box x={8} y={28} width={120} height={54} title={t.gateway} note={t.request} />
			<Arrow path="M128 55 H356" dashed />
			<text x={242} y={46} textAnchor="middle" className="fig-note">
				{t.later}
			</text>
			<Box x={360} y={28} width={152} height={54} kind="ghost" title={t.pod} note={t.podNote} />
			<Arrow path="M68 82 V178" />
			<text x={78} y={134} className="fig-note">
				{t.one}
			</text>
			<Box x={8} y={182} width={142} height={58} kind="new" title={t.activator} note={t.activatorNote} />
			<Arrow path="M150 211 H360" />
			<text x={254} y={232} textAnchor="middle" className="fig-note">
				{t.two}
			</text>
			<Box x={364} y={182} width={148} height={58} title={t.autoscaler} note={t.scale} />
			<Arrow path="M466 182 V86" />
			<text x={474} y={140} textAnchor="end" className="fig-note" dx={-16}>
				{t.three}
			</text>
			<Arrow path="M134 182 C200 130 290 110 362 84" />
			<text x={262} y={150} textAnchor="middle" className="fig-note">
				{t.four}
			</text>
		</Drawing>
	);
}
