mkdir -p /opt/lab
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Namespace
metadata: { name: '@{namespace}' }
---
apiVersion: v1
kind: Namespace
metadata: { name: '@{front}', labels: { zone: '@{zone}' } }
---
apiVersion: v1
kind: Namespace
metadata: { name: late, labels: { zone: '@{zone}' } }
---
apiVersion: v1
kind: Namespace
metadata: { name: '@{back}', labels: { zone: inner } }
---
apiVersion: v1
kind: Namespace
metadata: { name: '@{quiet}' }
YAML
pod() { # NAMESPACE NAME LABELS PORT…
  {
    echo "{ apiVersion: v1, kind: Pod, metadata: { name: $2, namespace: $1, labels: { $3 } }, spec: { terminationGracePeriodSeconds: 1, containers: ["
    echo "{ name: main, image: 'busybox:1.36', command: [sleep, '1000000'] },"
    for port in "${@:4}"; do echo "{ name: port-$port, image: 'hashicorp/http-echo:1.0', args: ['-listen=:$port', '-text=here'] },"; done
    echo "] } }"
  } | kubectl apply -f -
}
service() { # NAMESPACE NAME PORT…
  kubectl create service clusterip $2 -n $1 "${@:3}"
}
pod @{namespace} @{app} 'app: @{app}' 8080 9090
pod @{namespace} @{worker}-1 'role: @{worker}' 8080
pod @{namespace} idle 'run: idle' 8080
pod @{front} one 'run: one'
pod @{front} two 'run: two, job: visitor'
pod late three 'run: three'
pod default outsider 'run: outsider'
pod @{back} @{store} 'app: @{store}' 6379 9090
pod @{back} other 'app: other' 6379
pod default @{store} 'app: @{store}' 6379
pod @{quiet} server 'app: server' 8080
pod @{quiet} caller 'run: caller'
service @{namespace} @{app} --tcp=8080:8080 --tcp=9090:9090
service @{back} @{store} --tcp=6379:6379 --tcp=9090:9090
service @{back} other --tcp=6379:6379
service default @{store} --tcp=6379:6379
service @{quiet} server --tcp=8080:8080
kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: '@{app}-in', namespace: '@{namespace}' }
spec:
  podSelector: { matchLabels: { app: '@{app}' } }
  policyTypes: [Ingress]
  ingress:
    - from: [{ namespaceSelector: { matchLabels: { @{fault.namespaces} } }@{fault.extra} }]
      ports: [{ protocol: TCP, port: @{fault.port} }]
YAML
for name in @{namespace} @{front} late default @{back} @{quiet}; do kubectl wait -n $name --for=condition=Ready pod --all --timeout=60s; done
kubectl get pods,namespaces -A -o json | jq -r -S -c '.items[] | select(.kind == "Namespace" or (.metadata.namespace | startswith("kube-") | not)) | [.kind, .metadata.name, .metadata.labels]' | grep -v calico | sort > /opt/lab/labels.txt
