/** core/v1 is too long for one file: the first concept whose pattern a type's name meets has it. */
const CONCEPTS: readonly (readonly [string, RegExp])[] = [
	['pod', /^(Pod(?!Security|DNS|Affinity|AntiAff|Certificate|OS$)|ReplicationController|Binding)/],
	['reference', /^(\w*Reference|NodeSelector\w*|TopologySelector\w*|Toleration|Taint|(Object|Resource)FieldSelector)$/],
	['reference', /^(PreferredSchedulingTerm|(Typed)?LocalObject\w+|\w+KeySelector)$/],
	['node', /^AttachedVolume$/],
	['volume-source', /^(?!Ephemeral).*(VolumeSource|Projection|KeyToPath|VolumeFile)$/],
	['volume', /Volume(?!Mount|Device)|Projection|KeyToPath|DownwardAPIVolume|Disk|EmptyDir|HostPath|VolumeClaim/],
	[
		'volume',
		/^(CSI|ISCSI|RBD|Ceph|Cinder|FC|Flex|Flocker|GCE|Git|Gluster|NFS|Photon|Portworx|Quobyte|Scale|Storage|Azure)/,
	],
	['node', /^(Node(?!Affinity)|AttachedVolume|ContainerImage|DaemonEndpoint|ConfigMapNodeConfigSource)/],
	[
		'container',
		/^(Pod|Container|Env|Ephemeral|Probe|Exec|HTTP|GRPC|TCP|Lifecycle|Sleep|SecurityContext|SELinux|Windows)/,
	],
	[
		'container',
		/^(Seccomp|AppArmor|Sysctl|Affinity|WeightedPod|Topology|Linux|Resource(Claim|Health|S)|Capab|NodeAff)/,
	],
	['container', /^(ResourceR|Volume|Workload|ConfigMap(Env|Key)|Secret(Env|Key)|ObjectField|Image|Host(Alias|IP))/],
	['service', /^(Service|Endpoint|LoadBalancer|Port|ClientIP|SessionAffinity)/],
	['object', /./],
];

export function coreConcept(typeName: string): string {
	return (CONCEPTS.find(([, pattern]) => pattern.test(typeName)) as readonly [string, RegExp])[0];
}
