import type { WorldRow } from './world-rows.ts';

const pod = (name: string, image: string, spec = '', policy = 'IfNotPresent'): string => `apply <<END
{apiVersion: v1, kind: Pod, metadata: {name: ${name}}, spec: {nodeName: node01, terminationGracePeriodSeconds: 0, ${spec} containers: [{name: c, image: "${image}", imagePullPolicy: ${policy}}]}}
END
`;
const secret = (name: string, server: string, password: string): string =>
	`kubectl create secret docker-registry ${name} --docker-server=${server} --docker-username=student --docker-password=${password} >/dev/null\n`;
const with_ = (name: string): string => `imagePullSecrets: [{name: ${name}}],`;
const failure = (name: string): string =>
	`kubectl get events --field-selector involvedObject.name=${name},reason=Failed -o jsonpath='{.items[0].message}{"\\n"}'`;
const PREFIX = (image: string): string =>
	`Failed to pull image "${image}": failed to pull and unpack image "${image}": failed to resolve image: `;

/** Registries that ask who pulls, and Secrets that answer. */
export const PULL_ROWS: readonly WorldRow[] = [
	{
		cause: 'a private registry and nobody who says who it is',
		source: 'containerd core/remotes/docker/authorizer.go AddResponses',
		given: pod('anonymous', 'registry.example.com/nginx:1.27'),
		after: 4,
		ask: failure('anonymous'),
		told: `${PREFIX('registry.example.com/nginx:1.27')}pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials\n`,
	},
	{
		cause: 'a wrong password',
		source: 'containerd core/remotes/docker/resolver.go Resolve',
		given:
			secret('wrong', 'registry.example.com', 'nope') +
			pod('refused', 'registry.example.com/nginx:1.27', with_('wrong')),
		after: 4,
		ask: failure('refused'),
		told: `${PREFIX('registry.example.com/nginx:1.27')}unexpected status from HEAD request to https://registry.example.com/v2/nginx/manifests/1.27: 401 Unauthorized\n`,
	},
	{
		cause: 'a Secret that is not there',
		source: 'pkg/kubelet/kubelet.go SyncPod, kubelet_pods.go getPullSecretsForPod',
		given: pod('forgetful', 'nginx:1.27', with_('nothing')),
		after: 8,
		ask: `kubectl get pod forgetful --no-headers | awk '{print $3}'; events pod/forgetful`,
		told: `Running
Warning FailedToRetrieveImagePullSecret Pod/forgetful Unable to retrieve some image pull secrets (nothing); attempting to pull the image may not succeed.
`,
	},
	{
		cause: 'the right password; another of the Pods of the node does not profit',
		source: 'kuberuntime_image.go PullImage; images/pullmanager MustAttemptImagePull',
		given: `${secret('right', 'https://registry.example.com', 'kubedrill')}${pod('let-in', 'registry.example.com/private/nginx:1.27', with_('right'))}sleep 8
${pod('hanger-on', 'registry.example.com/private/nginx:1.27')}${pod('never', 'registry.example.com/private/nginx:1.27', '', 'Never')}`,
		after: 4,
		ask: `kubectl get pods let-in hanger-on never --no-headers | awk '{print $1, $3}'; kubectl get pod never -o jsonpath='{.status.containerStatuses[0].state.waiting.message}'`,
		told: `let-in Running
hanger-on ErrImagePull
never ErrImageNeverPull
Container image "registry.example.com/private/nginx:1.27" is present with pull policy of Never but does not have the proper credentials to access the image`,
	},
	{
		cause: 'a ServiceAccount with the Secret gives it to its Pods',
		source: 'plugin/pkg/admission/serviceaccount; pkg/credentialprovider',
		given: `kubectl create serviceaccount puller >/dev/null
kubectl patch serviceaccount puller -p '{"imagePullSecrets": [{"name": "right"}]}' >/dev/null
${pod('by-account', 'registry.example.com/httpd:2.4', 'serviceAccountName: puller,')}`,
		after: 8,
		ask: `kubectl get pod by-account -o jsonpath='{.spec.imagePullSecrets[0].name} {.status.phase}'`,
		told: 'right Running',
	},
	{
		cause: 'an account that Docker Hub does not know is worse than none',
		source: 'containerd core/remotes/docker/auth FetchToken',
		given: secret('hub', 'https://index.docker.io/v1/', 'guess') + pod('hub', 'memcached:1.6', with_('hub')),
		after: 4,
		ask: failure('hub'),
		told: 'Failed to pull image "memcached:1.6": failed to pull and unpack image "docker.io/library/memcached:1.6": failed to resolve image: failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://auth.docker.io/token?scope=repository%3Alibrary%2Fmemcached%3Apull&service=registry.docker.io: 401 Unauthorized\n',
	},
];
