mkdir -p /opt/lab
kubectl create namespace @{namespace}
kubectl create configmap @{app}-template -n @{namespace} --from-literal=page.txt='@{text} by POD'
kubectl create configmap @{pod}-settings -n @{namespace} --from-literal=settings.conf='level=@{level}
' --from-literal=old.conf=none
kubectl create secret generic @{pod}-key -n @{namespace} --from-literal=token='@{key}'
kubectl create deployment cache -n @{namespace} --image=redis:7.4
kubectl expose deployment cache -n @{namespace} --port=6379
cat > /tmp/stuck.json <<'JSON'
{
  "apiVersion": "apps/v1", "kind": "Deployment",
  "metadata": { "name": "@{stuck}", "namespace": "@{namespace}" },
  "spec": {
    "selector": { "matchLabels": { "app": "@{stuck}" } },
    "template": {
      "metadata": { "labels": { "app": "@{stuck}" } },
      "spec": {
        "terminationGracePeriodSeconds": 2,
        "volumes": [{ "name": "rates", "emptyDir": {} }],
        "initContainers": [
          { "name": "agent", "image": "busybox:1.36", "restartPolicy": "Always", "command": ["sh", "-c", "echo agent listens; exec nc -lk -p 7000 -e echo agent"] },
          { "name": "rates", "image": "busybox:1.36", "command": ["sh", "-c", "echo 12 > /rates/rates.txt || exit 0"], "volumeMounts": [{ "name": "rates", "mountPath": "@{fault.produce}" }] },
          { "name": "wait", "image": "busybox:1.36", "env": [{ "name": "CACHE", "value": "@{fault.host}" }],
            "command": ["sh", "-c", "until [ -e /shared/rates.txt ]; do echo waiting for the rates; sleep 2; done\nuntil nc -z -w 2 $CACHE 6379; do echo waiting for the cache at $CACHE; sleep 2; done"], "volumeMounts": [{ "name": "rates", "mountPath": "/shared" }] }
        ],
        "containers": [
          { "name": "main", "image": "busybox:1.36", "command": ["sh", "-c", "until nc -w 2 localhost 7000 < /dev/null > /dev/null; do sleep 1; done; test -s /shared/rates.txt && echo @{stuck} works with rates and cache; exec sleep 1000000"], "volumeMounts": [{ "name": "rates", "mountPath": "/shared" }] }
        ]
      }
    }
  }
}
JSON
jq 'if "@{fault.agent}" == "-none" then del(.spec.template.spec.initContainers[0].restartPolicy) else . end' /tmp/stuck.json | kubectl apply -f -
kubectl apply -f - <<'YAML'
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
      containers: [{ name: web, image: 'nginx:1.27', ports: [{ containerPort: 80 }] }]
YAML
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
kubectl rollout status deployment/cache -n @{namespace} --timeout=60s
sleep 10
kubectl get deployment @{stuck} -n @{namespace} -o json | jq -S -c '.spec.template.spec | .initContainers, .containers | map([.name, .image, .command])' > /opt/lab/stuck.txt
kubectl get services,deployments -n @{namespace} -o json | jq -c '.items[] | select(.metadata.name == "cache") | [.kind, .metadata.uid, .spec.selector]' > /opt/lab/cache.txt
