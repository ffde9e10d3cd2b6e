import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '쿠버네티스를 넓히는 네 자리',
		description:
			'가운데의 API 서버에 CRD가 새 종류를 더하고, 정책과 웹훅이 어드미션에 규칙을 더하고, APIService가 다른 API 서버로 요청을 넘긴다. 컨트롤러와 두 번째 스케줄러는 API 서버를 지켜보며 결과를 적는 보통의 클라이언트다.',
		crd: '새 종류',
		policy: '정책, 웹훅',
		rules: '어드미션의 규칙',
		service: '다른 API로 넘김',
		api: '저장하고, 지켜보게 한다',
		controller: '컨트롤러',
		sentence: '지금 상태를 맞춘다',
		scheduler: '두 번째 스케줄러',
		binding: 'Binding을 쓴다',
		clients: '보통의 클라이언트',
		metrics: '예: 메트릭 서버',
	},
	en: {
		title: 'Four places to extend Kubernetes',
		description:
			'To the API server in the middle, a CRD adds a kind, policies and webhooks add rules at admission, and an APIService passes requests on to another API server. Controllers and second schedulers are ordinary clients: they watch the API server and write what they did.',
		crd: 'a new kind',
		policy: 'policy, webhook',
		rules: 'rules at admission',
		service: 'to another API',
		api: 'stores, lets watch',
		controller: 'controller',
		sentence: 'puts the state right',
		scheduler: 'second scheduler',
		binding: 'writes Bindings',
		clients: 'as ordinary clients',
		metrics: 'e.g. Metrics Server',
	},
} as const;

export function ExtensionPoints({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-extend" width={520} height={272} title={t.title} description={t.description}>
			<Box x={8} y={8} width={150} height={58} title="CRD" note={t.crd} />
			<Box x={180} y={8} width={160} height={58} title={t.policy} note={t.rules} />
			<Box x={362} y={8} width={150} height={58} title="APIService" note={t.service} />
			<Arrow path="M83 66 L150 104" />
			<Arrow path="M260 66 V104" />
			<Arrow path="M437 66 V104" />
			<Box x={90} y={108} width={250} height={58} kind="new" title="kube-apiserver" note={t.api} />
			<Box x={362} y={108} width={150} height={58} kind="ghost" title="API server" note={t.metrics} />
			<Arrow path="M340 137 H358" />
			<Arrow path="M140 206 V170" dashed />
			<Arrow path="M300 206 V170" dashed />
			<Box x={8} y={210} width={194} height={54} title={t.controller} note={t.sentence} />
			<Box x={224} y={210} width={150} height={54} title={t.scheduler} note={t.binding} />
			<text x={386} y={241} className="fig-note">
				{t.clients}
			</text>
		</Drawing>
	);
}
