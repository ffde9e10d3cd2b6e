for namespace in vault shop finance reports batch; do kubectl create namespace $namespace; done
kubectl label namespace finance team=finance

pod() { # NAMESPACE NAME
  kubectl run $2 -n $1 --image=busybox:1.36 --labels=app=$2 --overrides='{"spec":{"terminationGracePeriodSeconds":0}}' --command -- sleep infinity
}
served() { # NAMESPACE NAME
  kubectl create deployment $2 -n $1 --image=gcr.io/google-samples/hello-app:1.0
  kubectl expose deployment $2 -n $1 --port=80 --target-port=8080
}
pod default client
served default hello
served default other
served vault safe
pod vault inside

kubectl apply -n shop -f - <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: {name: api}
spec:
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec:
      terminationGracePeriodSeconds: 0
      containers:
        - name: tools
          image: busybox:1.36
          command: [sleep, infinity]
        - name: api
          image: hashicorp/http-echo:1.0
          args: ['-text=api', '-listen=:8080']
        - name: admin
          image: hashicorp/http-echo:1.0
          args: ['-text=admin', '-listen=:9090']
---
apiVersion: v1
kind: Service
metadata: {name: api}
spec:
  selector: {app: api}
  ports: [{name: http, port: 8080}, {name: admin, port: 9090}]
YAML
kubectl create deployment db -n shop --image=redis:7.4
kubectl expose deployment db -n shop --port=6379
pod shop web

served reports ledger
pod reports auditor
pod finance auditor
pod finance intern
kubectl apply -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: ledger, namespace: reports}
spec:
  podSelector: {matchLabels: {app: ledger}}
  policyTypes: [Ingress]
  ingress:
    - from:
        - namespaceSelector: {matchLabels: {team: finance}}
        - podSelector: {matchLabels: {app: auditor}}
      ports: [{port: 8080}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: worker, namespace: batch}
spec:
  podSelector: {matchLabels: {app: worker}}
  policyTypes: [Egress]
  egress:
    - to:
        - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: default}}
          podSelector: {matchLabels: {app: hello}}
      ports: [{port: 8080}]
YAML
kubectl run worker -n batch --image=nicolaka/netshoot:v0.13 --labels=app=worker --command -- sleep infinity

for name in default/hello default/other vault/safe shop/api shop/db reports/ledger; do
  kubectl rollout status deployment/${name#*/} -n ${name%/*} --timeout=180s
done
for name in default/client vault/inside shop/web reports/auditor finance/auditor finance/intern batch/worker; do
  kubectl wait -n ${name%/*} --for=condition=Ready pod/${name#*/} --timeout=180s
done
sleep 10
