import { useLocale } from 'next-intl';
import type { ComponentType } from 'react';
import { isLocale, type Locale } from '../../../_lib/content/localized.ts';
import { AtLeastOnce } from './at-least-once.tsx';
import { AttackPhases } from './attack-phases.tsx';
import { BackupLayers } from './backup-layers.tsx';
import { BreakerStates } from './breaker-states.tsx';
import { CapacityStairs } from './capacity-stairs.tsx';
import { ConfigWays } from './config-ways.tsx';
import { CsiParts } from './csi-parts.tsx';
import { DeliveryLoops } from './delivery-loops.tsx';
import { DeploymentLayers } from './deployment-layers.tsx';
import { DeploymentStrategies } from './deployment-strategies.tsx';
import { DnsSearch } from './dns-search.tsx';
import { EncryptionAtRest } from './encryption-at-rest.tsx';
import { EventLog } from './event-log.tsx';
import { ExamHosts } from './exam-hosts.tsx';
import { ExamWeights } from './exam-weights.tsx';
import { ExtensionPoints } from './extension-points.tsx';
import { FirstCluster } from './first-cluster.tsx';
import { Fragments } from './fragments.tsx';
import { GitopsLoop } from './gitops-loop.tsx';
import { GoldenSignals } from './golden-signals.tsx';
import { HelmRender } from './helm-render.tsx';
import { HpaLoop } from './hpa-loop.tsx';
import { ImageLayers } from './image-layers.tsx';
import { IngressGateway } from './ingress-gateway.tsx';
import { InitOrder } from './init-order.tsx';
import { JobParts } from './job-parts.tsx';
import { KustomizeLayers } from './kustomize-layers.tsx';
import { LogPath } from './log-path.tsx';
import { MeshSidecars } from './mesh-sidecars.tsx';
import { MetricsPaths } from './metrics-paths.tsx';
import { MultiStage } from './multi-stage.tsx';
import { NamespaceBorders } from './namespace-borders.tsx';
import { NetworkChecks } from './network-checks.tsx';
import { NodeSilence } from './node-silence.tsx';
import { PodAnatomy } from './pod-anatomy.tsx';
import { PodPath } from './pod-path.tsx';
import { PodPhases } from './pod-phases.tsx';
import { PodSecurityLevels } from './pod-security-levels.tsx';
import { PodShutdown } from './pod-shutdown.tsx';
import { PodStartPath } from './pod-start-path.tsx';
import { PolicyAndOr } from './policy-and-or.tsx';
import { Provisioning } from './provisioning.tsx';
import { RbacBindings } from './rbac-bindings.tsx';
import { RequestPath } from './request-path.tsx';
import { RetryStorm } from './retry-storm.tsx';
import { RollingUpdate } from './rolling-update.tsx';
import { RuntimeChain } from './runtime-chain.tsx';
import { ScaleToZero } from './scale-to-zero.tsx';
import { SchedulingFilter } from './scheduling-filter.tsx';
import { ServiceEndpoints } from './service-endpoints.tsx';
import { ServiceTypes } from './service-types.tsx';
import { SpreadReplicas } from './spread-replicas.tsx';
import { StatefulIdentity } from './stateful-identity.tsx';
import { SupplyChain } from './supply-chain.tsx';
import { TenancyLevels } from './tenancy-levels.tsx';
import { TraceWaterfall } from './trace-waterfall.tsx';
import { UpgradeOrder } from './upgrade-order.tsx';
import { VolumeLifetimes } from './volume-lifetimes.tsx';
import { WhoDoesWhat } from './who-does-what.tsx';

/** The drawings that lessons may name. */
const FIGURES: Readonly<Record<string, ComponentType<{ readonly locale: Locale }>>> = {
	'deployment-layers': DeploymentLayers,
	'rolling-update': RollingUpdate,
	'deployment-strategies': DeploymentStrategies,
	'config-ways': ConfigWays,
	'encryption-at-rest': EncryptionAtRest,
	'namespace-borders': NamespaceBorders,
	'rbac-bindings': RbacBindings,
	'pod-security-levels': PodSecurityLevels,
	'supply-chain': SupplyChain,
	'hpa-loop': HpaLoop,
	'job-parts': JobParts,
	'stateful-identity': StatefulIdentity,
	'who-does-what': WhoDoesWhat,
	'first-cluster': FirstCluster,
	'service-endpoints': ServiceEndpoints,
	'service-types': ServiceTypes,
	'dns-search': DnsSearch,
	'ingress-gateway': IngressGateway,
	'policy-and-or': PolicyAndOr,
	'volume-lifetimes': VolumeLifetimes,
	provisioning: Provisioning,
	'csi-parts': CsiParts,
	'pod-anatomy': PodAnatomy,
	'pod-phases': PodPhases,
	'request-path': RequestPath,
	'init-order': InitOrder,
	'extension-points': ExtensionPoints,
	'scheduling-filter': SchedulingFilter,
	'log-path': LogPath,
	'metrics-paths': MetricsPaths,
	'upgrade-order': UpgradeOrder,
	'image-layers': ImageLayers,
	'pod-start-path': PodStartPath,
	'network-checks': NetworkChecks,
	'multi-stage': MultiStage,
	'node-silence': NodeSilence,
	'runtime-chain': RuntimeChain,
	'pod-shutdown': PodShutdown,
	'backup-layers': BackupLayers,
	'pod-path': PodPath,
	'spread-replicas': SpreadReplicas,
	'retry-storm': RetryStorm,
	'breaker-states': BreakerStates,
	'at-least-once': AtLeastOnce,
	'event-log': EventLog,
	'tenancy-levels': TenancyLevels,
	'helm-render': HelmRender,
	'kustomize-layers': KustomizeLayers,
	'delivery-loops': DeliveryLoops,
	'gitops-loop': GitopsLoop,
	'exam-hosts': ExamHosts,
	'exam-weights': ExamWeights,
	'attack-phases': AttackPhases,
	'trace-waterfall': TraceWaterfall,
	'golden-signals': GoldenSignals,
	'mesh-sidecars': MeshSidecars,
	'scale-to-zero': ScaleToZero,
	'capacity-stairs': CapacityStairs,
	fragments: Fragments,
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
