kubectl create namespace tools
kubectl create namespace data
kubectl create configmap figures -n data --from-literal=total=42
kubectl create serviceaccount reporter -n tools
kubectl create serviceaccount signer -n tools
kubectl create role figures -n data --verb=get --resource=configmaps
kubectl create rolebinding reporter -n data --role=figures --serviceaccount=data:reporter
kubectl create deployment watcher -n tools --image=curlimages/curl:8.10.1 -- sleep infinity
kubectl create deployment page -n tools --image=nginx:1.27
kubectl run visitor --image=curlimages/curl:8.10.1 --command -- sleep infinity
kubectl apply -f - <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata: { name: signer, namespace: tools }
spec:
  selector: { matchLabels: { app: signer } }
  template:
    metadata: { labels: { app: signer } }
    spec:
      serviceAccountName: signer
      containers: [{ name: signer, image: 'curlimages/curl:8.10.1', command: [sleep, infinity] }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: reporter, namespace: tools }
spec:
  selector: { matchLabels: { app: reporter } }
  template:
    metadata: { labels: { app: reporter } }
    spec:
      serviceAccountName: reporter
      containers:
        - name: reporter
          image: curlimages/curl:8.10.1
          command:
            - sh
            - -c
            - |
              cd /var/run/secrets/kubernetes.io/serviceaccount
              while true; do
                curl -s -o /dev/null -w '%{http_code}\n' --cacert ca.crt -H "Authorization: Bearer $(cat token)" \
                  https://kubernetes.default.svc/api/v1/namespaces/data/configmaps/figures
                sleep 5
              done
YAML
for name in watcher page signer reporter; do kubectl rollout status deployment/$name -n tools --timeout=180s; done
kubectl wait --for=condition=Ready pod/visitor --timeout=120s
sleep 10
