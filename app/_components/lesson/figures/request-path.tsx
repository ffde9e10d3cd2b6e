import type { Locale } from '../../../_lib/content/localized.ts';
import { Arrow, Box, Drawing } from './parts.tsx';

const TEXTS = {
	ko: {
		title: '쓰기 요청이 지나는 길',
		description:
			'요청은 인증을 지나며 막히면 401, 인가에서 막히면 403이다. 다음은 어드미션으로, 바꾸는 단계, 스키마 검사(막히면 422), 거절할 수 있는 단계(막히면 403)를 차례로 지난다. 마지막에 etcd에 저장되고, 지켜보던 이들이 변화를 받는다.',
		request: '요청',
		authn: '인증',
		who: '누구인가 · 401',
		authz: '인가',
		may: '해도 되는가 · 403',
		admission: '어드미션: 쓰는 요청만, 이 오브젝트를 받아도 되는가',
		mutating: '바꾸는 단계',
		defaults: '기본값, 웹훅',
		schema: '스키마 검사',
		invalid: 'Invalid · 422',
		validating: '거절하는 단계',
		quotas: '쿼터, 정책 · 403',
		store: '저장',
		watchers: '지켜보는 이들',
		change: '변화를 받는다',
	},
	en: {
		title: 'The way of a request that writes',
		description:
			'A request passes authentication, where it may end with 401, and authorization, where it may end with 403. Then admission: the step that changes the object, the check of its schema, which may end with 422, and the step that may refuse, with 403. At last it is stored in etcd, and those who watch are told.',
		request: 'request',
		authn: 'Authentication',
		who: 'who? · 401',
		authz: 'Authorization',
		may: 'allowed? · 403',
		admission: 'Admission: only writes; is this object acceptable?',
		mutating: 'changing',
		defaults: 'defaults, webhooks',
		schema: 'schema',
		invalid: 'Invalid · 422',
		validating: 'refusing',
		quotas: 'quotas, policies · 403',
		store: 'stored',
		watchers: 'watchers',
		change: 'are told',
	},
} as const;

export function RequestPath({ locale }: { readonly locale: Locale }) {
	const t = TEXTS[locale];
	return (
		<Drawing id="fig-request" width={520} height={304} title={t.title} description={t.description}>
			<text x={8} y={44} className="fig-title">
				{t.request}
			</text>
			<Arrow path="M68 39 H96" />
			<Box x={100} y={8} width={150} height={62} title={t.authn} note={t.who} />
			<Arrow path="M250 39 H282" />
			<Box x={286} y={8} width={150} height={62} title={t.authz} note={t.may} />
			<Arrow path="M436 39 H474 V106" />
			<text x={20} y={132} className="fig-note">
				{t.admission}
			</text>
			<Box x={8} y={110} width={504} height={104} kind="group" />
			<Box x={20} y={144} width={138} height={58} title={t.mutating} note={t.defaults} />
			<Arrow path="M158 173 H180" />
			<Box x={184} y={144} width={138} height={58} title={t.schema} note={t.invalid} />
			<Arrow path="M322 173 H338" />
			<Box x={342} y={144} width={158} height={58} title={t.validating} note={t.quotas} />
			<Arrow path="M420 202 V267 H326" />
			<Box x={192} y={238} width={130} height={58} kind="new" title="etcd" note={t.store} />
			<Arrow path="M192 267 H162" dashed />
			<Box x={20} y={238} width={138} height={58} title={t.watchers} note={t.change} />
		</Drawing>
	);
}
