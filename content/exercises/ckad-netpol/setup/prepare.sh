mkdir -p /opt/lab
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Namespace
metadata: { name: '@{namespace}' }
---
apiVersion: v1
kind: Namespace
metadata: { name: '@{other}', labels: { team: '@{team}' } }
YAML
server() { # NAMESPACE NAME LABEL PORT…
  for port in "${@:4}"; do
    jq -n --arg port "$port" '{name: "port-\($port)", image: "hashicorp/http-echo:1.0", args: ["-listen=:\($port)", "-text=hello"]}'
  done | jq -s --arg ns "$1" --arg name "$2" --argjson labels "$3" '{apiVersion: "v1", kind: "Pod", metadata: {name: $name, namespace: $ns, labels: $labels}, spec: {terminationGracePeriodSeconds: 2, containers: .}}' | kubectl apply -f -
}
service() { # NAMESPACE NAME SELECTOR PORT…
  kubectl create service clusterip "$2" -n "$1" "${@:4}" --dry-run=client -o json | jq --argjson selector "$3" '.spec.selector = $selector' | kubectl apply -f -
}
server @{namespace} @{front} '{"app": "@{front}", "@{key}": "front"}' 8080
server @{namespace} @{store} '{"app": "@{store}", "@{key}": "back"}' 8080
server @{namespace} hidden '{"app": "hidden"}' 8080
server @{namespace} @{vault} '{"app": "@{vault}"}' 8080 9090
server default open '{"app": "open"}' 8080
for name in @{front} @{store} hidden; do service @{namespace} $name "{\"app\": \"$name\"}" --tcp=80:8080; done
service default open '{"app": "open"}' --tcp=80:8080
service @{namespace} @{vault} '{"app": "@{vault}"}' --tcp=8080:8080 --tcp=9090:9090
pod() { kubectl run "$2" -n "$1" --image=busybox:1.36 --labels="$3" -- sleep 1000000; }
pod @{namespace} @{pod} run=@{pod}
pod @{other} reader job=reader
pod @{other} writer job=writer
pod default reader job=reader
kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny-all, namespace: '@{namespace}' }
spec:
  podSelector: { matchExpressions: [{ key: app, operator: NotIn, values: ['@{vault}'] }] }
  policyTypes: [Ingress, Egress]
  egress: [{ ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }] }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: '@{front}-in', namespace: '@{namespace}' }
spec:
  podSelector: { matchLabels: { '@{key}': front } }
  policyTypes: [Ingress]
  ingress: [{ from: [@{fault.from}], ports: [{ port: 8080 }] }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: '@{store}-in', namespace: '@{namespace}' }
spec:
  podSelector: { matchLabels: { '@{key}': back } }
  policyTypes: [Ingress]
  ingress: [{ from: [{ podSelector: { matchLabels: { '@{key}': middle } } }], ports: [{ port: 8080 }] }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: middle-out, namespace: '@{namespace}' }
spec:
  podSelector: { matchLabels: { '@{key}': middle } }
  policyTypes: [Egress]
  egress: [{ to: [{ podSelector: { matchExpressions: [{ key: '@{key}', operator: In, values: [front, back] }] } }] }]
YAML
for namespace in @{namespace} @{other} default; do kubectl wait -n $namespace --for=condition=Ready pod --all --timeout=120s; done
kubectl get networkpolicy,pods,namespaces -n @{namespace} -o json | jq -S -c '.items[] | select(.kind != "Pod" or .metadata.name != "@{pod}") | select(.kind != "Namespace" or .metadata.name == "@{namespace}") | select(.kind != "NetworkPolicy" or .metadata.name == "deny-all" or (.spec.podSelector | tostring | contains("@{vault}") | not)) | [.kind, .metadata.name, .metadata.uid, .metadata.labels, if .kind == "NetworkPolicy" then .spec else null end]' > /opt/lab/before.txt
