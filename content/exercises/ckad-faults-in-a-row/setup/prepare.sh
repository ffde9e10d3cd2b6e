mkdir -p /opt/answers/faults /opt/lab
chmod 777 /opt/answers/faults
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Namespace
metadata: { name: '@{namespace}' }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: '@{app}-conf', namespace: '@{namespace}' }
data: { tone: '@{tone}', speed: slow }
---
apiVersion: v1
kind: ResourceQuota
metadata: { name: memory, namespace: '@{namespace}' }
spec: { hard: { requests.memory: 500Mi } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: '@{app}', namespace: '@{namespace}' }
spec:
  replicas: 2
  selector: { matchLabels: { app: '@{app}' } }
  template:
    metadata: { labels: { app: '@{app}' } }
    spec:
      terminationGracePeriodSeconds: 2
      containers:
        - name: main
          image: @{fault.image}
          command: @{fault.command}
          env: [{ name: TONE, valueFrom: { configMapKeyRef: { name: '@{app}-conf', key: @{fault.key} } } }]
          resources: { requests: { memory: @{fault.memory} } }
YAML
pod() { # NAME EXTRA COMMAND
  jq -n --arg name "$1" --argjson extra "$2" --arg run "$3" '{apiVersion: "v1", kind: "Pod", metadata: {name: $name, namespace: "@{namespace}", labels: {group: "@{fleet}"}}, spec: ({terminationGracePeriodSeconds: 2,
    containers: [{name: "main", image: "busybox:1.36", command: ["sh", "-c", $run], resources: {requests: {memory: "8Mi"}}},
                 {name: "beat", image: "busybox:1.36", command: ["sh", "-c", "while true; do echo ERROR of the beat, never mind; sleep 5; done"], resources: {requests: {memory: "4Mi"}}}]} * $extra)}' | kubectl apply -f -
}
number=0
for errors in @{counts.all}; do
  number=$((number + 1))
  pod @{fleet}-$number '{}' "for i in \$(seq $errors); do echo \"INFO turn \$i, no ERROR\"; echo \"ERROR turn \$i of @{fleet}-$number\"; done; for i in \$(seq 9); do echo \"INFO rest \$i\"; done; sleep 1000000"
done
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Pod
metadata: { name: '@{stuck}', namespace: '@{namespace}' }
spec:
  @{why.spec}
YAML
kubectl wait -n @{namespace} --for=condition=Ready pod -l group=@{fleet} --timeout=120s
kubectl get resourcequota,configmap -n @{namespace} -o json | jq -S -c '.items[] | select(.metadata.name != "kube-root-ca.crt") | [.kind, .metadata.uid, .spec, .data]' > /opt/lab/rules.txt
sleep 40
