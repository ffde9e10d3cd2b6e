import { expect, test } from 'vitest';
import { newWorld } from './world-bench.ts';

const INSTALL = `exec 2>&1; cd /tmp
url=https://dl.k8s.io/release/$(curl -L -s https://dl.k8s.io/release/stable.txt)/bin/linux/amd64/kubectl-convert
kubectl convert -f x.yaml; curl -sLO $url
install -o root -g root -m 0755 kubectl-convert /usr/local/bin/kubectl-convert; kubectl plugin list
`;

function printed(script: string): string {
	return newWorld('convert')
		.runScript({ name: 'x.sh', script: `${INSTALL}${script}` })
		.stdout.replace(HEAD, '');
}

// kubernetes.io/docs/tasks/tools/install-kubectl-linux, "Install kubectl convert plugin".
const HEAD = `error: unknown command "convert" for "kubectl"
The following compatible plugins are available:

/usr/local/bin/kubectl-convert
`;

// Models pkg/apis/apps/v1beta1/defaults.go and apps/v1/conversion.go.
test('a Deployment of apps/v1beta1: its selector is the labels of its template, defaults are those of its own version', () => {
	expect(
		printed(`cat > d.yaml <<X
apiVersion: apps/v1beta1
kind: Deployment
metadata: {name: web}
spec:
  rollbackTo: {revision: 0}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: nginx, image: nginx:1.27}]}
X
kubectl convert -f d.yaml --output-version apps/v1; kubectl convert -f d.yaml | kubectl apply -f -
sed s,apps/v1beta1,extensions/v1beta1, d.yaml | kubectl convert -f - -o jsonpath='{.kind} {.items[0].spec.strategy} {.items[0].spec.revisionHistoryLimit}{"\\n"}'`),
	).toBe(`apiVersion: apps/v1
kind: Deployment
metadata:
  annotations:
    deprecated.deployment.rollback.to: "0"
  labels:
    app: web
  name: web
spec:
  progressDeadlineSeconds: 600
  replicas: 1
  revisionHistoryLimit: 2
  selector:
    matchLabels:
      app: web
  strategy:
    rollingUpdate:
      maxSurge: 25%
      maxUnavailable: 25%
    type: RollingUpdate
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - image: nginx:1.27
        imagePullPolicy: IfNotPresent
        name: nginx
        resources: {}
        terminationMessagePath: /dev/termination-log
        terminationMessagePolicy: File
      dnsPolicy: ClusterFirst
      restartPolicy: Always
      schedulerName: default-scheduler
      securityContext: {}
      terminationGracePeriodSeconds: 30
status: {}
deployment.apps/web created
List {"rollingUpdate":{"maxSurge":1,"maxUnavailable":1},"type":"RollingUpdate"} 2147483647
`);
});

// Models pkg/apis/networking/v1beta1/conversion.go and autoscaling/v2beta1/conversion.go.
test('several objects of a file become a list; an autoscaler in an older version that servers still have', () => {
	expect(
		printed(`cat > i.yaml <<X
apiVersion: networking.k8s.io/v1beta1
kind: Ingress
metadata: {name: web}
spec:
  backend: {serviceName: rest, servicePort: http}
  rules:
  - host: shop.example
    http: {paths: [{path: /a, backend: {serviceName: shop, servicePort: 80}}]}
---
apiVersion: autoscaling/v2beta1
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  scaleTargetRef: {kind: Deployment, name: web, apiVersion: apps/v1}
  maxReplicas: 3
  metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 50}}]
X
kubectl convert -f i.yaml | head -29; csplit -sz i.yaml /^---/; kubectl convert -f xx01 --output-version autoscaling/v1 | grep -v '^status' | tail -9`),
	).toBe(`apiVersion: v1
items:
- apiVersion: networking.k8s.io/v1
  kind: Ingress
  metadata:
    name: web
  spec:
    defaultBackend:
      service:
        name: rest
        port:
          name: http
    rules:
    - host: shop.example
      http:
        paths:
        - backend:
            service:
              name: shop
              port:
                number: 80
          path: /a
          pathType: ImplementationSpecific
  status:
    loadBalancer: {}
- apiVersion: autoscaling/v2
  kind: HorizontalPodAutoscaler
  metadata:
    name: web
  maxReplicas: 3
  minReplicas: 1
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
  targetCPUUtilizationPercentage: 50
  currentReplicas: 0
  desiredReplicas: 0
`);
});

test('what cannot be converted', () => {
	expect(
		printed(`printf 'apiVersion: policy/v1beta1\\nkind: PodSecurityPolicy\\nmetadata: {name: x}\\n' > psp.yaml
printf 'apiVersion: v1\\nkind: Pod\\nmetadata: {name: x}\\nspec: 3\\n' > pod.yaml
printf 'apiVersion: v1\\nkind: Service\\nmetadata: {name: x}\\n' > s.yaml
kubectl convert -f psp.yaml; kubectl convert -f pod.yaml; kubectl convert -f s.yaml --output-version apps/v1
curl -sLO $url.sha256; echo "$(cat kubectl-convert.sha256) kubectl-convert" | sha256sum --check
kubectl convert; kubectl convert -f nowhere.yaml; kubectl convert -f s.yaml -o name; echo $?; kubectl convert --nix`),
	).toBe(`error: unable to decode "psp.yaml": no kind "PodSecurityPolicy" is registered for version "policy/v1beta1" in scheme "pkg/api/legacyscheme/scheme.go:30"
error: unable to decode "pod.yaml": json: cannot unmarshal number into Go struct field Pod.spec of type v1.PodSpec
error: core.Service is not suitable for converting to "apps/v1" in scheme "pkg/api/legacyscheme/scheme.go:30"
kubectl-convert: OK
error: must specify one of -f and -k
error: the path "nowhere.yaml" does not exist
service/x
0
error: unknown flag: --nix
See 'convert --help' for usage.
`);
});
